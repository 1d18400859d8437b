package io.langsong.metric;

import io.langsong.metric.MetricStore.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * From counter readings to rates. A smaller reading after a larger one is either a wrap, which is arithmetic, or a restart,
 * after which nothing can be said of what was counted in between (RFC 2578 sections 7.1.6 and 7.1.10): it is taken for a
 * wrap only where the device is not known to have restarted and where the line could have carried that much.
 */
final class CounterRates {
    /** Timestamps are those of the answer, some time after the counter was read. */
    private static final double SPEED_TOLERANCE = 1.05;

    /** Agents count on in steps: a reading may show what was carried so long before the one before it. */
    private static final double SECONDS_BETWEEN_UPDATES = 15;

    /** Faster than any port: what is counted must stay below where no speed is known. 800 Gbit/s, in octets. */
    private static final double FASTEST_OCTETS_PER_SECOND = 1e11;

    /** Where no speed is known a 32-bit counter that steps further than this across its end has rather restarted. */
    private static final double LONGEST_UNPROVEN_WRAP = 0x1p30;

    /** A device says its uptime in seconds, and our timestamp is that of the answer. */
    static final Duration RESTART_TOLERANCE = Duration.ofSeconds(2);

    private static final double WRAP_OF_UPTIME_SECONDS = 0x1p32 / 100;

    private CounterRates() {}

    /**
     * A stretch of time in which a counter rose evenly, as far as we know.
     *
     * @param perSecond never negative
     */
    record Stretch(Instant from, Instant until, double perSecond) {
        /** How far it rose in that part of a range which it shares. */
        double riseIn(Instant begin, Instant end) {
            return perSecond * secondsIn(begin, end);
        }

        /** How long it and a range last together. */
        double secondsIn(Instant begin, Instant end) {
            Instant first = from.isBefore(begin) ? begin : from;
            Instant last = until.isAfter(end) ? end : until;
            return first.isBefore(last) ? Duration.between(first, last).toNanos() / 1e9 : 0;
        }
    }

    /**
     * @param readings ascending by time
     * @param kind of the counter, no gauge
     * @param restarts of the device, and whatever else voided its counters, in any order
     * @param mostPerSecond what the line can carry, in the counter's unit; empty when not known
     * @return the stretches that can be told, ascending; where a reading is missing or void there is none
     */
    static List<Stretch> between(
            List<Point> readings, Metric.Kind kind, List<Instant> restarts, OptionalDouble mostPerSecond) {
        List<Stretch> stretches = new ArrayList<>(readings.size());
        boolean[] gap = Gaps.behind(readings, Gaps.MISSING);
        // Both ascend, so each is gone through once: a device whose uptime stands still has a restart at every reading.
        List<Instant> ascending = restarts.stream().sorted().toList();
        int next = 0;
        for (int i = 1; i < readings.size(); i++) {
            Point earlier = readings.get(i - 1);
            Point later = readings.get(i);
            Instant since = earlier.at().minus(RESTART_TOLERANCE);
            while (next < ascending.size() && !ascending.get(next).isAfter(since)) {
                next++;
            }
            boolean restarted = next < ascending.size() && !ascending.get(next).isAfter(later.at());
            if (gap[i] || restarted) {
                continue;
            }
            double seconds = Duration.between(earlier.at(), later.at()).toNanos() / 1e9;
            OptionalDouble rise = rise(earlier.bits(), later.bits(), kind, seconds, mostPerSecond);
            if (rise.isPresent()) {
                stretches.add(new Stretch(earlier.at(), later.at(), rise.getAsDouble() / seconds));
            }
        }
        return stretches;
    }

    /**
     * How far a counter rose between two readings; never further than the line could have carried.
     *
     * @param earlier as unsigned number
     * @param later as unsigned number
     * @param seconds between them, positive
     * @return empty when the counter was set rather than counted on
     */
    static OptionalDouble rise(
            long earlier, long later, Metric.Kind kind, double seconds, OptionalDouble mostPerSecond) {
        if (Long.compareUnsigned(later, earlier) >= 0) {
            return forward(unsigned(later - earlier), seconds, mostPerSecond.orElse(FASTEST_OCTETS_PER_SECOND));
        }
        boolean narrow = kind == Metric.Kind.COUNTER32;
        if (narrow && earlier >>> 32 != 0) {
            return OptionalDouble.empty();
        }
        double across = unsigned(narrow ? later - earlier & 0xffff_ffffL : later - earlier);
        double most;
        if (mostPerSecond.isPresent()) {
            most = mostPerSecond.getAsDouble() * seconds * SPEED_TOLERANCE;
        } else {
            most = narrow ? LONGEST_UNPROVEN_WRAP : FASTEST_OCTETS_PER_SECOND * seconds;
        }
        return across <= most ? OptionalDouble.of(across) : OptionalDouble.empty();
    }

    private static OptionalDouble forward(double rise, double seconds, double mostPerSecond) {
        double possible = mostPerSecond * (seconds + SECONDS_BETWEEN_UPDATES) * SPEED_TOLERANCE;
        return rise > possible ? OptionalDouble.empty() : OptionalDouble.of(Math.min(rise, mostPerSecond * seconds));
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    /**
     * When counters became void without a restart: somewhere between two readings of ifCounterDiscontinuityTime (RFC 2863) that
     * differ.
     *
     * @param discontinuities ascending by time
     */
    static List<Instant> discontinuities(List<Point> discontinuities) {
        List<Instant> voided = new ArrayList<>();
        for (int i = 1; i < discontinuities.size(); i++) {
            Point before = discontinuities.get(i - 1);
            Point now = discontinuities.get(i);
            if (before.bits() != now.bits()) {
                voided.add(
                        before.at().plus(Duration.between(before.at(), now.at()).dividedBy(2)));
            }
        }
        return voided;
    }

    /**
     * When a device started again, told by its uptime: it is smaller than the time that has passed makes it, and that is not
     * its wrap after 497 days.
     *
     * @param uptimes in seconds, ascending by time
     */
    static List<Instant> restarts(List<Point> uptimes) {
        List<Instant> restarts = new ArrayList<>();
        for (int i = 0; i < uptimes.size(); i++) {
            Point now = uptimes.get(i);
            double up = Double.longBitsToDouble(now.bits());
            Instant started = now.at().minusMillis((long) (up * 1000));
            if (i == 0) {
                restarts.add(started);
                continue;
            }
            Point before = uptimes.get(i - 1);
            double passed = Duration.between(before.at(), now.at()).toMillis() / 1e3;
            if (isRestart(Double.longBitsToDouble(before.bits()), up, passed)) {
                restarts.add(started.isBefore(before.at()) ? before.at() : started);
            }
        }
        return restarts;
    }
    /**
     * @param before uptime at the first reading, seconds
     * @param now uptime at the second
     * @param passed seconds between them by our clock
     */
    static boolean isRestart(double before, double now, double passed) {
        double expected = before + passed;
        double slack = 10 + passed / 100;
        boolean wrapped = Math.abs(expected - WRAP_OF_UPTIME_SECONDS - now) <= slack;
        boolean setBack = now < before || now < expected - slack;
        return setBack && !wrapped;
    }
}
