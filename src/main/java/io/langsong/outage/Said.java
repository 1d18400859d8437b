package io.langsong.outage;

import io.langsong.polling.DeviceNotice;
import io.langsong.polling.DeviceNotice.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one device said of itself of late. A word alone turns nothing; it dates what polls show, and only within what they
 * leave open. Used by the intake thread alone.
 */
final class Said {
    private static final int MOST = 64;
    /** How long a battery lasts: a UPS that spoke longer ago says nothing of an outage now. */
    private static final Duration BATTERY = Duration.ofHours(1);
    /** One that tells once a minute has mains when it has not told for so long: three words may have been lost. */
    private static final Duration REPEATED = Duration.ofMinutes(4);
    /** A UPS tells once a minute, and a device may fall before it does (RFC 1628, upsTrapOnBattery). */
    private static final Duration TOLD_LATE = Duration.ofMinutes(2);

    private static final Set<Kind> STARTS = Set.of(Kind.COLD_START, Kind.WARM_START);
    private static final Set<Kind> POWER = Set.of(Kind.ON_BATTERY, Kind.ON_MAINS);

    private final Deque<DeviceNotice> notices = new ArrayDeque<>();

    void add(DeviceNotice notice) {
        notices.addLast(notice);
        if (notices.size() > MOST) {
            notices.removeFirst();
        }
    }

    /** When a port changed, which happened within {@code seen}: to about a second where the device told of it. */
    Bound narrowed(Bound seen, int ifIndex, boolean up) {
        Kind kind = up ? Kind.LINK_UP : Kind.LINK_DOWN;
        return notices.stream()
                .filter(notice -> notice.kind() == kind && notice.ifIndex() == ifIndex && isWithin(notice.at(), seen))
                .max(Comparator.comparing(DeviceNotice::at))
                .map(notice -> around(notice.at(), seen))
                .orElse(seen);
    }

    private static Bound around(Instant at, Bound seen) {
        Instant earliest = at.minusMillis(500);
        Instant latest = at.plusMillis(500);
        return new Bound(
                earliest.isBefore(seen.earliest()) ? seen.earliest() : earliest,
                at,
                latest.isAfter(seen.latest()) ? seen.latest() : latest);
    }

    /** Its last word within {@code seen} that it, or its agent, had begun anew. */
    Optional<DeviceNotice> start(Bound seen) {
        return notices.stream()
                .filter(notice -> STARTS.contains(notice.kind()) && isWithin(notice.at(), seen))
                .max(Comparator.comparing(DeviceNotice::at));
    }

    private static boolean isWithin(Instant at, Bound seen) {
        return at.isAfter(seen.earliest()) && !at.isAfter(seen.latest());
    }

    /** Since when this UPS had been without mains when something else began to fail; empty when it had mains. */
    Optional<Instant> onBattery(Bound failed) {
        List<DeviceNotice> words = notices.stream()
                .filter(notice -> POWER.contains(notice.kind()))
                .filter(notice -> !notice.at().isAfter(failed.latest().plus(TOLD_LATE)))
                .sorted(Comparator.comparing(DeviceNotice::at))
                .toList();
        if (words.isEmpty() || words.get(words.size() - 1).kind() != Kind.ON_BATTERY) {
            return Optional.empty();
        }
        DeviceNotice last = words.get(words.size() - 1);
        Duration counts = repeats(words) ? REPEATED : BATTERY;
        return last.at().isBefore(failed.earliest().minus(counts)) ? Optional.empty() : Optional.of(last.at());
    }

    /** Whether it says again and again that it has no mains, so that it has mains when it says so no longer. */
    private static boolean repeats(List<DeviceNotice> words) {
        if (words.size() < 2) {
            return false;
        }
        DeviceNotice before = words.get(words.size() - 2);
        DeviceNotice last = words.get(words.size() - 1);
        return before.kind() == Kind.ON_BATTERY
                && !before.at().isBefore(last.at().minus(REPEATED));
    }
}
