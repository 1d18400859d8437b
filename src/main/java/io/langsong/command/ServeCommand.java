package io.langsong.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the management server. */
@Command(
        name = "serve",
        description = "Starts the management server (what the program does without a command).",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        footer = {
            "",
            "Any setting can be given as --name=value, e.g. --langsong.polling.interval=10s, as an environment variable"
                    + " (LANGSONG_POLLING_INTERVAL) or in application.yml in the current folder."
        })
final class ServeCommand implements Callable<Integer> {
    private final Class<?> application;
    private List<String> properties = List.of();
    private boolean started;

    @Option(
            names = "--demo",
            description = "Add a simulated commune that answers real SNMP on loopback, with faults happening.")
    private boolean demo;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder of everything that is kept (default: ./data, or LANGSONG_DATA_DIR).")
    private @Nullable Path dataDir;

    @Option(names = "--port", paramLabel = "N", description = "Port of the web pages and the API (default: 8080).")
    private @Nullable Integer port;

    ServeCommand(Class<?> application) {
        this.application = application;
    }

    /** Settings in Spring's own form. */
    void passOn(List<String> settings) {
        properties = List.copyOf(settings);
    }

    /** Whether a server runs now. */
    boolean started() {
        return started;
    }

    @Override
    public Integer call() {
        List<String> args = new ArrayList<>(properties);
        if (dataDir != null) {
            args.add("--langsong.data-dir=" + dataDir);
        }
        if (port != null) {
            if (port < 0 || port > 65535) {
                throw new InputException("--port is a number from 0 to 65535, not " + port);
            }
            args.add("--server.port=" + port);
        }
        started = Server.start(application, args, demo);
        return started ? Commands.DONE : Commands.FAILED;
    }
}
