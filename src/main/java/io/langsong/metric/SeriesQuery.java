package io.langsong.metric;

import io.langsong.metric.CounterRates.Stretch;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Series as people look at them: one value a step. Any thread. */
public final class SeriesQuery {
    /** Steps are counted from midnight where the people are, so that a step of a day is a day. */
    public static final ZoneOffset DAY_OF = ZoneOffset.ofHours(7);

    /** More points than any screen has. */
    public static final int MOST_POINTS = 10_000;

    /** What is read beside the asked time, to see what led into it and out of it. */
    private static final Duration CONTEXT = Duration.ofHours(1);

    /** Speeds of ports change seldom and may be read seldom. */
    private static final Duration CONTEXT_OF_SPEED = Duration.ofDays(1);

    private static final String UPTIME = "sys.uptime";
    private static final String SPEED = "if.speed";
    private static final String DISCONTINUITY = "if.counter_discontinuity";

    /** What net-snmp calls the speed of a port whose speed it can not find out, bit/s; such a port may be faster. */
    static final double SPEED_UNKNOWN = 10_000_000;

    private final MetricStore store;

    public SeriesQuery(MetricStore store) {
        this.store = store;
    }

    /** How the samples of a step become one value. */
    public enum Function {
        MEAN,
        MIN,
        MAX,
        LAST,
        /** Of counters only: units per second, over the part of the step of which it is known. */
        RATE,
        /** Of gauges only, as the other percentiles: the smallest value that half of the samples do not exceed. */
        P50,
        P90,
        P95,
        P99;

        boolean suits(Metric.Kind kind) {
            return switch (this) {
                case RATE -> kind != Metric.Kind.GAUGE;
                case P50, P90, P95, P99 -> kind == Metric.Kind.GAUGE;
                default -> true;
            };
        }
    }

    /** @param unit as printed; of a rate the counter's unit with {@code /s} */
    public record Curve(String unit, List<Step> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * @param at where the step begins
     * @param value empty when nothing is known of the step
     */
    public record Step(Instant at, OptionalDouble value) {}

    /**
     * One value for each step that touches {@code [from, until)}; the first begins at or before {@code from}. A step shorter
     * than the distance of the samples has the value of the one before it, unless a sample is missing: then it has none.
     *
     * @return empty when the series is not known
     * @throws IllegalArgumentException when the step is not at least a second, the range is empty or has too many steps, or
     *     the rate of a gauge or a percentile of a counter is asked for
     * @throws MetricStoreException when the store can not be read
     */
    public Optional<Curve> points(SeriesKey key, Instant from, Instant until, Duration step, Function function) {
        Steps steps = new Steps(from, until, step);
        Optional<Metric> metric = metric(key);
        if (metric.isPresent() && !function.suits(metric.get().kind())) {
            throw new IllegalArgumentException(
                    function == Function.RATE
                            ? key.metric()
                                    + " is no counter and has no rate; ask for mean, min, max, last or a percentile"
                            : key.metric() + " is a counter, whose readings have no percentiles; ask for its rate");
        }
        return metric.map(known -> function == Function.RATE
                ? new Curve(known.unit() + "/s", steps.rates(stretches(key, known, steps)))
                : new Curve(known.unit(), steps.values(samples(key, steps), known.kind(), function)));
    }

    /**
     * By how much a counter rose in {@code [from, until)}, of that part of it of which it is known, however short.
     *
     * @return empty when nothing of it is known, or the series is no counter
     * @throws MetricStoreException when the store can not be read
     */
    public OptionalDouble rise(SeriesKey key, Instant from, Instant until) {
        List<Stretch> known = stretches(key, from, until);
        return known.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(known.stream()
                        .mapToDouble(stretch -> stretch.riseIn(from, until))
                        .sum());
    }

    /**
     * How fast a counter rose in {@code [from, until)}, in units per second of that part of it of which it is known.
     *
     * @return empty as {@link #rise}
     * @throws MetricStoreException when the store can not be read
     */
    public OptionalDouble rate(SeriesKey key, Instant from, Instant until) {
        List<Stretch> known = stretches(key, from, until);
        double seconds = known.stream()
                .mapToDouble(stretch -> stretch.secondsIn(from, until))
                .sum();
        return seconds > 0
                ? OptionalDouble.of(known.stream()
                                .mapToDouble(stretch -> stretch.riseIn(from, until))
                                .sum()
                        / seconds)
                : OptionalDouble.empty();
    }

    /** Those that touch the range; none of what is no counter. */
    private List<Stretch> stretches(SeriesKey key, Instant from, Instant until) {
        Optional<Metric> metric = metric(key).filter(known -> known.kind() != Metric.Kind.GAUGE);
        if (metric.isEmpty()) {
            return List.of();
        }
        Steps whole = new Steps(from, until, Duration.between(from, until));
        return stretches(key, metric.get(), whole).stream()
                .filter(stretch ->
                        stretch.from().isBefore(until) && stretch.until().isAfter(from))
                .toList();
    }

    /** What is measured by a series; empty when it is not known. */
    public Optional<Metric> metric(SeriesKey key) {
        return store.seriesOf(key.device()).stream()
                .filter(series -> series.key().equals(key))
                .map(Series::metric)
                .findFirst();
    }

    private List<Point> samples(SeriesKey key, Steps steps) {
        return store.read(key, steps.start().minus(CONTEXT), steps.end().plus(CONTEXT));
    }

    private List<Stretch> stretches(SeriesKey key, Metric metric, Steps steps) {
        List<Point> uptimes = samples(new SeriesKey(key.device(), UPTIME, ""), steps);
        List<Instant> voided = new ArrayList<>(CounterRates.restarts(uptimes));
        if (isOfPort(key)) {
            SeriesKey discontinuity = new SeriesKey(key.device(), DISCONTINUITY, key.index());
            voided.addAll(CounterRates.discontinuities(samples(discontinuity, steps)));
        }
        return CounterRates.between(samples(key, steps), metric.kind(), voided, mostPerSecond(key, steps));
    }

    /** What the port can carry, in octets a second: of anything else that it counts there is no more than that. */
    private OptionalDouble mostPerSecond(SeriesKey key, Steps steps) {
        if (!isOfPort(key)) {
            return OptionalDouble.empty();
        }
        SeriesKey speed = new SeriesKey(key.device(), SPEED, key.index());
        return store
                .read(speed, steps.start().minus(CONTEXT_OF_SPEED), steps.end().plus(CONTEXT))
                .stream()
                .mapToDouble(point -> Double.longBitsToDouble(point.bits()))
                .filter(bits -> bits > 0 && bits != SPEED_UNKNOWN)
                .map(bits -> bits / 8)
                .max();
    }

    private static boolean isOfPort(SeriesKey key) {
        return key.metric().startsWith("if.");
    }
}
