package io.langsong.backup;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which backups are kept: the newest of each of the last days that have one, and the newest of each of the last weeks that have
 * one.
 */
record Retention(int daily, int weekly, ZoneId zone) {
    Set<Instant> kept(List<Instant> made) {
        List<Instant> newestFirst =
                made.stream().sorted(Comparator.reverseOrder()).toList();
        Set<Instant> kept =
                new HashSet<>(newestOf(newestFirst, daily, at -> at.atZone(zone).toLocalDate()));
        kept.addAll(newestOf(
                newestFirst,
                weekly,
                at -> at.atZone(zone).get(IsoFields.WEEK_BASED_YEAR) * 100
                        + at.atZone(zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        return kept;
    }

    private static Set<Instant> newestOf(List<Instant> newestFirst, int most, Function<Instant, Object> span) {
        Set<Object> spans = new HashSet<>();
        Set<Instant> kept = new HashSet<>();
        for (Instant one : newestFirst) {
            if (spans.size() < most && spans.add(span.apply(one))) {
                kept.add(one);
            }
        }
        return kept;
    }
}
