package io.langsong.backup;

import io.langsong.secret.SecretKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Finds the key that opens the secrets of a backup, before anything is changed. */
record KeySearch(Environment environment, Restore.Asked asked) {
    /**
     * @return the key that the data directory is to get; null when it is to keep what it has, or there are no secrets
     * @throws BackupRefused when there are secrets and no key for them
     */
    @Nullable
    String find(Manifest manifest) {
        String needed = manifest.keyId();
        if (needed == null) {
            return null;
        }
        String variable = environment.getProperty("langsong.secret-key");
        if (variable != null && !variable.isBlank()) {
            if (!SecretKeys.keyId(variable, "LANGSONG_SECRET_KEY").equals(needed)) {
                throw new BackupRefused("other-variable", needed);
            }
            // Whoever gives it there does not want it on the disk.
            return null;
        }
        Path keyFile = asked.keyFile();
        if (keyFile != null) {
            return fromFile(keyFile, needed);
        }
        SealedKey sealed = manifest.key();
        if (sealed != null && asked.passphrase() != null) {
            return sealed.open(asked.passphrase())
                    .filter(key -> SecretKeys.keyId(key, "backup").equals(needed))
                    .orElseThrow(() -> new BackupRefused("wrong-passphrase", asked.file()));
        }
        Path directory = Path.of(environment.getProperty("langsong.data-dir", "./data"));
        Optional<String> there = SecretKeys.text(directory, null);
        if (there.isPresent() && SecretKeys.keyId(there.get(), "secret.key").equals(needed)) {
            return there.get();
        }
        if (asked.withoutKey()) {
            return null;
        }
        throw new BackupRefused(sealed == null ? "key-needed" : "passphrase-needed", asked.file(), needed);
    }

    private static String fromFile(Path file, String needed) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new BackupRefused(e, "key-unreadable", file);
        }
        String found = SecretKeys.keyId(text, file.toString());
        if (!found.equals(needed)) {
            throw new BackupRefused("other-key", file, found, needed);
        }
        return text;
    }
}
