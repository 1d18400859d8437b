package io.langsong.notification.channel;

import java.time.Duration;
import java.util.Locale;

/** How one attempt ended. */
public sealed interface SendResult {

    /**
     * The other side took responsibility.
     *
     * @param remoteId what it calls the letter; may be empty
     */
    record Delivered(String remoteId) implements SendResult {
        public Delivered {
            remoteId = tame(remoteId);
        }
    }

    /** The other side will never take this letter. */
    record Refused(String reason) implements SendResult {
        public Refused {
            reason = tame(reason);
        }
    }

    /**
     * Not now.
     *
     * @param notBefore how long the other side asked us to wait, zero when it did not
     */
    record Postponed(String reason, Duration notBefore) implements SendResult {
        public Postponed {
            reason = tame(reason);
        }

        static Postponed because(String reason) {
            return new Postponed(reason, Duration.ZERO);
        }
    }

    /** Servers word their answers freely: one printable line, at most 300 characters. */
    private static String tame(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ").strip();
        return line.length() <= 300 ? line : String.format(Locale.ROOT, "%s…", line.substring(0, 299));
    }
}
