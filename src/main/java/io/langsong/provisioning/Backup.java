package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The running configuration of an access point, as it was from {@code taken} to {@code seen} at least.
 *
 * @param digest SHA-256 in hexadecimal of the lines that do not change by themselves
 * @param applied checksum of what LangSong applied just before; null when it was not taken after that
 * @param shown with stars for secrets, without lines that change by themselves
 */
public record Backup(
        long id,
        DeviceId place,
        Instant taken,
        Instant seen,
        Cause cause,
        String digest,
        @Nullable String applied,
        String shown) {
    /** Why it was taken. */
    public enum Cause {
        NIGHTLY,
        /** Something was applied. */
        APPLIED,
        /** Somebody asked. */
        ASKED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
