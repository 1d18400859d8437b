package io.langsong.uptime;

import io.langsong.availability.Intervals;

/**
 * Whom a service failed in a period. An estimate, as what it rests on is.
 *
 * @param people expected in the busiest hour that was out
 * @param userHours hours that people would have used it in
 */
public record Affected(ExpectedUsers.Basis basis, double people, double userHours) {

    public static Affected of(Uptime uptime, ExpectedUsers expected) {
        Intervals out = uptime.availability().down().or(uptime.availability().unreachable());
        return new Affected(expected.basis(), expected.most(out), expected.hoursLost(out));
    }
}
