package io.langsong.metric;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * The highest first. The rate of a counter that only rose, of a device that is known to have run all the while, is that from its
     * first reading to its last, also over a time in which readings are missing; else it is taken from its readings as
     * {@link SeriesQuery#rate} does.
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
        Portions.requireRange(from, until);
        List<Summary> summaries = store.summaries(metric, devices, from, until);
        boolean rates = summaries.stream()
                .anyMatch(one -> by(one, asked) == By.RATE
                        && By.RATE.suits(one.series().metric().kind()));
        Steady steady = rates ? steady(metric, devices, from, until) : new Steady(Map.of(), Map.of());
        List<Ranked> ranked = new ArrayList<>();
        boolean suitable = true;
        for (Summary one : summaries) {
            Metric measured = one.series().metric();
            By by = by(one, asked);
            if (by.suits(measured.kind())) {
                String unit = by == By.RATE ? measured.unit() + "/s" : measured.unit();
                value(one, by, steady, from, until)
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

    private static By by(Summary summary, Optional<By> asked) {
        return asked.orElse(summary.series().metric().kind() == Metric.Kind.GAUGE ? By.MEAN : By.RATE);
    }

    /**
     * What tells which counters went on counting throughout.
     *
     * @param uptimes by device
     * @param discontinuities of ports
     */
    private record Steady(Map<DeviceId, Summary> uptimes, Map<SeriesKey, Summary> discontinuities) {
        /** From the first reading of a counter to its last; false also where that is not known. */
        boolean throughout(Summary counter) {
            SeriesKey key = counter.series().key();
            Summary uptime = uptimes.get(key.device());
            Summary discontinuity =
                    discontinuities.get(new SeriesKey(key.device(), SeriesQuery.DISCONTINUITY, key.index()));
            return uptime != null
                    && !uptime.lastAt().isBefore(counter.lastAt().minus(CounterRates.RESTART_TOLERANCE))
                    && !started(uptime).isAfter(counter.firstAt().plus(CounterRates.RESTART_TOLERANCE))
                    && (discontinuity == null || discontinuity.min() == discontinuity.max());
        }

        private static Instant started(Summary uptime) {
            return uptime.lastAt().minusMillis((long) (uptime.last() * 1000));
        }
    }

    /** Two more questions for all of them together. */
    private Steady steady(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
        Map<DeviceId, Summary> uptimes = new HashMap<>();
        for (Summary one : store.summaries(SeriesQuery.UPTIME, devices, from, until)) {
            if (one.series().key().index().isEmpty()) {
                uptimes.put(one.series().key().device(), one);
            }
        }
        Map<SeriesKey, Summary> discontinuities = new HashMap<>();
        if (SeriesQuery.isOfPort(metric)) {
            store.summaries(SeriesQuery.DISCONTINUITY, devices, from, until)
                    .forEach(one -> discontinuities.put(one.series().key(), one));
        }
        return new Steady(uptimes, discontinuities);
    }

    private OptionalDouble value(Summary summary, By by, Steady steady, Instant from, Instant until) {
        return switch (by) {
            case MEAN -> OptionalDouble.of(summary.sum() / summary.count());
            case MIN -> OptionalDouble.of(summary.min());
            case MAX -> OptionalDouble.of(summary.max());
            case SUM -> OptionalDouble.of(summary.sum());
            case LAST -> OptionalDouble.of(summary.last());
            case RATE -> rate(summary, steady, from, until);
        };
    }

    private OptionalDouble rate(Summary summary, Steady steady, Instant from, Instant until) {
        if (summary.count() < 2) {
            return OptionalDouble.empty();
        }
        // A counter that began again may have risen beyond where it was: that alone says nothing.
        boolean onlyRose =
                summary.first() == summary.min() && summary.last() == summary.max() && steady.throughout(summary);
        return onlyRose
                ? OptionalDouble.of((summary.last() - summary.first())
                        * 1000
                        / Duration.between(summary.firstAt(), summary.lastAt()).toMillis())
                : query.rate(summary.series().key(), from, until);
    }
}
