package io.langsong.backup;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds, as its entry {@code manifest.json} says it.
 *
 * @param format of the file, {@link #FORMAT} at most
 * @param product version of the program that made it, "development" without one
 * @param postgres version of the database it was made from, e.g. {@code "18.1"}
 * @param migrations the form of the tables
 * @param keyId of the key of the secrets; null when there was no key
 * @param key null when no passphrase was given, or when there was no key
 */
record Manifest(
        int format,
        String product,
        Instant madeAt,
        String postgres,
        List<Migration> migrations,
        List<Table> tables,
        List<Sequence> sequences,
        List<Stored> files,
        @Nullable String keyId,
        @Nullable SealedKey key) {
    static final int FORMAT = 2;

    /** Folders of the data directory that it holds. */
    static final String PROFILES = "profiles";

    static final String FIRMWARE = "firmware";

    /** Name of an image of firmware: its SHA-256. */
    static final Pattern IMAGE = Pattern.compile("[0-9a-f]{64}");

    /** The first that can hold these: whoever knows only earlier ones can put back what has no more than they know. */
    static int formatOf(List<Stored> files) {
        return files.stream().anyMatch(Stored::isFirmware) ? FORMAT : 1;
    }

    /** @param checksum of its text, as Flyway counts it */
    record Migration(
            String version, String description, @Nullable Integer checksum) {}

    /**
     * @param columns in the order of the data
     * @param sha256 of the octets of its entry
     * @param digest of its rows in any order, {@link RowsDigest}
     */
    record Table(String name, List<String> columns, long rows, String sha256, String digest) {
        Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /** @param last null when it was never asked */
    record Sequence(String name, @Nullable Long last) {}

    /** @param path below the data directory, with slashes */
    record Stored(String path, long size, String sha256) {
        String entry() {
            return "files/" + path;
        }

        boolean isFirmware() {
            return path.equals(FIRMWARE + "/" + sha256);
        }
    }

    Manifest {
        migrations = List.copyOf(migrations);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        files = List.copyOf(files);
    }
}
