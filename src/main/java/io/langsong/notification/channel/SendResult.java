package io.langsong.notification.channel;

import java.time.Duration;
import java.util.Locale;

/** How one attempt ended. */
public sealed interface SendResult {

    /**
     * The other side took responsibility, and there is no more to be learned from it.
     *
     * @param remoteId what it calls the letter; may be empty
     */
    record Delivered(String remoteId) implements SendResult {
        public Delivered {
            remoteId = tame(remoteId);
        }
    }

    /**
     * The other side took it, and will say later whether it arrived.
     *
     * @param remoteId what it calls the letter, by which the receipt is found
     */
    record Taken(String remoteId) implements SendResult {
        public Taken {
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
     * @param answered whether the other side said anything; false speaks against the line
     */
    record Postponed(String reason, Duration notBefore, boolean answered) implements SendResult {
        public Postponed {
            reason = tame(reason);
        }

        public Postponed(String reason, Duration notBefore) {
            this(reason, notBefore, true);
        }

        static Postponed because(String reason) {
            return new Postponed(reason, Duration.ZERO, true);
        }

        static Postponed unanswered(String reason) {
            return new Postponed(reason, Duration.ZERO, false);
        }
    }

    /** Servers word their answers freely: one printable line, at most 300 characters. */
    static String tame(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ").strip();
        return line.length() <= 300 ? line : String.format(Locale.ROOT, "%s…", line.substring(0, 299));
    }
}
