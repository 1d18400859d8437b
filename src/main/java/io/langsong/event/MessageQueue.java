package io.langsong.event;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The one hand-off between hearing and keeping. Its second half is for sources that send little, so that one that sends much
 * does not cost them theirs. Any thread, never blocks but in {@link #next}.
 */
@Component
final class MessageQueue {
    static final int CAPACITY = 20_000;

    private final BlockingQueue<Heard> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Counters counters;

    MessageQueue(Counters counters) {
        this.counters = counters;
    }

    /** @return whether it was taken; otherwise it is counted as dropped */
    boolean offer(Heard heard, SourceLimit.Standing source) {
        boolean room = source == SourceLimit.Standing.QUIET || queue.remainingCapacity() > CAPACITY / 2;
        boolean taken = room && queue.offer(heard);
        if (!taken) {
            counters.overflowed.increment();
        }
        return taken;
    }

    /** Up to {@code most} of them, the first waited for. */
    void next(Collection<Heard> into, int most, long waitMillis) throws InterruptedException {
        Heard first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            into.add(first);
            queue.drainTo(into, most - 1);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }
}
