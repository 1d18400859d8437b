package io.langsong.backup;

import io.langsong.database.CommandDatabase;
import io.langsong.secret.SecretKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Makes one backup into a file that somebody names, beside a running server or without one. One thread. */
public final class NewBackup {
    /**
     * @param size of the file, octets
     * @param secrets what of them is in it
     */
    public record Made(int tables, long rows, long size, Secrets secrets) {}

    /** The key of the secrets. */
    public enum Secrets {
        /** There is no key. */
        NONE,
        /** It is in the backup, under the passphrase. */
        SEALED,
        /** It is not in the backup. */
        KEY_MISSING
    }

    private NewBackup() {}

    /**
     * @param environment with the settings of the server
     * @param passphrase null: the key stays out
     * @param product version of this program
     * @throws BackupRefused with the remedy; no file is left
     * @throws io.langsong.database.DatabaseStartException when there is no database, or it can not be reached
     */
    public static Made make(
            Environment environment,
            Path file,
            @Nullable String passphrase,
            Clock clock,
            String product,
            BackupProgress progress)
            throws IOException, SQLException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        if (Files.exists(file)) {
            throw new BackupRefused("file-there", file);
        }
        if (!Files.isDirectory(folder)) {
            throw new BackupRefused("no-folder", folder);
        }
        if (!Files.isWritable(folder)) {
            throw new BackupRefused("folder-closed", folder, System.getProperty("user.name"));
        }
        if (passphrase != null && passphrase.length() < SealedKey.SHORTEST) {
            throw new BackupRefused("passphrase-short", SealedKey.SHORTEST);
        }
        Path directory = Path.of(environment.getProperty("langsong.data-dir", "./data"));
        try (CommandDatabase database = CommandDatabase.open(environment)) {
            String key = SecretKeys.text(directory, environment.getProperty("langsong.secret-key"))
                    .orElse(null);
            Manifest manifest = new BackupWriter(clock, product)
                    .write(
                            new BackupWriter.Source(database.source(), directory, key, passphrase, true),
                            file,
                            0,
                            progress);
            return new Made(
                    manifest.tables().size(),
                    manifest.tables().stream().mapToLong(Manifest.Table::rows).sum(),
                    Files.size(file),
                    manifest.keyId() == null
                            ? Secrets.NONE
                            : manifest.key() == null ? Secrets.KEY_MISSING : Secrets.SEALED);
        }
    }
}
