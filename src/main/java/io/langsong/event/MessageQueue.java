package io.langsong.event;

import io.langsong.inventory.DeviceId;
import java.util.Collection;
import org.springframework.stereotype.Component;

/**
 * The one hand-off between hearing and keeping, shared evenly among devices, so that some that say much do not cost the others
 * their word. Any thread, never blocks but in {@link #next}.
 */
@Component
final class MessageQueue {
    private static final int CAPACITY = 20_000;

    private final FairQueue<DeviceId, Heard> queue = new FairQueue<>(CAPACITY);
    private final Counters counters;

    MessageQueue(Counters counters) {
        this.counters = counters;
    }

    /** @return whether it was taken; otherwise it is counted as dropped */
    boolean offer(Heard heard) {
        boolean taken = queue.offer(heard.device(), heard, 1);
        if (!taken) {
            counters.overflowed.increment();
        }
        return taken;
    }

    /** Ends a wait, the one under way or else the next. */
    void wake() {
        queue.wake();
    }

    /** Up to {@code most} of them, the first waited for. */
    void next(Collection<Heard> into, int most, long waitMillis) throws InterruptedException {
        queue.next(into, most, waitMillis);
    }

    /** Whether more comes than can be written: half of it is all that those who flood get. */
    boolean isCrowded() {
        return size() > CAPACITY / 4;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return queue.size();
    }
}
