package io.langsong.command;

import io.langsong.polling.Prober;
import io.langsong.polling.SnmpFault;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what devices are and what they measure. */
@Command(
        name = "probe",
        description = "Identifies devices and prints one full reading of each.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        footer = {"", "Exit status 1 when a device could not be read."})
final class ProbeCommand implements Callable<Integer> {
    /** Devices under way at once: enough to hide their latency, few enough not to crowd a line or a proxy they share. */
    private static final int AT_ONCE = 24;

    /** In the questions that find out the family; then as its profile says. */
    private static final int MAX_VAR_BINDS = 20;

    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "IPv4 or IPv6 address, or host name.")
    private @Nullable String address;

    @Option(
            names = "--targets",
            paramLabel = "FILE",
            description = "CSV file of devices, header address,port,version,community[,user,auth,authKey,priv,privKey,"
                    + "context,profile].")
    private @Nullable Path targets;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            description =
                    "Reads a recording, as walk --record writes, instead of a device. May be given several times.")
    private List<Path> recordings = List.of();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Folder or file of profiles besides those shipped.")
    private @Nullable Path profiles;

    @Mixin
    private SnmpOptions snmp = new SnmpOptions();

    @Mixin
    private SnmpOptions.Patience patience = new SnmpOptions.Patience();

    ProbeCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        patience.check();
        if (!recordings.isEmpty()) {
            return replay();
        }
        List<Target> devices = devices();
        Profiles known = known();
        for (Target device : devices) {
            if (!device.profile().isEmpty() && known.byName(device.profile()).isEmpty()) {
                throw new InputException("%s: there is no profile \"%s\"; known are %s"
                        .formatted(device.address(), device.profile(), known.namesLike(device.profile())));
            }
        }
        try (SnmpEngine engine = new SnmpEngine()) {
            engine.start();
            return probe(new Prober(engine, known, clock, patience::maxRepetitions), devices);
        }
    }

    private Profiles known() {
        return Profiles.load(profiles == null ? List.of() : List.of(profiles));
    }

    private int replay() {
        if (address != null || targets != null) {
            throw new InputException("Give one of ADDRESS, --targets FILE and --recording FILE");
        }
        Profiles known = known();
        PrintWriter out = spec.commandLine().getOut();
        ProbePage page = new ProbePage(out);
        for (Path file : recordings) {
            Prober.Origin origin = new Prober.Origin(file.toString(), 0);
            print(Prober.replay(origin, Snmprec.read(file), known, clock), out, page);
        }
        return Commands.DONE;
    }

    private List<Target> devices() {
        if ((address == null) == (targets == null)) {
            throw new InputException("Give one of ADDRESS, --targets FILE and --recording FILE");
        }
        return targets != null ? TargetsFile.read(targets) : List.of(snmp.target(String.valueOf(address)));
    }

    private record Numbered(int number, Prober.Outcome outcome) {}

    /** Prints in the order of the targets, each as soon as those before it are there. */
    private int probe(Prober prober, List<Target> devices) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ProbePage page = new ProbePage(out);
        Progress progress = new Progress(spec.commandLine().getErr());
        BlockingQueue<Numbered> ended = new LinkedBlockingQueue<>();
        Prober.@Nullable Outcome[] outcomes = new Prober.Outcome[devices.size()];
        int status = Commands.DONE;
        int begun = 0;
        int printed = 0;
        for (int done = 0; done < devices.size(); done++) {
            for (; begun < devices.size() && begun - done < AT_ONCE; begun++) {
                int number = begun;
                ask(prober, devices.get(number), outcome -> ended.add(new Numbered(number, outcome)));
            }
            Numbered one = ended.take();
            outcomes[one.number()] = one.outcome();
            progress.show("probed " + (done + 1) + " of " + devices.size());
            for (Prober.Outcome next; printed < outcomes.length && (next = outcomes[printed]) != null; printed++) {
                progress.clear();
                print(next, out, page);
                status = next instanceof Prober.Read ? status : Commands.FAILED;
                outcomes[printed] = null;
            }
        }
        progress.clear();
        return status;
    }

    /** @param done called once; on this thread when the address is no good */
    private void ask(Prober prober, Target device, Consumer<Prober.Outcome> done) {
        Prober.Origin origin = new Prober.Origin(device.address(), device.port());
        try {
            SnmpTarget target =
                    device.resolve(patience.timeout, patience.retries(3), patience.maxRepetitions(60), MAX_VAR_BINDS);
            String profile = device.profile().isEmpty() ? null : device.profile();
            prober.probe(new Prober.Question(origin, target, profile, "named in the targets file"), done);
        } catch (UnknownHostException unknown) {
            done.accept(new Prober.NotRead(
                    origin,
                    new SnmpFault("unreachable", "there is no host of this name; check it or give its address")));
        }
    }

    private void print(Prober.Outcome outcome, PrintWriter out, ProbePage page) {
        if (json) {
            out.println(ProbeJson.line(outcome));
            out.flush();
        } else {
            page.print(outcome);
        }
    }
}
