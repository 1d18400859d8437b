package io.langsong.command;

import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The polling engine alone. */
@Command(
        name = "poll",
        description = "Polls many devices in cycles, with nothing stored: for sizing a machine and for benchmarks.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class)
final class PollCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--targets",
            required = true,
            paramLabel = "FILE",
            description = "CSV file of devices, as for probe.")
    private Path targets = Path.of("");

    @Option(
            names = "--oids",
            paramLabel = "FILE",
            description = "What to ask: one OID a line, \"table OID\" for a walk of it, # begins a comment.")
    private @Nullable Path oids;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What to ask: that of a profile (default: the targets' own, else generic).")
    private @Nullable String profile;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Folder or file of profiles besides those shipped.")
    private @Nullable Path profiles;

    @Option(names = "--warmup", paramLabel = "N", description = "Cycles before those that count (default: 0).")
    private int warmup;

    @Option(names = "--cycles", paramLabel = "N", description = "Cycles that count (default: 1).")
    private int cycles = 1;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = SnmpOptions.Time.class,
            description = "From one cycle's begin to the next; 0: one after the other (default: 30s).")
    private Duration interval = Duration.ofSeconds(30);

    @Option(names = "--json", description = "One JSON object a poll.")
    private boolean json;

    @Option(
            names = "--stats",
            description = {
                "One JSON object with the figures at the end. Among them: answeredPolls, of devices times cycles; cycleSeconds, until"
                        + " a cycle was over; answeredSeconds, until the last device that answered had; allocatedBytes, on the"
                        + " thread that polls."
            })
    private boolean stats;

    @Mixin
    private SnmpOptions.Patience patience = new SnmpOptions.Patience();

    PollCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        patience.check();
        if (warmup < 0 || cycles < 1) {
            throw new InputException("--cycles is at least 1 and --warmup at least 0");
        }
        if (oids != null && profile != null) {
            throw new InputException("Give --oids or --profile, not both");
        }
        List<PollRun.Job> jobs = jobs();
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(spec.commandLine().getErr());
        try (SnmpEngine engine = new SnmpEngine()) {
            engine.start();
            PollRun run = new PollRun(engine, clock, jobs, json ? out::println : null, progress);
            PollFigures figures = run.cycles(warmup, cycles, interval);
            if (stats) {
                out.println(figures.json());
            } else if (!json) {
                out.println(figures.text());
            }
            out.flush();
            return figures.silent() ? Commands.FAILED : Commands.DONE;
        }
    }

    private List<PollRun.Job> jobs() {
        Profiles known = Profiles.load(profiles == null ? List.of() : List.of(profiles));
        PollPlan asked = oids == null ? null : oids(oids);
        List<PollRun.Job> jobs = new ArrayList<>();
        for (Target target : TargetsFile.read(targets)) {
            Profile read = asked == null ? profile(known, target) : null;
            int maxRepetitions = patience.maxRepetitions(read == null ? 60 : read.maxRepetitions());
            try {
                jobs.add(new PollRun.Job(
                        target,
                        target.resolve(
                                patience.timeout,
                                patience.retries(1),
                                maxRepetitions,
                                read == null ? 100 : read.maxVarBinds()),
                        read != null ? read.plan() : Objects.requireNonNull(asked),
                        read,
                        patience.packs()));
            } catch (UnknownHostException unknown) {
                throw new InputException("There is no host \"" + target.address() + "\"; check the name");
            }
        }
        return jobs;
    }

    private Profile profile(Profiles known, Target target) {
        String name = profile != null ? profile : target.profile().isEmpty() ? Profiles.GENERIC : target.profile();
        return known.byName(name)
                .orElseThrow(() ->
                        new InputException("There is no profile \"" + name + "\"; known are " + known.namesLike(name)));
    }

    private static PollPlan oids(Path file) {
        List<Oid> get = new ArrayList<>();
        List<List<Oid>> walks = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new InputException(file + ": can not be read as text; check its name and its mode");
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceAll("#.*", "").strip();
            boolean table = line.startsWith("table ");
            try {
                if (table) {
                    walks.add(
                            List.of(Oid.parse(line.substring("table ".length()).strip())));
                } else if (!line.isEmpty()) {
                    get.add(Oid.parse(line));
                }
            } catch (IllegalArgumentException notAnOid) {
                throw new InputException(file + ":" + (i + 1) + ": " + notAnOid.getMessage());
            }
        }
        if (get.isEmpty() && walks.isEmpty()) {
            throw new InputException(file + ": names no OID; write one a line");
        }
        return new PollPlan(get, walks);
    }
}
