package io.langsong.simulator;

import io.langsong.simulator.Scenario.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays scenarios on the network with one thread, the only one that changes devices. */
final class FaultPlayer {
    private static final Logger log = LoggerFactory.getLogger(FaultPlayer.class);
    private static final long STOP_MILLIS = 2_000;

    private final Network network;
    private final Targets targets;
    private final long seed;
    private final Elapsed elapsed;
    private final ScheduledThreadPoolExecutor thread;

    FaultPlayer(Network network, Targets targets, long seed, Elapsed elapsed) {
        this.network = network;
        this.targets = targets;
        this.seed = seed;
        this.elapsed = elapsed;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "simulator-faults");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Begins a scenario now.
     *
     * @throws SimulatorException when it names what the commune does not have; then nothing of it is played
     */
    void play(Scenario scenario) {
        round(scenario, 0);
    }

    void stop() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("simulated faults did not stop in time waitedMillis={}", STOP_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(Scenario scenario, int round) {
        List<List<String>> ids = targets.of(scenario.entries(), round);
        for (int index = 0; index < scenario.entries().size(); index++) {
            Entry entry = scenario.entries().get(index);
            Random random = new Random(seed * 131 + round * 7L + index);
            occurrence(
                    new Playing(scenario, index, round, entry, random),
                    ids.get(index),
                    entry.at().draw(random));
        }
        Duration repeat = scenario.repeat();
        if (repeat != null) {
            after(repeat, () -> round(scenario, round + 1));
        }
    }

    private record Playing(Scenario scenario, int index, int round, Entry entry, Random random) {}

    private void occurrence(Playing playing, List<String> ids, Duration in) {
        Entry entry = playing.entry();
        after(in, () -> {
            log.info(
                    "simulated fault began kind={} targets={} entry={}",
                    entry.kind().code(),
                    ids,
                    playing.index() + 1);
            begin(playing, ids);
            Duration every = entry.every();
            if (every != null) {
                int other = playing.random().nextInt(1, 1 << 20);
                occurrence(
                        playing, targets.of(playing.scenario().entries(), other).get(playing.index()), every);
            }
        });
    }

    private void begin(Playing playing, List<String> ids) {
        Entry entry = playing.entry();
        int number = playing.index() + 1;
        Duration lasting = entry.lasting().draw(playing.random());
        if (entry.kind() == FaultKind.POWER_CUT) {
            ids.forEach(area -> powerCut(entry, number, area, lasting, playing.random()));
            network.settle();
            return;
        }
        for (String id : ids) {
            Box box = network.box(id);
            if (entry.kind() == FaultKind.COUNTER_WRAP) {
                box.ports.forEach(port -> port.jumpNearWrap(elapsed.millis()));
            } else if (entry.kind() == FaultKind.FLAPPING) {
                flap(box, fault(entry, number), entry.period().dividedBy(2), lasting);
            } else {
                Fault fault = fault(entry, number);
                network.begin(box, fault);
                after(lasting, () -> {
                    network.end(box, fault);
                    network.settle();
                });
            }
        }
        network.settle();
    }

    private static Fault fault(Entry entry, int number) {
        return new Fault(
                entry.kind(), number, entry.loss(), (int) entry.latency().toMillis());
    }

    /** Down now, up after half a period, and so on; a down that would outlast the end is not begun. */
    private void flap(Box box, Fault fault, Duration half, Duration left) {
        if (left.compareTo(half) < 0) {
            return;
        }
        network.begin(box, fault);
        network.settle();
        after(half, () -> {
            network.end(box, fault);
            network.settle();
            after(half, () -> flap(box, fault, half, left.minus(half).minus(half)));
        });
    }

    /** All without a UPS die at once; the others when it is empty. After the mains each returns in its own time. */
    private void powerCut(Entry entry, int number, String area, Duration lasting, Random random) {
        List<Box> inArea = network.boxes().stream()
                .filter(box -> box.site.powerArea().equals(area))
                .toList();
        List<Box> backed = inArea.stream().filter(box -> box.site.backup()).toList();
        List<Runnable> returns = new ArrayList<>();
        Consumer<Box> die = box -> {
            Fault fault = fault(entry, number);
            network.begin(box, fault);
            Duration later = entry.stagger().multipliedBy(random.nextInt(101)).dividedBy(100);
            returns.add(() -> after(later, () -> {
                network.end(box, fault);
                network.settle();
            }));
        };
        inArea.stream().filter(box -> !box.site.backup()).forEach(die);
        long at = elapsed.millis();
        backed.forEach(box -> box.power.fail(at, entry.ups().toMillis()));
        if (entry.ups().compareTo(lasting) < 0) {
            after(entry.ups(), () -> {
                backed.forEach(die);
                network.settle();
            });
        }
        after(lasting, () -> {
            backed.forEach(box -> box.power.come(elapsed.millis()));
            returns.forEach(Runnable::run);
        });
    }

    private void after(Duration delay, Runnable step) {
        if (thread.isShutdown()) {
            return;
        }
        // guarded() keeps every failure; the future has nothing to tell.
        var unused = thread.schedule(() -> guarded(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            log.error("simulated fault failed", failure);
        }
    }
}
