package io.langsong.event;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue in which nobody takes what others need: each owner may have as much waiting as an even share of what is
 * free. So owners that bring without end, however many they are, fill half of it, and who brings little always finds room.
 * Any thread; only the taking waits.
 *
 * @param <K> whose a thing is
 */
final class FairQueue<K, V> {
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Entry<K, V>> entries = new ArrayDeque<>();
    private final Map<K, Long> held = new HashMap<>();
    private long used;
    private boolean woken;

    private record Entry<K, V>(K owner, V value, int size) {}

    /** @param capacity in whatever sizes are given in */
    FairQueue(long capacity) {
        this.capacity = capacity;
    }

    /** @return whether there was room */
    boolean offer(K owner, V value, int size) {
        lock.lock();
        try {
            Long before = held.get(owner);
            long own = (before == null ? 0 : before) + size;
            long owners = held.size() + (before == null ? 1 : 0);
            if (own > (capacity - used) / owners) {
                return false;
            }
            held.put(owner, own);
            used += size;
            entries.addLast(new Entry<>(owner, value, size));
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a wait, the one under way or else the next. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Up to {@code most} of them in the order in which they came, the first waited for. */
    void next(Collection<? super V> into, int most, long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (entries.isEmpty() && !woken && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
            for (int i = 0; i < most && !entries.isEmpty(); i++) {
                Entry<K, V> first = entries.removeFirst();
                used -= first.size();
                held.computeIfPresent(
                        first.owner(), (owner, before) -> before == first.size() ? null : before - first.size());
                into.add(first.value());
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }
}
