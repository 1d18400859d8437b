package io.langsong.command;

import io.langsong.discovery.AddressRanges;
import io.langsong.discovery.Answer;
import io.langsong.discovery.DiscoveryProperties;
import io.langsong.discovery.DiscoveryRefused;
import io.langsong.discovery.Scanner;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpEngine;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what answers in address ranges, by the scanner of the server and without it. */
@Command(
        name = "discover",
        description = "Finds what answers SNMP in address ranges and prints a line for each.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        footer = {
            "",
            "Several communities: --also SECRET, as often as needed. Exit status 1 when nothing answered.",
            "Scan only networks that are yours to scan."
        })
final class DiscoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "RANGE",
            description = "10.20.0.0/24, 10.20.1.10-10.20.1.60, 10.20.1.10-60, 10.20.2.1, 2001:db8::/120; at most 65536"
                    + " addresses together.")
    private List<String> ranges = List.of();

    @Option(
            names = "--also",
            paramLabel = "SECRET",
            description = "One more community to try, of the version given; may be given several times.")
    private List<String> also = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Datagrams a second, 1 to 5000 (default: ${DEFAULT-VALUE}).")
    private int rate = 200;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Folder or file of profiles besides those shipped.")
    private @Nullable Path profiles;

    @Mixin
    private SnmpOptions snmp = new SnmpOptions();

    @Mixin
    private SnmpOptions.Patience patience = new SnmpOptions.Patience();

    @Override
    public Integer call() throws InterruptedException {
        patience.check();
        if (rate < 1 || rate > DiscoveryProperties.FASTEST) {
            throw new InputException("--rate is 1 to " + DiscoveryProperties.FASTEST + ", not " + rate);
        }
        AddressRanges wanted = wanted();
        List<SnmpCredentials> credentials = snmp.credentials(also);
        List<Integer> all = IntStream.range(0, credentials.size()).boxed().toList();
        List<Scanner.Aim> aims = wanted.addresses().stream()
                .map(address -> new Scanner.Aim(new InetSocketAddress(address, snmp.port()), all))
                .toList();
        Profiles known = Profiles.load(profiles == null ? List.of() : List.of(profiles));
        Printer printer = new Printer(spec.commandLine().getOut());
        try (SnmpEngine engine = new SnmpEngine()) {
            engine.start();
            Scanner scanner = new Scanner(
                    engine,
                    known,
                    new Scanner.Settings(rate, patience.timeout, patience.retries(1), false),
                    aims,
                    credentials,
                    printer);
            scanner.start();
            Progress progress = new Progress(spec.commandLine().getErr());
            while (!printer.over.await(200, TimeUnit.MILLISECONDS)) {
                Scanner.Progress now = scanner.progress();
                progress.clear();
                printer.print();
                progress.show("looked at " + now.looked() + " of " + now.aims() + ", " + now.answered() + " answered");
            }
            progress.clear();
            printer.print();
        }
        return printer.lines == 0 ? Commands.FAILED : Commands.DONE;
    }

    private AddressRanges wanted() {
        try {
            return AddressRanges.parse(ranges);
        } catch (DiscoveryRefused refused) {
            throw new InputException(refused.getMessage());
        }
    }

    /** Keeps what the loop tells until the command's own thread prints it. */
    private final class Printer implements Scanner.Listener {
        final CountDownLatch over = new CountDownLatch(1);
        final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        final PrintWriter out;
        int lines;

        Printer(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void answered(Answer answer) {
            answers.add(answer);
        }

        @Override
        public void ended() {
            over.countDown();
        }

        void print() {
            for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
                if (json) {
                    out.println(Json.line(object(answer)));
                } else {
                    if (lines == 0) {
                        out.println("%-39s %-20s %-24s %-24s %-16s %s"
                                .formatted("address", "profile", "name", "model", "serial", "why"));
                    }
                    out.println(row(answer));
                }
                lines++;
            }
            out.flush();
        }
    }

    private static String row(Answer answer) {
        String address = answer.address().getAddress().getHostAddress() + ":"
                + answer.address().getPort();
        if (answer.recognised() == null) {
            String fault = answer.fault() == null
                    ? ""
                    : answer.fault().kind() + ": " + answer.fault().message();
            return "%-39s %s".formatted(address, fault).stripTrailing();
        }
        return "%-39s %-20s %-24s %-24s %-16s %s"
                .formatted(
                        address,
                        answer.recognised().profile().name(),
                        shown(answer.sysName()),
                        shown(answer.identified().model()),
                        shown(answer.identified().serial()),
                        answer.recognised().reason())
                .stripTrailing();
    }

    private static String shown(@Nullable String text) {
        return text == null || text.isBlank() ? "-" : text;
    }

    private static Map<String, @Nullable Object> object(Answer answer) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("address", answer.address().getAddress().getHostAddress());
        line.put("port", answer.address().getPort());
        if (answer.fault() != null) {
            line.put(
                    "error",
                    Map.of(
                            "kind",
                            answer.fault().kind(),
                            "message",
                            answer.fault().message()));
        }
        if (answer.recognised() != null) {
            line.put("credential", answer.credential());
            line.put("profile", answer.recognised().profile().name());
            line.put("profileReason", answer.recognised().reason());
            line.put("vendor", answer.identified().vendor());
            line.put("model", answer.identified().model());
            line.put("firmware", answer.identified().firmware());
            line.put("serial", answer.identified().serial());
            line.put("sysObjectID", Objects.toString(answer.recognised().sysObjectId(), null));
            line.put("sysDescr", answer.recognised().sysDescr());
            line.put("sysName", answer.sysName());
            line.put("sysLocation", answer.sysLocation());
            line.put("macs", new ArrayList<>(answer.macs()));
        }
        return line;
    }
}
