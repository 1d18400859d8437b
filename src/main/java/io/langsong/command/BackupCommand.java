package io.langsong.command;

import io.langsong.backup.BackupProgress;
import io.langsong.backup.NewBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes everything that a server keeps into one file, while it runs or not. */
@Command(
        name = "backup",
        description = "Writes everything that a server keeps into one file, while it runs or not; overwrites nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:no backup was made", "2:wrong usage"})
final class BackupCommand extends DataCommand {
    private final Clock clock;

    @Parameters(paramLabel = "FILE", description = "where to write it, e.g. langsong-2026-11-30.zip")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private Path file;

    BackupCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    void run(Environment environment, @Nullable String phrase, BackupProgress progress)
            throws IOException, SQLException {
        NewBackup.Made made = NewBackup.make(environment, file, phrase, clock, product(), progress);
        tell(say("backup.made", file, made.tables(), made.rows(), (made.size() + 1023) / 1024));
        tell(say("backup.secrets."
                + made.secrets().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
}
