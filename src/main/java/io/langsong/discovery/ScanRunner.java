package io.langsong.discovery;

import io.langsong.database.BecameActive;
import io.langsong.database.NoLongerActive;
import io.langsong.inventory.Inventory;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs the scans that wait, one after the other, on a thread {@code discovery} of the active server. A scan that a server left in
 * the middle is written off as interrupted by the next that becomes active.
 */
@Component
class ScanRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ScanRunner.class);

    private final Scans scans;
    private final Inventory inventory;
    private final DiscoveryProperties settings;
    private final Supplier<SnmpEngine> engines;
    private final Supplier<Profiles> profiles;
    private final Clock clock;
    private @Nullable Thread thread;
    private @Nullable ScanRun running;
    private boolean work;

    ScanRunner(
            Scans scans,
            Inventory inventory,
            DiscoveryProperties settings,
            Supplier<SnmpEngine> engines,
            Supplier<Profiles> profiles,
            Clock clock) {
        this.scans = scans;
        this.inventory = inventory;
        this.settings = settings;
        this.engines = engines;
        this.profiles = profiles;
        this.clock = clock;
        scans.listen(this::wake, this::cancel);
    }

    @EventListener
    void on(BecameActive active) {
        int left = scans.rows().interrupt(clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (left > 0) {
            log.warn("scan was interrupted by the end of a server scans={}", left);
        }
        start();
    }

    private synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::work, "discovery");
            started.setDaemon(true);
            thread = started;
            work = true;
            started.start();
        }
    }

    @EventListener
    void on(NoLongerActive inactive) {
        close();
    }

    /** Gives up the scan that runs; whichever server is active next writes it off. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            ending = thread;
            thread = null;
            if (running != null) {
                running.abandon();
            }
            notifyAll();
        }
        if (ending != null) {
            try {
                ending.join(5_000);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void wake() {
        work = true;
        notifyAll();
    }

    private synchronized void cancel(long scan) {
        if (running != null && running.id() == scan) {
            running.cancel();
        }
    }

    private void work() {
        while (waitForWork()) {
            try {
                Optional<Scan> next = scans.rows().nextWaiting();
                if (next.isPresent()) {
                    wake();
                    run(next.get());
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException unforeseen) {
                log.error("scan failed", unforeseen);
            }
        }
    }

    private synchronized boolean waitForWork() {
        try {
            while (thread == Thread.currentThread() && !work) {
                wait();
            }
        } catch (InterruptedException stopped) {
            return false;
        }
        work = false;
        return thread == Thread.currentThread();
    }

    private void run(Scan scan) throws InterruptedException {
        ScanRun run = new ScanRun(scan, scans, inventory, settings, profiles.get(), clock);
        synchronized (this) {
            if (thread != Thread.currentThread()
                    || !scans.rows().turn(scan.id(), Scan.State.WAITING, Scan.State.RUNNING, clock.instant())) {
                return;
            }
            running = run;
        }
        try (SnmpEngine engine = engines.get()) {
            engine.start();
            run.run(engine);
        } catch (RuntimeException failure) {
            // Left running, it would keep all others waiting.
            scans.rows().turn(scan.id(), Scan.State.RUNNING, Scan.State.INTERRUPTED, clock.instant());
            throw failure;
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }
}
