package io.langsong.command;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Results go to standard output, messages for people to standard error. Exit status 0 done, 1 the
 * thing asked for failed, 2 wrong usage.
 */
public final class Commands {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    /** A Spring property: dotted, with a value. These go through to the server as they are. */
    private static final Pattern PROPERTY = Pattern.compile("--[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z0-9_\\[\\]-]+)+(=.*)?");

    /** How picocli names the types of Java. */
    private static final Pattern NOT_A_NUMBER = Pattern.compile("is not an? (int|long)$");

    private static final Set<String> OF_THE_PROGRAM = Set.of("--help", "-h", "--version", "-V");

    /** Those that read the settings of the server. */
    private static final Set<String> OF_SETTINGS = Set.of("serve", "backup", "restore");

    private final ServeCommand serve;
    private final BackupCommand backup;
    private final RestoreCommand restore;
    private final CommandLine line;

    private Commands(Class<?> application) {
        this.serve = new ServeCommand(application);
        Clock clock = Clock.systemUTC();
        this.backup = new BackupCommand(clock);
        this.restore = new RestoreCommand(clock);
        this.line = new CommandLine(new RootCommand())
                .addSubcommand(serve)
                .addSubcommand(new ProbeCommand(clock))
                .addSubcommand(new DiscoverCommand())
                .addSubcommand(new WalkCommand())
                .addSubcommand(new PollCommand(clock))
                .addSubcommand(new SimulateCommand())
                .addSubcommand(new CollectCommand(clock))
                .addSubcommand(new AvailabilityCommand())
                .addSubcommand(new NetJsonCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new ExportCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(backup)
                .addSubcommand(restore);
        // "@file" is where a secret stands, not more arguments.
        line.setExpandAtFiles(false);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Commands::wrongUsage);
        line.setExecutionExceptionHandler(Commands::failed);
    }

    /**
     * Runs the command that {@code args} names; ends the program unless a server was started.
     *
     * @param application the class that describes the server to Spring; only {@code serve} loads what it needs
     */
    public static void main(Class<?> application, String... args) {
        Commands commands = new Commands(application);
        int status = commands.run(args);
        if (status != DONE || !commands.serve.started()) {
            System.exit(status);
        }
    }

    /** The status of running {@code args}, for tests: it starts no server and ends no program. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Commands commands = new Commands(Commands.class);
        commands.line.setOut(out);
        commands.line.setErr(err);
        return commands.run(args);
    }

    /** The commands as picocli knows them, for tests. */
    static CommandLine model() {
        return new Commands(Commands.class).line;
    }

    /** What picocli reads of {@code args}: settings left out, the command that is meant put in. */
    static List<String> own(String... args) {
        List<String> own = new ArrayList<>(Arrays.asList(args));
        own.removeIf(arg -> PROPERTY.matcher(arg).matches());
        // Without a command the server is meant: "langsong", "langsong --demo", "langsong
        // --spring.profiles.active=demo".
        if (own.isEmpty() || (own.get(0).startsWith("-") && !OF_THE_PROGRAM.contains(own.get(0)))) {
            own.add(0, "serve");
        }
        return own;
    }

    private int run(String... args) {
        List<String> own = own(args);
        List<String> properties = Arrays.stream(args)
                .filter(arg -> PROPERTY.matcher(arg).matches())
                .toList();
        if (!properties.isEmpty() && !OF_SETTINGS.contains(own.get(0))) {
            line.getErr()
                    .println("langsong: " + properties.get(0) + " is a setting of the server; leave it out, only"
                            + " \"langsong serve\", \"backup\" and \"restore\" take settings");
            return WRONG_USAGE;
        }
        serve.passOn(properties);
        backup.passOn(properties);
        restore.passOn(properties);
        if (!own.get(0).equals("serve")) {
            // The light commands speak for themselves; a logging library would cost them a third of their start.
            System.setProperty("slf4j.provider", QuietLogging.class.getName());
            System.setProperty("slf4j.internal.verbosity", "WARN");
            if (own.get(0).equals("collect")) {
                QuietLogging.tellTurningPoints();
            }
        }
        int status = line.execute(own.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return status;
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String unknown = unmatched.getUnmatched().get(0);
            boolean option = unmatched.isUnknownOption();
            // What stands behind an option that nobody knows is its value, not one more mistake.
            String name = option ? unknown.replaceFirst("=.*", "") : unknown;
            err.println("langsong: " + (option ? "there is no option " : "there is no command or argument ") + name);
            Collection<String> known = option
                    ? command.getCommandSpec().optionsMap().keySet().stream()
                            .filter(one -> one.startsWith("--"))
                            .toList()
                    : command.getSubcommands().keySet();
            Spelling.nearest(name, known).ifPresent(near -> err.println("Did you mean \"" + near + "\"?"));
        } else {
            err.println("langsong: " + NOT_A_NUMBER.matcher(wrong.getMessage()).replaceFirst("is not a whole number"));
        }
        err.println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        return WRONG_USAGE;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr()
                .println("langsong: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        return failure instanceof InputException || failure instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
    }
}
