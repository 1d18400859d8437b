package io.langsong.uptime;

import io.langsong.availability.Availability;
import java.time.Duration;

/**
 * The times of one object in whole seconds, so that they still add up: what was measured is what planned and unknown time leave of the
 * calendar, and what was out is no more than what was measured. Each is within two seconds of what it was.
 *
 * @param measured {@code calendar - maintenance - unknown}
 * @param down of {@code measured}
 * @param unreachable of the rest of it
 * @param degraded of what is left then
 */
public record WholeSeconds(
        long calendar, long maintenance, long unknown, long measured, long down, long unreachable, long degraded) {

    public static WholeSeconds of(Availability all) {
        long calendar = rounded(all.calendar().total());
        long maintenance = Math.min(rounded(all.maintenance().total()), calendar);
        long unknown = Math.min(rounded(all.unknown().total()), calendar - maintenance);
        long measured = calendar - maintenance - unknown;
        long out = Math.min(rounded(all.out()), measured);
        long down = Math.min(rounded(all.down().total()), out);
        return new WholeSeconds(
                calendar,
                maintenance,
                unknown,
                measured,
                down,
                out - down,
                Math.min(rounded(all.degraded().total()), measured - out));
    }

    /** To the nearest; a half is rounded up. */
    public static long rounded(Duration time) {
        return time.plusMillis(500).toSeconds();
    }
}
