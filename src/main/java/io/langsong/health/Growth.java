package io.langsong.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How much a counter grew of late, from the values it was seen to have. One thread. */
final class Growth {
    static final Duration SPAN = Duration.ofMinutes(10);

    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(Instant at, long value) {}

    /** @return by how much it grew within {@link #SPAN}; 0 at the first call, and after it began anew */
    long seen(long value, Instant now) {
        if (!seen.isEmpty()
                && (seen.getLast().value() > value || seen.getLast().at().isAfter(now))) {
            seen.clear();
        }
        seen.addLast(new Seen(now, value));
        while (seen.getFirst().at().isBefore(now.minus(SPAN))) {
            seen.removeFirst();
        }
        return value - seen.getFirst().value();
    }
}
