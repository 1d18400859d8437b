package io.langsong.snmp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines in a ring of slots (Varghese and Lauck's hashed wheel): adding and removing cost the same however many there
 * are, and the entries are the links, so nothing is allocated. One thread.
 *
 * @param <E> what has a deadline
 */
final class DeadlineWheel<E extends DeadlineWheel.Entry> {
    static final long TICK_NANOS = 10_000_000;
    private static final int SLOTS = 512;

    private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];
    private final long originNanos;
    private long tick;
    private int size;

    /** Something with at most one deadline. */
    abstract static class Entry {
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private long dueTick = -1;
    }

    DeadlineWheel(long nowNanos) {
        originNanos = nowNanos;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Sets or moves the deadline of {@code entry}; it expires at most a tick late. */
    void set(E entry, long deadlineNanos) {
        remove(entry);
        Entry added = entry;
        added.dueTick = Math.max(tick + 1, (deadlineNanos - originNanos + TICK_NANOS - 1) / TICK_NANOS);
        int slot = (int) (added.dueTick % SLOTS);
        added.next = slots[slot];
        if (added.next != null) {
            added.next.previous = added;
        }
        slots[slot] = added;
        size++;
    }

    void remove(E removed) {
        Entry entry = removed;
        if (entry.dueTick < 0) {
            return;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
        if (entry.previous != null) {
            entry.previous.next = entry.next;
        } else {
            slots[(int) (entry.dueTick % SLOTS)] = entry.next;
        }
        entry.previous = null;
        entry.next = null;
        entry.dueTick = -1;
        size--;
    }

    /**
     * When something is due next, or may be: what lies further ahead than the ring is long counts as due at its end.
     *
     * @param never answered where there is nothing
     */
    long earliest(long never) {
        if (size == 0) {
            return never;
        }
        long at = tick + 1;
        while (at < tick + SLOTS && due(slots[(int) (at % SLOTS)], at) == null) {
            at++;
        }
        return originNanos + at * TICK_NANOS;
    }

    /** Takes out what is due and hands it on. {@code expired} may set and remove deadlines. */
    void advance(long nowNanos, Consumer<E> expired) {
        long now = (nowNanos - originNanos) / TICK_NANOS;
        long from = Math.max(tick + 1, now - SLOTS + 1);
        tick = Math.max(tick, now);
        for (long at = from; at <= now; at++) {
            expire((int) (at % SLOTS), now, expired);
        }
    }

    @SuppressWarnings("unchecked") // only set() puts entries in
    private void expire(int slot, long now, Consumer<E> expired) {
        Entry entry = due(slots[slot], now);
        while (entry != null) {
            remove((E) entry);
            expired.accept((E) entry);
            // From the start again: the call may have changed the list. What it adds is due later than now.
            entry = due(slots[slot], now);
        }
    }

    private static @Nullable Entry due(@Nullable Entry from, long now) {
        Entry entry = from;
        while (entry != null && entry.dueTick > now) {
            entry = entry.next;
        }
        return entry;
    }
}
