package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The interval in which something was wrong with what an access point has.
 *
 * @param began when it was found
 * @param ended null while it lasts
 */
public record Alarm(
        long id,
        DeviceId place,
        Kind kind,
        Instant began,
        @Nullable Instant ended) {
    /** What is wrong. */
    public enum Kind {
        /** What its box has is not what was let out to it. */
        DRIFT,
        /** Its running configuration was not seen for long. */
        OLD_BACKUP;

        /** As written in JSON: {@code old-backup}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
