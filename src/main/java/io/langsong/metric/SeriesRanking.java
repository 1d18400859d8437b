package io.langsong.metric;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Which series of a metric stand out in a time, told from their summaries. Any thread. */
public final class SeriesRanking {
    /** More than any list that somebody reads. */
    public static final int MOST = 1_000;

    private static final Comparator<Ranked> HIGHEST_FIRST = Comparator.comparingDouble(Ranked::value)
            .reversed()
            .thenComparing(one -> one.series().device().value())
            .thenComparing(one -> one.series().index());

    private final MetricStore store;
    private final SeriesQuery query;

    public SeriesRanking(MetricStore store, SeriesQuery query) {
        this.store = store;
        this.query = query;
    }

    /** What series are ranked by. */
    public enum By {
        MEAN,
        MIN,
        MAX,
        SUM,
        LAST,
        /** Of counters only: units per second. */
        RATE;

        boolean suits(Metric.Kind kind) {
            return switch (this) {
                case RATE -> kind != Metric.Kind.GAUGE;
                case MEAN, SUM -> kind == Metric.Kind.GAUGE;
                default -> true;
            };
        }
    }

    /**
     * @param unit as printed; of a rate the counter's unit with {@code /s}
     * @param samples in the range
     */
    public record Ranked(SeriesKey series, String unit, double value, long samples) {}

    /**
     * The highest first. The rate of a counter that only rose is that from its first reading to its last, also over a time in which
     * readings are missing; where it fell, it is taken from its readings as {@link SeriesQuery#rate} does.
     *
     * @param devices of which the series are looked at
     * @param asked empty: the rate of a counter, the mean of a gauge
     * @param most of them, 1 to {@link #MOST}
     * @throws IllegalArgumentException when the range is empty, there are too many asked for, or {@code asked} applies to none of
     *     the series there are
     * @throws MetricStoreException when the store can not be read
     */
    public List<Ranked> highest(
            String metric, Predicate<DeviceId> devices, Instant from, Instant until, Optional<By> asked, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("Parameter limit must be from 1 to " + MOST + ": " + most);
        }
        // Says what is wrong with the range.
        new Steps(from, until, Duration.ofDays(3660));
        List<Ranked> ranked = new ArrayList<>();
        boolean suitable = true;
        for (Summary one : store.summaries(metric, devices, from, until)) {
            Metric measured = one.series().metric();
            By by = asked.orElse(measured.kind() == Metric.Kind.GAUGE ? By.MEAN : By.RATE);
            if (by.suits(measured.kind())) {
                String unit = by == By.RATE ? measured.unit() + "/s" : measured.unit();
                value(one, by, from, until)
                        .ifPresent(value -> ranked.add(new Ranked(one.series().key(), unit, value, one.count())));
            } else {
                suitable = false;
            }
        }
        if (ranked.isEmpty() && !suitable) {
            throw new IllegalArgumentException(
                    asked.equals(Optional.of(By.RATE))
                            ? metric + " is no counter and has no rate; ask for mean, min, max, sum or last"
                            : metric + " is a counter, whose readings have no mean and no sum; ask for its rate");
        }
        ranked.sort(HIGHEST_FIRST);
        return List.copyOf(ranked.subList(0, Math.min(most, ranked.size())));
    }

    private OptionalDouble value(Summary summary, By by, Instant from, Instant until) {
        return switch (by) {
            case MEAN -> OptionalDouble.of(summary.sum() / summary.count());
            case MIN -> OptionalDouble.of(summary.min());
            case MAX -> OptionalDouble.of(summary.max());
            case SUM -> OptionalDouble.of(summary.sum());
            case LAST -> OptionalDouble.of(summary.last());
            case RATE -> rate(summary, from, until);
        };
    }

    private OptionalDouble rate(Summary summary, Instant from, Instant until) {
        if (summary.count() < 2) {
            return OptionalDouble.empty();
        }
        boolean onlyRose = summary.first() == summary.min() && summary.last() == summary.max();
        return onlyRose
                ? OptionalDouble.of((summary.last() - summary.first())
                        * 1000
                        / Duration.between(summary.firstAt(), summary.lastAt()).toMillis())
                : query.rate(summary.series().key(), from, until);
    }
}
