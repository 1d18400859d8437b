package io.langsong.simulator;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pretend commune that answers SNMP on loopback: each device has an address and a socket of its own, values that
 * follow the day, and faults by a scenario. A thread serves some hundred devices; a device costs a socket and about a
 * kilobyte. Start and stop from any thread, once each.
 */
public final class Simulator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Simulator.class);
    private static final int DEVICES_PER_THREAD = 300;

    private final SimulatorOptions options;
    private final Clock clock;
    private final Commune commune;
    private final @Nullable Writer truthWriter;
    private final List<SocketLoop> loops = new ArrayList<>();
    private @Nullable FaultPlayer faults;
    private volatile @Nullable TruthLog truth;

    /** @param clock for the timestamps of the truth log */
    public Simulator(SimulatorOptions options, Clock clock) {
        this(options, clock, null);
    }

    /** @param truthWriter takes the truth log in place of the file of the options; closed at the stop */
    public Simulator(SimulatorOptions options, Clock clock, @Nullable Writer truthWriter) {
        this.options = options;
        this.clock = clock;
        this.truthWriter = truthWriter;
        try {
            this.commune = Commune.of(options.villages(), options.address(), options.port(), options.seed());
        } catch (IllegalArgumentException impossible) {
            throw new SimulatorException(String.valueOf(impossible.getMessage()), impossible);
        }
    }

    /** What there is to poll; known before the start. */
    public Commune commune() {
        return commune;
    }

    /**
     * Opens all sockets and begins the scenario.
     *
     * @throws AddressTaken where another program answers
     * @throws SimulatorException for an unwritable truth file, or a scenario that names what is not there;
     *     then nothing is left open
     */
    public synchronized void start() {
        if (faults != null) {
            throw new IllegalStateException("The simulator was started before");
        }
        Elapsed elapsed = new Elapsed(clock);
        Targets targets = new Targets(commune, options.seed());
        targets.of(options.scenario().entries(), 0);
        List<Box> boxes = new NetworkBuilder(commune, options.seed(), elapsed.startMillis()).build();
        boxes.forEach(Box::prepare);
        try {
            open(boxes, elapsed);
            TruthLog opened = new TruthLog(truthWriter != null ? truthWriter : truthFile());
            truth = opened;
            Network network = new Network(commune, boxes, opened, clock, elapsed);
            network.settle();
            loops.forEach(SocketLoop::start);
            FaultPlayer player = new FaultPlayer(network, targets, options.seed(), elapsed);
            faults = player;
            player.play(options.scenario());
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
        log.info(
                "simulator started villages={} devices={} firstAddress={} port={} scenario={}",
                options.villages(),
                boxes.size(),
                options.address().getHostAddress(),
                options.port(),
                options.scenario().name());
    }

    private void open(List<Box> boxes, Elapsed elapsed) {
        for (int from = 0; from < boxes.size(); from += DEVICES_PER_THREAD) {
            List<Box> some = boxes.subList(from, Math.min(boxes.size(), from + DEVICES_PER_THREAD));
            SocketLoop loop = new SocketLoop("simulator-" + (loops.size() + 1), some, elapsed);
            loops.add(loop);
            loop.open();
        }
    }

    private @Nullable Writer truthFile() {
        Path file = options.truth();
        if (file == null) {
            return null;
        }
        try {
            return Files.newBufferedWriter(file);
        } catch (IOException failure) {
            throw new SimulatorException(
                    "Cannot write the truth log %s (%s); name a file in a folder that exists and can be written"
                            .formatted(file, failure),
                    failure);
        }
    }

    /**
     * Plays one more scenario, its times counted from now; for tests that want a fault at a moment of their own.
     *
     * @throws SimulatorException when it names what the commune does not have
     */
    public synchronized void play(Scenario scenario) {
        if (faults == null) {
            throw new IllegalStateException("The simulator does not run");
        }
        faults.play(scenario);
    }

    /** What was and is true, in the order in which it began; the last 20,000 ended intervals and all that last. */
    public List<TruthInterval> truth() {
        TruthLog known = truth;
        return known == null ? List.of() : known.intervals();
    }

    /** Ends the faults, closes the sockets and finishes the truth log. May be called again. */
    public synchronized void stop() {
        if (faults != null) {
            faults.stop();
        }
        boolean ran = !loops.isEmpty();
        loops.forEach(SocketLoop::close);
        loops.clear();
        TruthLog last = truth;
        if (ran && last != null) {
            last.close(clock.instant());
            log.info("simulator stopped");
        }
    }

    @Override
    public void close() {
        stop();
    }
}
