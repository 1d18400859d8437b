package io.langsong.dashboard;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Sums over a timeline: stretches in their order that do not overlap. */
final class Stretches {
    private Stretches() {}

    /** What of them lies in {@code [from, until)}. */
    static List<Stretch> within(List<Stretch> stretches, Instant from, Instant until) {
        return stretches.stream()
                .filter(stretch ->
                        stretch.from().isBefore(until) && stretch.until().isAfter(from))
                .map(stretch -> new Stretch(
                        stretch.condition(),
                        stretch.from().isBefore(from) ? from : stretch.from(),
                        stretch.until().isAfter(until) ? until : stretch.until()))
                .toList();
    }

    /** Not serving, whatever the reason. */
    static Duration out(List<Stretch> stretches) {
        return total(stretches, stretch -> isOut(stretch.condition()));
    }

    static Duration known(List<Stretch> stretches) {
        return total(stretches, stretch -> stretch.condition() != Condition.UNKNOWN);
    }

    static Duration total(List<Stretch> stretches, Predicate<Stretch> which) {
        return stretches.stream().filter(which).map(Stretches::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** Runs of not serving; what is unknown between two of them does not part them. */
    static long runs(List<Stretch> stretches) {
        return runLengths(stretches).size();
    }

    static Duration longest(List<Stretch> stretches) {
        return runLengths(stretches).stream()
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    private static List<Duration> runLengths(List<Stretch> stretches) {
        List<Duration> lengths = new ArrayList<>();
        Duration run = Duration.ZERO;
        for (Stretch stretch : stretches) {
            if (isOut(stretch.condition())) {
                run = run.plus(length(stretch));
            } else if (Look.serves(stretch.condition()) && !run.isZero()) {
                lengths.add(run);
                run = Duration.ZERO;
            }
        }
        if (!run.isZero()) {
            lengths.add(run);
        }
        return lengths;
    }

    private static boolean isOut(Condition condition) {
        return condition == Condition.DOWN || condition == Condition.UNREACHABLE;
    }

    private static Duration length(Stretch stretch) {
        return Duration.between(stretch.from(), stretch.until());
    }
}
