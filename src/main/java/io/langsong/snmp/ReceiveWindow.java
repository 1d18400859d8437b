package io.langsong.snmp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers that may arrive at once within the socket's receive buffer: what does not fit waits its turn. A
 * datagram the kernel drops looks like a device that is silent. Lives on the loop.
 *
 * <p>A request holds its share until it is answered, or for about twice as long as answers take at present: an answer later than
 * that comes alone, and dead devices must not keep others waiting.
 */
final class ReceiveWindow {
    private static final long LONGEST_HELD_NANOS = 200_000_000;
    private static final long SHORTEST_HELD_NANOS = 2_000_000;
    /** While nobody is answered: two ticks of the clock that frees shares. */
    private static final long SHORTEST_UNANSWERED_NANOS = 2 * DeadlineWheel.TICK_NANOS;
    /** One answer in so many may come later than shares are held. */
    private static final int LATE = 20;
    /** How much one answer counts. */
    private static final int SMOOTHING = 64;

    /** What Linux takes for one datagram of up to a frame, beside its content. */
    private static final int DATAGRAM_BYTES = 2304;

    private static final int VAR_BIND_BYTES = 64;
    private static final int MOST_BYTES = 65_536;

    private final Launch launch;
    private final ArrayDeque<Exchange> queue = new ArrayDeque<>();
    /** Who holds a share, the eldest first; they are the links themselves. */
    private @Nullable Exchange eldest;

    private @Nullable Exchange youngest;
    private long capacity = MOST_BYTES;
    private long used;
    private boolean admitting;
    private long heldNanos = LONGEST_HELD_NANOS;

    /** What does with an exchange that has its share. */
    interface Launch {
        void launch(Exchange exchange, long nowNanos);
    }

    ReceiveWindow(Launch launch) {
        this.launch = launch;
    }

    void setCapacity(int bytes) {
        capacity = Math.max(bytes, MOST_BYTES);
    }

    int queued() {
        return queue.size();
    }

    /** Launches the exchange, now or when there is room for its answer. */
    void enter(Exchange exchange, long now) {
        queue.add(exchange);
        admit(now);
    }

    void admit(long now) {
        // A launch may end at once and come back here; the outer call goes on.
        if (admitting) {
            return;
        }
        admitting = true;
        try {
            for (Exchange next = queue.peek(); next != null; next = queue.peek()) {
                int bytes = expectedBytes(next);
                if (used > 0 && used + bytes > capacity) {
                    break;
                }
                queue.remove();
                take(next, bytes, now);
                launch.launch(next, now);
            }
        } finally {
            admitting = false;
        }
    }

    private static int expectedBytes(Exchange exchange) {
        int varBinds = exchange.request().mostVariables();
        int bytes = Math.min(MOST_BYTES, DATAGRAM_BYTES + VAR_BIND_BYTES * varBinds);
        // Most likely it is silent again. Should all of them be back at once, Linux has twice the room that it was
        // asked for.
        return exchange.endedInSilence() ? bytes / 2 : bytes;
    }

    private void take(Exchange exchange, int bytes, long now) {
        exchange.heldBytes = bytes;
        exchange.heldSinceNanos = now;
        used += bytes;
        exchange.heldBefore = youngest;
        if (youngest == null) {
            eldest = exchange;
        } else {
            youngest.heldBehind = exchange;
        }
        youngest = exchange;
    }

    /** A further try: it holds a share again, without waiting for one. */
    void renew(Exchange exchange, long now) {
        leave(exchange);
        take(exchange, expectedBytes(exchange), now);
    }

    /** Gives its share back, where it holds one. */
    void leave(Exchange exchange) {
        if (exchange.heldBytes == 0) {
            return;
        }
        used -= exchange.heldBytes;
        exchange.heldBytes = 0;
        Exchange before = exchange.heldBefore;
        Exchange behind = exchange.heldBehind;
        if (before == null) {
            eldest = behind;
        } else {
            before.heldBehind = behind;
        }
        if (behind == null) {
            youngest = before;
        } else {
            behind.heldBefore = before;
        }
        exchange.heldBefore = null;
        exchange.heldBehind = null;
    }

    /** An answer came that was asked for then. Follows how long all but a few take, and passes over who left long before. */
    void answered(long askedNanos, long roundTripNanos) {
        followHowLong(roundTripNanos);
        free(askedNanos, heldNanos);
    }

    private void followHowLong(long roundTripNanos) {
        if (2 * roundTripNanos > heldNanos) {
            heldNanos = Math.min(LONGEST_HELD_NANOS, heldNanos + heldNanos / SMOOTHING);
        } else {
            heldNanos = Math.max(SHORTEST_HELD_NANOS, heldNanos - heldNanos / (SMOOTHING * (LATE - 1)));
        }
    }

    /** Frees the shares that have been held long enough; when nothing lies in the socket unread. */
    void forget(long now) {
        free(now, Math.max(heldNanos, SHORTEST_UNANSWERED_NANOS));
    }

    private void free(long at, long longerThan) {
        for (Exchange next = eldest; next != null && at - next.heldSinceNanos > longerThan; next = eldest) {
            leave(next);
        }
    }

    /** Empties the queue. Answers what was in it. */
    List<Exchange> clear() {
        List<Exchange> waiting = new ArrayList<>(queue);
        queue.clear();
        return waiting;
    }
}
