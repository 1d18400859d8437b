package io.langsong.uptime;

import io.langsong.availability.Interval;
import io.langsong.outage.Condition;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the record what the figures of a period need: beside the period itself all of each outage that touches it, since one
 * counts with its whole length. How far that is shows only in the record, so what reaches the edge of what was read is read again
 * with more around it.
 */
final class LedgerReading {
    private static final Duration AROUND = Duration.ofDays(7);
    private static final int WIDER = 8;

    private final Ledger ledger;
    private final Instant now;

    LedgerReading(Ledger ledger, Instant now) {
        this.ledger = ledger;
        this.now = now;
    }

    /** @param monitored the objects, each with the time in which it was there */
    Uptimes.Read read(Map<ObjectRef, Interval> monitored, Interval period) {
        Map<ObjectRef, Ledger.Entry> entries = new HashMap<>();
        Set<ObjectRef> left = new HashSet<>(monitored.keySet());
        Interval window = period;
        Duration around = AROUND;
        while (!left.isEmpty()) {
            window = widened(period, around);
            Ledger.Page page = ledger.read(window.from(), window.until(), wanted(left, monitored.keySet()));
            Set<ObjectRef> cut = new HashSet<>();
            for (ObjectRef object : left) {
                Ledger.Entry entry = page.of(object);
                entries.put(object, entry);
                if (isCut(entry, period, window, Objects.requireNonNull(monitored.get(object)))) {
                    cut.add(object);
                }
            }
            left = cut;
            around = around.multipliedBy(WIDER);
        }
        return new Uptimes.Read(entries, window);
    }

    /** All of them are read without a list of names, which would be longer than the answer for many. */
    private static @Nullable Collection<ObjectRef> wanted(Set<ObjectRef> left, Set<ObjectRef> all) {
        return left.size() == all.size() && all.size() > 500 ? null : left;
    }

    private Interval widened(Interval period, Duration around) {
        Instant from = period.from().minus(around);
        Instant until = period.until().plus(around);
        return new Interval(from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from, until.isAfter(now) ? now : until);
    }

    /** Whether an outage of the period may go on outside of what was read. */
    private boolean isCut(Ledger.Entry entry, Interval period, Interval window, Interval monitored) {
        List<Stretch> stretches = entry.conditions(now);
        int first = -1;
        int last = -1;
        for (int i = 0; i < stretches.size(); i++) {
            Stretch one = stretches.get(i);
            boolean inPeriod =
                    one.from().isBefore(period.until()) && period.from().isBefore(one.until());
            if (isOut(one) && inPeriod) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return false;
        }
        while (first > 0 && goOn(stretches.get(first - 1), stretches.get(first))) {
            first--;
        }
        while (last < stretches.size() - 1 && goOn(stretches.get(last), stretches.get(last + 1))) {
            last++;
        }
        boolean before = !stretches.get(first).from().isAfter(window.from())
                && monitored.from().isBefore(window.from())
                && window.from().isAfter(Instant.EPOCH);
        boolean behind = !stretches.get(last).until().isBefore(window.until())
                && window.until().isBefore(now);
        return before || behind;
    }

    /** Whether they touch and neither served. */
    private static boolean goOn(Stretch one, Stretch next) {
        return one.until().equals(next.from()) && mayBeOut(one) && mayBeOut(next);
    }

    private static boolean mayBeOut(Stretch one) {
        return isOut(one) || one.condition() == Condition.UNKNOWN;
    }

    private static boolean isOut(Stretch one) {
        return one.condition() == Condition.DOWN || one.condition() == Condition.UNREACHABLE;
    }
}
