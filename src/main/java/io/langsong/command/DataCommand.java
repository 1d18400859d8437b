package io.langsong.command;

import io.langsong.backup.BackupProgress;
import io.langsong.backup.BackupProperties;
import io.langsong.backup.BackupRefused;
import io.langsong.database.DatabaseStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@link BackupCommand} and {@link RestoreCommand} share: the settings, the passphrase, how far it is, and why it failed. */
abstract class DataCommand implements Callable<Integer> {
    private List<String> properties = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "folder of everything that is kept (default: ./data, or LANGSONG_DATA_DIR)")
    private @Nullable Path dataDir;

    @Option(
            names = "--passphrase",
            paramLabel = "@FILE|env:NAME",
            description =
                    "opens and seals the key of the secrets (default: the environment's LANGSONG_BACKUP_PASSPHRASE)")
    private @Nullable String passphrase;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LanguageOption language;

    /** Settings in Spring's own form. */
    void passOn(List<String> settings) {
        properties = List.copyOf(settings);
    }

    /** @param progress of the one line that is rewritten */
    abstract void run(Environment environment, @Nullable String phrase, BackupProgress progress)
            throws IOException, SQLException;

    @Override
    public Integer call() {
        Locale chosen = language.chosen();
        Progress line = new Progress(err());
        try {
            Environment environment = ServerSettings.read(properties, dataDir);
            String phrase = passphrase == null
                    ? BackupProperties.of(environment).phrase()
                    : Secrets.read("--passphrase", passphrase);
            run(
                    environment,
                    phrase,
                    (step, name, done, of) ->
                            line.show(say("backup.step." + step.name().toLowerCase(Locale.ROOT), name, done, of)));
            line.clear();
            return Commands.DONE;
        } catch (BackupRefused refused) {
            line.clear();
            return fail(refused.in(chosen));
        } catch (DatabaseStartException failed) {
            line.clear();
            return fail(String.valueOf(failed.getMessage()));
        } catch (IOException | UncheckedIOException | SQLException | IllegalStateException failed) {
            line.clear();
            return fail(say("backup.failed", ServerOptions.plain(String.valueOf(failed.getMessage()))));
        }
    }

    String say(String key, Object... values) {
        return language.say(key, values);
    }

    /** A line for people. */
    void tell(String line) {
        err().println(line);
        err().flush();
    }

    private int fail(String message) {
        tell("langsong: " + message);
        return Commands.FAILED;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    static String product() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
