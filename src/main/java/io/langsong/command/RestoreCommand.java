package io.langsong.command;

import io.langsong.backup.BackupProgress;
import io.langsong.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup back. */
@Command(
        name = "restore",
        description =
                "Puts a backup into an empty data directory or an empty external database; no server may run on it meanwhile.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed; what was there is as it was, unless the message says where it is",
            "2:wrong usage"
        })
final class RestoreCommand extends DataCommand {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("HH:mm dd/MM/yyyy").withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private final Clock clock;

    @Parameters(paramLabel = "FILE", description = "a backup")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the file secret.key of the server, where the backup does not hold it")
    private @Nullable Path key;

    @Option(
            names = "--without-key",
            description = "go on where there is no key: communities, keys and codes must be entered anew")
    private boolean withoutKey;

    @Option(names = "--replace", description = "put what is there aside, and the backup in its place")
    private boolean replace;

    RestoreCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    void run(Environment environment, @Nullable String phrase, BackupProgress progress)
            throws IOException, SQLException {
        Restore.Done done = new Restore(
                        environment,
                        new Restore.Asked(file, phrase, key, withoutKey, replace, System.getProperty("user.name")),
                        clock,
                        product(),
                        progress)
                .run();
        tell(say("backup.restored", file, MOMENT.format(done.madeAt()), done.tables(), done.rows()));
        if (done.aside() != null) {
            tell(say("backup.aside", done.aside()));
        }
        if (done.keyMissing()) {
            tell(say("backup.without-key"));
        }
        tell(say("backup.start-now"));
    }
}
