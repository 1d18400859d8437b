package io.langsong.notification;

import org.springframework.stereotype.Component;

/** Messages on their way. */
@Component
public class Outbox {

    /**
     * Writes the message, a delivery for each recipient of each channel, into the caller's transaction: it is sent if and
     * only if that commits, and retried until it is delivered.
     */
    public void post(Message message) {
        throw new UnsupportedOperationException();
    }
}
