package io.langsong.outage;

import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Suspect;
import io.langsong.outage.Reachability.Unknown;
import io.langsong.outage.Reachability.Up;
import io.langsong.polling.PollResult.DeviceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from looks alone whether a device answers, and since when. A pure function: the same looks give the same
 * judgement, today or when they come a day late.
 */
final class OutageMachine {
    /** sysUpTime and hrSystemUptime are hundredths of a second in 32 bits (RFC 2579): they start again after 497 days. */
    private static final Duration UPTIME_WRAP = Duration.ofMillis((1L << 32) * 10);

    /** Two readings of the same boot differ by rounding, the round trip and the drift of a cheap clock. */
    private static final Duration BOOT_TOLERANCE = Duration.ofSeconds(5);

    private OutageMachine() {}

    /** @param needed silent tries in a row that make sure, at least 1 */
    static Reachability next(Reachability now, Look look, int needed) {
        return look.answered() ? answered(now, look) : silent(now, look, needed);
    }

    /** The states after each of {@code looks}, which are in the order of their time. */
    static List<Reachability> over(Reachability start, List<Look> looks, int needed) {
        List<Reachability> states = new ArrayList<>(looks.size());
        Reachability now = start;
        for (Look look : looks) {
            now = next(now, look, needed);
            states.add(now);
        }
        return states;
    }

    private static Reachability answered(Reachability now, Look look) {
        Instant bootAt = bootAt(look);
        if (now instanceof Up up) {
            return new Up(up.since(), look.at(), newest(up.bootAt(), bootAt));
        }
        if (now instanceof Suspect suspect) {
            return answered(suspect.before(), look);
        }
        if (now instanceof Silent silent) {
            return new Up(end(silent, look, bootAt), look.at(), newest(silent.bootAt(), bootAt));
        }
        return new Up(Bound.exactly(look.at()), look.at(), bootAt);
    }

    private static Reachability silent(Reachability now, Look look, int needed) {
        if (now instanceof Silent silent) {
            return new Silent(
                    silent.from(),
                    silent.lastGood(),
                    silent.firstBad(),
                    later(silent.lastBad(), look.sentAt()),
                    silent.bootAt());
        }
        Suspect suspect = now instanceof Suspect already
                ? new Suspect(
                        already.before(),
                        already.firstBad(),
                        later(already.lastBad(), look.sentAt()),
                        already.tries() + look.silentTries())
                : new Suspect(now, look.sentAt(), look.sentAt(), look.silentTries());
        return suspect.tries() < needed ? suspect : confirmed(suspect);
    }

    private static Silent confirmed(Suspect suspect) {
        if (suspect.before() instanceof Up up) {
            Bound from = Bound.between(up.lastGood(), suspect.firstBad());
            return new Silent(from, up.lastGood(), suspect.firstBad(), suspect.lastBad(), up.bootAt());
        }
        // Before we looked nothing is known, so it is down only from the first try that said so.
        return new Silent(Bound.exactly(suspect.firstBad()), null, suspect.firstBad(), suspect.lastBad(), null);
    }

    /** A box that started at {@code bootAt} can not have served before, so its outage did not end before. */
    private static Bound end(Silent silent, Look look, @Nullable Instant bootAt) {
        Instant earliest = silent.lastBad();
        if (bootAt != null && restarted(silent.bootAt(), bootAt) && bootAt.isAfter(earliest)) {
            earliest = bootAt;
        }
        return Bound.between(earliest, look.at());
    }

    /** Whether a box whose last boot was {@code before} has since booted again, at {@code now}. */
    static boolean restarted(@Nullable Instant before, @Nullable Instant now) {
        if (before == null || now == null) {
            return false;
        }
        Duration moved = Duration.between(before, now);
        long wraps = Math.round((double) moved.toMillis() / UPTIME_WRAP.toMillis());
        return moved.compareTo(BOOT_TOLERANCE) > 0
                && moved.minus(UPTIME_WRAP.multipliedBy(wraps)).abs().compareTo(BOOT_TOLERANCE) > 0;
    }

    /** Only the uptime of the box proves that the box started: sysUpTime starts with the agent. */
    private static @Nullable Instant bootAt(Look look) {
        DeviceClock clock = look.clock();
        Duration uptime = clock == null ? null : clock.hostUptime();
        return uptime == null ? null : look.at().minus(uptime);
    }

    /** A known boot, kept where the new reading is the same boot, so that rounding does not make it wander. */
    private static @Nullable Instant newest(@Nullable Instant before, @Nullable Instant now) {
        if (now == null || before == null) {
            return now == null ? before : now;
        }
        return Duration.between(before, now).abs().compareTo(BOOT_TOLERANCE) <= 0 ? before : now;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    static Reachability unknown() {
        return new Unknown();
    }
}
