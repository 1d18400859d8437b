package io.langsong.command;

import io.langsong.inventory.InventoryFolder;
import io.langsong.simulator.AddressTaken;
import io.langsong.simulator.Commune;
import io.langsong.simulator.CommuneFile;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorException;
import io.langsong.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The simulated commune alone, until it is interrupted or its time is over. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs an invented commune whose devices answer SNMP on loopback, with faults by a scenario.")
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    @Option(names = "--villages", paramLabel = "N", defaultValue = "36", description = "1 to 2000 (default: 36)")
    private int villages;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.20.0.0",
            description = "first address, of 127.0.0.0/8 (default: 127.20.0.0)")
    private String address = "127.20.0.0";

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "1161", description = "UDP port (default: 1161)")
    private int port;

    @Option(
            names = "--scenario",
            paramLabel = "FILE|demo|truth|none",
            defaultValue = "none",
            description = "what fails when (default: none)")
    private String scenario = "none";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "equal seeds give equal communes and faults (default: 1)")
    private long seed;

    @Option(names = "--truth", paramLabel = "FILE", description = "writes what was really up or down, as JSON lines")
    private @Nullable Path truth;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Time.class,
            description = "ends after this long: 90s, 5m, 2h (default: runs until interrupted)")
    private @Nullable Duration duration;

    @Option(names = "--targets", paramLabel = "FILE", description = "writes a targets file for poll and probe")
    private @Nullable Path targets;

    @Option(
            names = "--inventory",
            paramLabel = "DIR",
            description = "writes what there is as CSV files for \"langsong import\", with the keys")
    private @Nullable Path inventory;

    @Option(names = "--list", description = "prints the devices and ends")
    private boolean list;

    @Override
    public Integer call() throws InterruptedException {
        try {
            SimulatorOptions options = SimulatorOptions.usual()
                    .withVillages(villages)
                    .withAddress(address)
                    .withPort(port)
                    .withSeed(seed)
                    .withTruth(truth)
                    .withScenario(Scenario.of(scenario));
            Simulator simulator = new Simulator(options, Clock.systemUTC());
            if (targets != null) {
                CommuneFile.writeTargets(simulator.commune(), targets);
            }
            if (inventory != null) {
                writeInventory(simulator.commune(), inventory);
            }
            if (list) {
                print(simulator.commune());
                return 0;
            }
            return run(simulator, options);
        } catch (AddressTaken taken) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("langsong: " + taken.getMessage()
                    + "; stop that one, or choose another port with --port or another first address with --address");
            err.flush();
            return Commands.FAILED;
        } catch (SimulatorException refused) {
            throw new ParameterException(spec.commandLine(), String.valueOf(refused.getMessage()));
        }
    }

    private void writeInventory(Commune commune, Path folder) {
        try {
            InventoryFolder.write(SimulatedInventory.of(commune), folder, true);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--inventory can not be written: " + e + "; name a folder that can be");
        }
    }

    private int run(Simulator simulator, SimulatorOptions options) throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    simulator.stop();
                    interrupted.countDown();
                },
                "simulator-stop");
        simulator.start();
        Runtime.getRuntime().addShutdownHook(hook);
        summarize(simulator.commune(), options);
        if (duration == null) {
            interrupted.await();
            return 0;
        }
        if (!interrupted.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            simulator.stop();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return 0;
    }

    private void summarize(Commune commune, SimulatorOptions options) {
        Commune.Device core = commune.devices().get(0);
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%d devices of %d invented villages answer SNMP from %s on, port %d; scenario: %s.%n",
                commune.devices().size(),
                commune.villages().size(),
                core.address(),
                core.port(),
                options.scenario().name());
        err.printf("Try: %s%n", tryIt(core, "1.3.6.1.2.1.1"));
        commune.devices().stream()
                .filter(device -> device.access().version().equals("3"))
                .findFirst()
                .ifPresent(device -> err.printf("     %s%n", tryIt(device, "1.3.6.1.2.1.31.1.1")));
        if (duration == null) {
            err.println("Ctrl-C ends it.");
        }
        err.flush();
    }

    /** The keys shown open nothing but this simulation. */
    private static String tryIt(Commune.Device device, String oid) {
        Commune.Access access = device.access();
        String how = access.user() == null
                ? "-v" + access.version() + " -c " + access.community()
                : "-v3 -l authPriv -u %s -a %s -A %s -x AES -X %s"
                        .formatted(
                                access.user(),
                                String.valueOf(access.authProtocol()).replaceFirst("SHA(?=\\d)", "SHA-"),
                                access.authKey(),
                                access.privKey());
        return "snmpbulkwalk %s %s:%d %s".formatted(how, device.address(), device.port(), oid);
    }

    private void print(Commune commune) {
        PrintWriter out = spec.commandLine().getOut();
        for (Commune.Device device : commune.devices()) {
            out.printf(
                    "%s\t%s:%d\t%s\t%s\t%s\t%s%n",
                    device.id(),
                    device.address(),
                    device.port(),
                    device.access().version(),
                    device.kind().code(),
                    device.model(),
                    device.uplink() == null ? "-" : device.uplink());
        }
        out.flush();
    }

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                Duration time = Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
                if (!time.isNegative() && !time.isZero()) {
                    return time;
                }
            } catch (DateTimeParseException notATime) {
                // The message below serves both.
            }
            throw new TypeConversionException("\"" + value + "\" is no time; write 90s, 5m or 2h");
        }
    }
}
