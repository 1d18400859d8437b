package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one hand-off between asking and judging: whatever found something out about a device gives its result here, and one
 * thread shows it to every observer in turn, so that results keep their order.
 */
public class PollIntake {
    private static final Logger log = LoggerFactory.getLogger(PollIntake.class);
    private static final int CAPACITY = 65_536;
    private static final int MOST_AT_ONCE = 4_096;
    /** Polls that left together are answered together: a thread that wakes for each spends most of its time waking. */
    private static final int GATHER_MILLIS = 50;

    private static final int IDLE_MILLIS = 500;
    /** Ends a wait. */
    private static final Object STOPPED = "stopped";

    private final Supplier<List<PollObserver>> observers;
    /** {@link PollResult} or {@link DeviceNotice}. */
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private @Nullable Thread thread;
    private volatile boolean running;

    /** @param observers asked for at each start */
    public PollIntake(Supplier<List<PollObserver>> observers) {
        this.observers = observers;
    }

    public void start() {
        running = true;
        List<PollObserver> all = observers.get();
        thread = new Thread(() -> run(all), "poll-intake-1");
        thread.start();
    }

    /** Ends after what is queued has been shown. */
    public void stop() throws InterruptedException {
        running = false;
        var unused = queue.offer(STOPPED);
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
    public void accept(DeviceNotice notice) {
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
        List<Object> batch = new ArrayList<>();
        while (running || !queue.isEmpty()) {
            try {
                Object first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MOST_AT_ONCE);
                }
                wake(all);
                for (Object seen : batch) {
                    all.forEach(observer -> show(observer, seen));
                }
                batch.clear();
                if (running) {
                    TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error fault) {
                // Such as a lack of memory for a moment: what comes next must be judged.
                log.error("poll results not shown results={}", batch.size(), fault);
                dropped.addAndGet(batch.size());
                batch.clear();
            }
        }
    }

    private void wake(List<PollObserver> all) {
        for (PollObserver observer : all) {
            try {
                observer.awake();
            } catch (RuntimeException | Error fault) {
                failed(observer, "none", fault);
            }
        }
    }

    /** One observer's fault must not blind the others. */
    private void show(PollObserver observer, Object seen) {
        try {
            if (seen instanceof PollResult result) {
                observer.observe(result);
            } else if (seen instanceof DeviceNotice notice) {
                observer.observe(notice);
            }
        } catch (RuntimeException | Error fault) {
            DeviceId device = seen instanceof PollResult result ? result.device() : ((DeviceNotice) seen).device();
            failed(observer, device.value(), fault);
        }
    }

    private void failed(PollObserver observer, String device, Throwable fault) {
        if (failed.incrementAndGet() % 1000 == 1) {
            log.error(
                    "poll observer failed observer={} device={} total={}",
                    observer.getClass().getSimpleName(),
                    device,
                    failed.get(),
                    fault);
        }
    }
}
