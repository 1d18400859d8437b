package io.langsong.alert;

import io.langsong.metric.LiveRate;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one series of a device that rules ask for. One thread at a time. */
final class Track {
    /** What is read seldom, as the speed of a port, is believed for so long. */
    private static final long BELIEVED_MILLIS = Duration.ofDays(1).toMillis();

    private static final String SPEED = "if.speed";
    private static final double BITS = 8;

    final Series series;
    private final @Nullable LiveRate rate;
    private final boolean isSpeed;
    List<Judged> judged = List.of();
    /** Of the port that this series counts at; null where there is none. */
    @Nullable
    Track portSpeed;

    @Nullable
    Track discontinuity;

    /** Of the newest sample; milliseconds since 1970, as all instants that are kept poll after poll. */
    long seenAt;

    /** When a sample was last other than the one before. */
    long changedAt;

    private double value = Double.NaN;

    Track(Series series) {
        this.series = series;
        Metric metric = series.metric();
        this.rate = metric.kind() == Metric.Kind.GAUGE ? null : new LiveRate(metric.kind());
        this.isSpeed = metric.name().equals(SPEED);
    }

    boolean isCounter() {
        return rate != null;
    }

    /** The newest value of a gauge; NaN before the first. */
    double value() {
        return value;
    }

    /** Before any series of this poll is judged. */
    void see(Sample sample, long at) {
        if (rate == null) {
            double now = sample.asDouble();
            if (now != value && !Double.isNaN(value)) {
                changedAt = at;
            }
            value = now;
        }
        seenAt = at;
    }

    /** The value of a gauge, the rate of a counter; NaN when it can not be told. Once for each sample. */
    double valueOf(Sample sample, long at, long voidedAt, Duration gap) {
        if (rate == null) {
            return value;
        }
        long voided = discontinuity == null ? voidedAt : Math.max(discontinuity.changedAt, voidedAt);
        return rate.next(at, sample.bits(), portSpeed == null ? Double.NaN : portSpeed.value, voided, gap);
    }

    /** {@code value} of this series as the percentage of another; NaN when that is not known. */
    double percentage(double own, @Nullable Track of, long at) {
        if (of == null || !(of.value > 0) || at - of.seenAt > BELIEVED_MILLIS) {
            return Double.NaN;
        }
        if (of.isSpeed && !LiveRate.knows(of.value)) {
            return Double.NaN;
        }
        boolean octetsOfBits = series.metric().unit().equals("bytes")
                && of.series.metric().unit().equals("bit/s");
        return 100 * own * (octetsOfBits ? BITS : 1) / of.value;
    }

    /** Of what a rule judges here, as printed. */
    String unitOf(AlertRule rule) {
        if (rule.measure().of() != null) {
            return "%";
        }
        String unit = series.metric().unit();
        return rate == null || rule.criterion() instanceof Criterion.NoData ? unit : unit + "/s";
    }
}
