package io.langsong.notification.channel;

import java.util.UUID;

/** What became of a letter after it was taken. */
public sealed interface Receipt {
    UUID delivery();

    /** It is on the device of whoever reads it. */
    record Arrived(UUID delivery) implements Receipt {}

    /** It will never arrive. */
    record Lost(UUID delivery, String reason) implements Receipt {
        public Lost {
            reason = SendResult.tame(reason);
        }
    }
}
