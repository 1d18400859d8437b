package io.langsong.firmware;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Firmware that can be brought to boxes.
 *
 * @param sha256 of the file: 64 hexadecimal digits in lower case
 * @param name as the person who gave it calls it; never a path
 * @param octets length of the file
 * @param version as boxes say it: {@code 23.05.3}, {@code 7.16.1}
 * @param revision of what it was built from, where the file says it; null else
 * @param boards what it is for: of OpenWrt names of boards, of RouterOS architectures; never empty
 * @param described whether the file itself says what it is for; else a person did
 * @param packageName of a RouterOS package; null where it is not known
 */
public record Image(
        String sha256,
        String name,
        Family family,
        long octets,
        String version,
        @Nullable String revision,
        List<String> boards,
        boolean described,
        @Nullable String packageName,
        String by,
        Instant at) {
    public Image {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("SHA-256 must be 64 lower-case hexadecimal digits: " + sha256);
        }
        boards = List.copyOf(boards);
        if (boards.isEmpty()) {
            throw new IllegalArgumentException("Firmware for no board: " + sha256);
        }
    }

    /** Whether a box says that this runs there. */
    boolean isOn(BoxFacts box) {
        return version.equals(box.version())
                && (revision == null
                        || box.revision() == null
                        || revision.equals(Objects.requireNonNull(box.revision())));
    }
}
