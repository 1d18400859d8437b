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
        return look.answered() ? answered(now, look, needed) : silent(now, look, needed);
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

    private static Reachability answered(Reachability now, Look look, int needed) {
        Instant bootAt = bootAt(look);
        if (now instanceof Up up) {
            return new Up(up.since(), later(up.lastGood(), look.sentAt()), newest(up.bootAt(), bootAt));
        }
        if (now instanceof Suspect suspect) {
            return answered(suspect.before(), look, needed);
        }
        if (now instanceof Silent silent) {
            return new Up(end(silent, look, bootAt, needed), look.sentAt(), newest(silent.bootAt(), bootAt));
        }
        return new Up(Bound.exactly(look.at()), look.sentAt(), bootAt);
    }

    private static Reachability silent(Reachability now, Look look, int needed) {
        if (now instanceof Silent silent) {
            return new Silent(
                    silent.from(), silent.lastGood(), silent.firstBad(), more(silent.bad(), look), silent.bootAt());
        }
        Suspect suspect = now instanceof Suspect already
                ? new Suspect(
                        already.before(),
                        already.firstBad(),
                        more(already.bad(), look),
                        already.tries() + look.silentTries())
                : new Suspect(now, look.sentAt(), more(List.of(), look), look.silentTries());
        return suspect.tries() < needed ? suspect : confirmed(suspect);
    }

    /** The last datagrams that were not answered, those of this look included, which left one time-out apart. */
    private static List<Instant> more(List<Instant> before, Look look) {
        List<Instant> bad = new ArrayList<>(before);
        Duration apart = Duration.between(look.sentAt(), look.at()).dividedBy(look.silentTries());
        for (int i = 0; i < look.silentTries(); i++) {
            Instant sent = look.sentAt().plus(apart.multipliedBy(i));
            bad.add(bad.isEmpty() ? sent : later(bad.get(bad.size() - 1), sent));
        }
        return bad.subList(Math.max(0, bad.size() - LineQuality.MOST_TRIES), bad.size());
    }

    /**
     * It most likely fell between its last answer and the first datagram that had none. That one may have been lost, and the
     * next, but not all that it took to make sure.
     */
    private static Silent confirmed(Suspect suspect) {
        Instant certainly = suspect.bad().get(suspect.bad().size() - 1);
        if (suspect.before() instanceof Up up) {
            Instant best = Bound.between(up.lastGood(), suspect.firstBad()).best();
            Bound from = bound(up.lastGood(), best, certainly);
            return new Silent(from, up.lastGood(), suspect.firstBad(), suspect.bad(), up.bootAt());
        }
        // Before we looked nothing is known, so it is down only from the first try that said so.
        return new Silent(Bound.exactly(suspect.firstBad()), null, suspect.firstBad(), suspect.bad(), null);
    }

    /**
     * It most likely came back between the last datagram that had no answer and the first that had one. The former may have been
     * lost, and the one before, but not as many as it takes to make sure. A box that started at {@code bootAt} can not have
     * served before.
     */
    private static Bound end(Silent silent, Look look, @Nullable Instant bootAt, int needed) {
        List<Instant> bad = silent.bad();
        Instant likely = silent.lastBad();
        Instant certainly = bad.get(Math.max(0, bad.size() - needed));
        if (bootAt != null && restarted(silent.bootAt(), bootAt)) {
            likely = later(likely, bootAt);
            certainly = later(certainly, bootAt);
        }
        return bound(certainly, Bound.between(likely, look.at()).best(), look.at());
    }

    /** In order, whatever clocks say. */
    private static Bound bound(Instant earliest, Instant best, Instant latest) {
        Instant first = earliest.isAfter(latest) ? latest : earliest;
        return new Bound(first, best.isBefore(first) ? first : best.isAfter(latest) ? latest : best, latest);
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
