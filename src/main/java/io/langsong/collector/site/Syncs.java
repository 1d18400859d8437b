package io.langsong.collector.site;

import io.langsong.collector.wire.Sync;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The sharpest reading of the server's clock in the last hour of this life. One thread. */
final class Syncs {
    /** Quartz drifts by up to a hundred millionths: within an hour by less than most lines blur. */
    private static final long KEPT_MILLIS = Duration.ofHours(1).toMillis();

    /** More than both errors explain: this machine, or the server's clock, stood still or was set. */
    private static final long JUMP_MILLIS = 1_000;

    /** Later ones are sharper never: each is less sharp than all behind it. */
    private final Deque<Sync> kept = new ArrayDeque<>();

    void add(Sync fresh) {
        Sync before = kept.peekLast();
        if (before != null && differs(before, fresh)) {
            kept.clear();
        }
        while (!kept.isEmpty() && kept.getLast().error() >= fresh.error()) {
            kept.removeLast();
        }
        kept.addLast(fresh);
        while (kept.getFirst().millis() < fresh.millis() - KEPT_MILLIS) {
            kept.removeFirst();
        }
    }

    private static boolean differs(Sync before, Sync fresh) {
        long apart = Math.abs(
                Duration.between(before.date(fresh.millis()), fresh.server()).toMillis());
        return apart > before.error() + fresh.error() + JUMP_MILLIS;
    }

    /** Empty before the first. */
    Optional<Sync> sharpest() {
        return Optional.ofNullable(kept.peekFirst());
    }
}
