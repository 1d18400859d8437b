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
import java.util.function.Consumer;

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

    static final String UPTIME = "sys.uptime";
    static final String DISCONTINUITY = "if.counter_discontinuity";
    private static final String SPEED = "if.speed";

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
     * A series as it is drawn, both with the same steps.
     *
     * @param means of each step
     * @param peaks the greatest in each
     */
    public record Outline(List<Step> means, List<Step> peaks) {
        public Outline {
            means = List.copyOf(means);
            peaks = List.copyOf(peaks);
        }
    }

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
                ? new Curve(known.unit() + "/s", rates(key, known, steps).means())
                : new Curve(known.unit(), values(key, known, steps, function)));
    }

    private List<Step> values(SeriesKey key, Metric metric, Steps steps, Function function) {
        StepValues values = new StepValues(steps, metric.kind(), function);
        walk(steps.start(), steps.end(), part -> values.take(part.read(key), part.from, part.until));
        return values.result();
    }

    private StepRates rates(SeriesKey key, Metric metric, Steps steps) {
        StepRates rates = new StepRates(steps);
        walk(
                steps.start(),
                steps.end(),
                part -> rates.take(stretches(key, metric.kind(), part), part.from, part.until));
        return rates;
    }

    /**
     * What a chart of a series needs, read once: the values of the steps as {@link #points} gives them, for {@code MEAN} and
     * {@code MAX} of a gauge. Of a counter the rate, and the greatest between two readings.
     *
     * @return empty when the series is not known
     * @throws IllegalArgumentException when the step is not at least a second, the range is empty or has too many steps
     * @throws MetricStoreException when the store can not be read
     */
    public Optional<Outline> outline(SeriesKey key, Instant from, Instant until, Duration step) {
        Steps steps = new Steps(from, until, step);
        return metric(key)
                .map(known -> known.kind() == Metric.Kind.GAUGE
                        ? outlineOfGauge(key, steps)
                        : outlineOfRates(rates(key, known, steps)));
    }

    private Outline outlineOfGauge(SeriesKey key, Steps steps) {
        StepValues means = new StepValues(steps, Metric.Kind.GAUGE, Function.MEAN);
        StepValues peaks = new StepValues(steps, Metric.Kind.GAUGE, Function.MAX);
        walk(steps.start(), steps.end(), part -> {
            List<Point> points = part.read(key);
            means.take(points, part.from, part.until);
            peaks.take(points, part.from, part.until);
        });
        return new Outline(means.result(), peaks.result());
    }

    private static Outline outlineOfRates(StepRates rates) {
        return new Outline(rates.means(), rates.peaks());
    }

    /**
     * By how much a counter rose in {@code [from, until)}, of that part of it of which it is known, however short.
     *
     * @return empty when nothing of it is known, or the series is no counter
     * @throws IllegalArgumentException when the range is empty, or not between 1970 and 2200
     * @throws MetricStoreException when the store can not be read
     */
    public OptionalDouble rise(SeriesKey key, Instant from, Instant until) {
        Risen risen = risen(key, from, until);
        return risen.seconds > 0 ? OptionalDouble.of(risen.rise) : OptionalDouble.empty();
    }

    /**
     * How fast a counter rose in {@code [from, until)}, in units per second of that part of it of which it is known.
     *
     * @return empty as {@link #rise}
     * @throws IllegalArgumentException as {@link #rise}
     * @throws MetricStoreException when the store can not be read
     */
    public OptionalDouble rate(SeriesKey key, Instant from, Instant until) {
        Risen risen = risen(key, from, until);
        return risen.seconds > 0 ? OptionalDouble.of(risen.rise / risen.seconds) : OptionalDouble.empty();
    }

    /** How far a counter rose, and in how many seconds of which that is known. */
    private static final class Risen {
        private double rise;
        private double seconds;

        void take(List<Stretch> stretches, Instant from, Instant until) {
            for (Stretch stretch : stretches) {
                rise += stretch.riseIn(from, until);
                seconds += stretch.secondsIn(from, until);
            }
        }
    }

    private Risen risen(SeriesKey key, Instant from, Instant until) {
        Risen risen = new Risen();
        metric(key)
                .filter(known -> known.kind() != Metric.Kind.GAUGE)
                .ifPresent(known -> walk(
                        from, until, part -> risen.take(stretches(key, known.kind(), part), part.from, part.until)));
        return risen;
    }

    /** What is measured by a series; empty when it is not known. */
    public Optional<Metric> metric(SeriesKey key) {
        return store.seriesOf(key.device()).stream()
                .filter(series -> series.key().equals(key))
                .map(Series::metric)
                .findFirst();
    }

    private void walk(Instant start, Instant end, Consumer<Part> each) {
        Portions.walk(start, end, (from, until) -> {
            Part part = new Part(store, from, until, start, end);
            each.accept(part);
            return part.samples;
        });
    }

    /** A portion of a range, with what is read around it. One thread. */
    private static final class Part {
        private final MetricStore store;
        private final Instant from;
        private final Instant until;
        private final Instant readFrom;
        private final Instant readUntil;
        private int samples;

        /**
         * @param start of the range, before which no more is read than if it were read at once
         * @param end of the range, likewise
         */
        Part(MetricStore store, Instant from, Instant until, Instant start, Instant end) {
            // As much as tells the usual distance on either side of where portions meet, also of what comes hourly:
            // portions are short only where samples are many.
            Duration beside = longer(CONTEXT, Duration.between(from, until).dividedBy(8));
            this.store = store;
            this.from = from;
            this.until = until;
            this.readFrom = later(start.minus(CONTEXT), from.minus(beside));
            this.readUntil = earlier(end.plus(CONTEXT), until.plus(beside));
        }

        List<Point> read(SeriesKey key) {
            return counted(store.read(key, readFrom, readUntil));
        }

        List<Point> readSpeeds(SeriesKey key) {
            return counted(store.read(key, from.minus(CONTEXT_OF_SPEED), readUntil));
        }

        private List<Point> counted(List<Point> points) {
            samples += points.size();
            return points;
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }
    }

    private static List<Stretch> stretches(SeriesKey key, Metric.Kind kind, Part part) {
        List<Point> uptimes = part.read(new SeriesKey(key.device(), UPTIME, ""));
        List<Instant> voided = new ArrayList<>(CounterRates.restarts(uptimes));
        if (isOfPort(key.metric())) {
            SeriesKey discontinuity = new SeriesKey(key.device(), DISCONTINUITY, key.index());
            voided.addAll(CounterRates.discontinuities(part.read(discontinuity)));
        }
        return CounterRates.between(part.read(key), kind, voided, mostPerSecond(key, part));
    }

    /** What the port can carry, in octets a second: of anything else that it counts there is no more than that. */
    private static OptionalDouble mostPerSecond(SeriesKey key, Part part) {
        if (!isOfPort(key.metric())) {
            return OptionalDouble.empty();
        }
        return part.readSpeeds(new SeriesKey(key.device(), SPEED, key.index())).stream()
                .mapToDouble(point -> Double.longBitsToDouble(point.bits()))
                .filter(bits -> bits > 0 && bits != SPEED_UNKNOWN)
                .map(bits -> bits / 8)
                .max();
    }

    static boolean isOfPort(String metric) {
        return metric.startsWith("if.");
    }
}
