package io.langsong.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the key of the secrets: {@code LANGSONG_SECRET_KEY}, else {@code secret.key} in the data directory. */
public final class SecretKeys {
    static final String VARIABLE = "LANGSONG_SECRET_KEY";
    static final String FILE = "secret.key";

    private static final Logger log = LoggerFactory.getLogger(SecretKeys.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final int LONGEST_FILE = 200;

    private SecretKeys() {}

    /**
     * @param variable value of {@link #VARIABLE}, null when it is not set
     * @param needed whether the database holds secrets already: then a new key would not open them, and none is made
     * @throws IllegalStateException with the remedy, when there is no key that may be used
     */
    public static SecretBox open(Path dataDirectory, @Nullable String variable, boolean needed) {
        if (variable != null && !variable.isBlank()) {
            return new SecretBox(decode(variable, VARIABLE), VARIABLE);
        }
        Path file = dataDirectory.resolve(FILE).toAbsolutePath().normalize();
        try {
            if (Files.notExists(file)) {
                if (needed) {
                    throw new IllegalStateException(
                            "The database holds secrets, but their key %s is missing; put it back from its backup, or set %s"
                                    .formatted(file, VARIABLE));
                }
                make(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The secret key %s can not be read or made; let the user of this program read and write %s"
                            .formatted(file, file.getParent()),
                    e);
        }
    }

    /**
     * The key in base64, for a copy of it that is sealed itself; empty when there is none. Makes none.
     *
     * @throws IllegalStateException with the remedy, when it is open to others or damaged
     */
    public static Optional<String> text(Path dataDirectory, @Nullable String variable) {
        if (variable != null && !variable.isBlank()) {
            decode(variable, VARIABLE);
            return Optional.of(variable.strip());
        }
        Path file = dataDirectory.resolve(FILE).toAbsolutePath().normalize();
        try {
            return Files.notExists(file) ? Optional.empty() : Optional.of(fromFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The secret key %s can not be read; run this as the user that it belongs to".formatted(file), e);
        }
    }

    /** @param text of a key in base64 @return what {@link SecretBox#keyId} says of it */
    public static String keyId(String text, String origin) {
        return new SecretBox(decode(text, origin), origin).keyId();
    }

    /** Writes the file of a key that was kept elsewhere. @param folder in which there is none yet */
    public static void put(Path folder, String text) throws IOException {
        write(folder.resolve(FILE).toAbsolutePath().normalize(), decode(text, FILE));
    }

    private static SecretBox read(Path file) throws IOException {
        return new SecretBox(decode(fromFile(file), file.toString()), file.toString());
    }

    private static String fromFile(Path file) throws IOException {
        if (isPosix(file)) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.removeAll(OWNER_FOLDER);
            if (!permissions.isEmpty()) {
                throw new IllegalStateException(
                        "The secret key %s is open to other users (%s); close it with: chmod 600 %s"
                                .formatted(
                                        file,
                                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                                        file));
            }
        }
        if (Files.size(file) > LONGEST_FILE) {
            throw new IllegalStateException(
                    "%s is too long for a secret key; put back the one from its backup".formatted(file));
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        decode(text, file.toString());
        return text;
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[SecretBox.KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        write(file, key);
        log.info("secret key made file={} keyId={}", file, new SecretBox(key, FILE).keyId());
    }

    /** Whole or not at all: a crash between never leaves half a key under the name. */
    private static void write(Path file, byte[] key) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, only(OWNER_FOLDER, isPosix(file)));
        }
        Path half = Files.createTempFile(folder, FILE, ".new", only(OWNER_ONLY, isPosix(file)));
        try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(
                    (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions, boolean posix) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The message never shows the text: it may be a key with one letter too many. */
    private static byte[] decode(String text, String origin) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException notBase64) {
            key = new byte[0];
        }
        if (key.length != SecretBox.KEY_OCTETS) {
            throw new IllegalStateException(
                    "%s is not a key of 32 octets in base64; make one with: openssl rand -base64 32".formatted(origin));
        }
        return key;
    }
}
