package io.langsong.snmp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the answers that may arrive at once within the socket's receive buffer: what does not fit waits its turn. A
 * datagram the kernel drops looks like a device that is silent. Lives on the loop.
 *
 * <p>A request holds its share until it is answered, or for about twice as long as answers take at present: an answer later than
 * that comes alone, and dead devices must not keep others waiting.
 */
final class ReceiveWindow {
    private static final long LONGEST_HELD_NANOS = 200_000_000;
    /** Two ticks of the clock that frees shares. */
    private static final long SHORTEST_HELD_NANOS = 2 * DeadlineWheel.TICK_NANOS;
    /** One answer in so many may come later than shares are held. */
    private static final int LATE = 20;
    /** How much one answer counts. */
    private static final int SMOOTHING = 64;

    /** What Linux takes for one datagram of up to a frame, beside its content. */
    private static final int DATAGRAM_BYTES = 2304;

    private static final int VAR_BIND_BYTES = 64;
    private static final int MOST_BYTES = 65_536;

    private final Consumer<Exchange> launch;
    private final ArrayDeque<Exchange> queue = new ArrayDeque<>();
    private final Held held = new Held();
    private long capacity = MOST_BYTES;
    private long used;
    private boolean admitting;
    private long heldNanos = LONGEST_HELD_NANOS;

    /** Who has taken a share and when, the eldest first: a ring of two arrays that grow. */
    private static final class Held {
        private Exchange[] exchanges = new Exchange[1024];
        private long[] since = new long[1024];
        private int first;
        private int size;

        void add(Exchange exchange, long nanos) {
            if (size == exchanges.length) {
                grow();
            }
            int last = (first + size++) & (exchanges.length - 1);
            exchanges[last] = exchange;
            since[last] = nanos;
        }

        private void grow() {
            Exchange[] more = new Exchange[exchanges.length * 2];
            long[] moreSince = new long[more.length];
            for (int i = 0; i < size; i++) {
                int at = (first + i) & (exchanges.length - 1);
                more[i] = exchanges[at];
                moreSince[i] = since[at];
            }
            exchanges = more;
            since = moreSince;
            first = 0;
        }

        boolean isEmpty() {
            return size == 0;
        }

        long firstSince() {
            return since[first];
        }

        Exchange remove() {
            Exchange eldest = exchanges[first];
            first = (first + 1) & (exchanges.length - 1);
            size--;
            return eldest;
        }
    }

    ReceiveWindow(Consumer<Exchange> launch) {
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
            for (Exchange next = queue.peek(); next != null && fits(next); next = queue.peek()) {
                queue.remove();
                take(next, now);
                launch.accept(next);
            }
        } finally {
            admitting = false;
        }
    }

    private boolean fits(Exchange exchange) {
        return used == 0 || used + expectedBytes(exchange) <= capacity;
    }

    private static int expectedBytes(Exchange exchange) {
        int varBinds = exchange.request().mostVariables();
        int bytes = Math.min(MOST_BYTES, DATAGRAM_BYTES + VAR_BIND_BYTES * varBinds);
        // Most likely it is silent again. Should all of them be back at once, Linux has twice the room that it was
        // asked for.
        return exchange.endedInSilence() ? bytes / 2 : bytes;
    }

    private void take(Exchange exchange, long now) {
        exchange.heldBytes = expectedBytes(exchange);
        exchange.heldSinceNanos = now;
        used += exchange.heldBytes;
        held.add(exchange, now);
    }

    /** A further try: it holds a share again, without waiting for one. */
    void renew(Exchange exchange, long now) {
        leave(exchange);
        take(exchange, now);
    }

    void leave(Exchange exchange) {
        used -= exchange.heldBytes;
        exchange.heldBytes = 0;
    }

    /** An answer came; follows how long all but a few take. */
    void answeredAfter(long roundTripNanos) {
        if (2 * roundTripNanos > heldNanos) {
            heldNanos = Math.min(LONGEST_HELD_NANOS, heldNanos + heldNanos / SMOOTHING);
        } else {
            heldNanos = Math.max(SHORTEST_HELD_NANOS, heldNanos - heldNanos / (SMOOTHING * (LATE - 1)));
        }
    }

    /** Frees the shares that have been held long enough; when nothing lies in the socket unread. */
    void forget(long now) {
        while (!held.isEmpty() && now - held.firstSince() > heldNanos) {
            long since = held.firstSince();
            Exchange eldest = held.remove();
            if (eldest.heldSinceNanos == since) {
                leave(eldest);
            }
        }
    }

    /** Empties the queue. Answers what was in it. */
    List<Exchange> clear() {
        List<Exchange> waiting = new ArrayList<>(queue);
        queue.clear();
        return waiting;
    }
}
