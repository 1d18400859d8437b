package io.langsong.command;

import io.langsong.collector.site.CollectorSite;
import io.langsong.collector.site.ServerAddress;
import io.langsong.collector.site.SiteException;
import io.langsong.collector.site.SiteOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A collector for a site behind NAT, until it is interrupted. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description =
                "Asks the devices of a site behind NAT for a server elsewhere, and keeps what it learned while the line is down.")
final class CollectCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "where the server waits for collectors (default: where this one was enrolled)")
    private @Nullable String server;

    @Option(
            names = "--enrol",
            paramLabel = "TOKEN",
            description =
                    "from the page of the collector, for its first start; @FILE or env:NAME to read it from there")
    private @Nullable String token;

    @Option(names = "--only-enrol", description = "ends when it is enrolled")
    private boolean onlyEnrol;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "its own directory (default: ./collector)")
    private Path folder = Path.of("collector");

    @Option(
            names = "--trap-port",
            paramLabel = "PORT",
            description = "takes SNMP traps at this UDP port (default: none)")
    private int trapPort;

    @Option(
            names = "--syslog-port",
            paramLabel = "PORT",
            description = "takes syslog messages at this UDP port (default: none)")
    private int syslogPort;

    CollectCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        SiteOptions options = options();
        try {
            if (onlyEnrol) {
                CollectorSite.enrol(options);
                return Commands.DONE;
            }
            CollectorSite site = CollectorSite.open(options, clock);
            Runtime.getRuntime().addShutdownHook(new Thread(site::stop, "collector-stop"));
            site.start();
            site.await();
            return Commands.DONE;
        } catch (SiteException failed) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("langsong: " + failed.getMessage());
            err.flush();
            return Commands.FAILED;
        }
    }

    private SiteOptions options() {
        checkPort("--trap-port", trapPort);
        checkPort("--syslog-port", syslogPort);
        if (trapPort != 0 && trapPort == syslogPort) {
            throw new InputException("--trap-port and --syslog-port are the same; give each its own");
        }
        if (onlyEnrol && token == null) {
            throw new InputException("--only-enrol needs --server HOST:PORT --enrol TOKEN");
        }
        if (token != null && server == null) {
            throw new InputException("--enrol needs --server HOST:PORT, where the server waits for collectors");
        }
        String version = Commands.class.getPackage().getImplementationVersion();
        return new SiteOptions(
                folder,
                server == null ? null : ServerAddress.parse(server),
                token == null ? null : Secrets.read("--enrol", token),
                trapPort,
                syslogPort,
                version == null ? "development" : version);
    }

    private static void checkPort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new InputException(option + " is a number from 0 to 65535");
        }
    }
}
