package io.langsong.polling;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The one hand-off between asking and judging: whatever found something out about a device gives its result here, and one
 * thread shows it to every observer in turn, so that results keep their order.
 */
@Component
public class PollIntake {
    private static final Logger log = LoggerFactory.getLogger(PollIntake.class);
    private static final int CAPACITY = 65_536;

    private final ObjectProvider<PollObserver> observers;
    /** {@link PollResult} or {@link DeviceNotice}. */
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private @Nullable Thread thread;
    private volatile boolean running;

    PollIntake(ObjectProvider<PollObserver> observers) {
        this.observers = observers;
    }

    public void start() {
        running = true;
        List<PollObserver> all = observers.orderedStream().toList();
        thread = new Thread(() -> run(all), "poll-intake-1");
        thread.start();
    }

    /** Ends after what is queued has been shown. */
    public void stop() throws InterruptedException {
        running = false;
        Thread ending = thread;
        if (ending != null) {
            ending.join(10_000);
        }
    }

    /** Takes a result; when the queue is full it is dropped and counted. Any thread, never blocks. */
    public void accept(PollResult result) {
        take(result);
    }

    /** Takes what a device said; when half of the queue is full it is left to the polls, which find out by themselves. */
    void accept(DeviceNotice notice) {
        if (queue.remainingCapacity() > CAPACITY / 2) {
            take(notice);
        }
    }

    private void take(Object seen) {
        if (!queue.offer(seen) && dropped.incrementAndGet() % 1000 == 1) {
            log.error("poll results dropped total={} the observers do not keep up", dropped.get());
        }
    }

    public int waiting() {
        return queue.size();
    }

    public long dropped() {
        return dropped.get();
    }

    private void run(List<PollObserver> all) {
        while (running || !queue.isEmpty()) {
            try {
                Object seen = queue.poll(100, TimeUnit.MILLISECONDS);
                all.forEach(observer -> show(observer, seen));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** One observer's fault must not blind the others. */
    private void show(PollObserver observer, @Nullable Object seen) {
        try {
            observer.awake();
            if (seen instanceof PollResult result) {
                observer.observe(result);
            } else if (seen instanceof DeviceNotice notice) {
                observer.observe(notice);
            }
        } catch (RuntimeException fault) {
            if (failed.incrementAndGet() % 1000 == 1) {
                log.error(
                        "poll observer failed observer={} device={} total={}",
                        observer.getClass().getSimpleName(),
                        seen instanceof PollResult result
                                ? result.device()
                                : seen instanceof DeviceNotice notice ? notice.device() : "none",
                        failed.get(),
                        fault);
            }
        }
    }
}
