package io.langsong.notification;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in the outbox, with what became of it. Newest state at the time of asking. */
public record Posted(
        String key,
        String subject,
        String text,
        Map<String, Object> facts,
        Instant createdAt,
        State state,
        List<Delivery> deliveries) {

    public enum State {
        /** On its way to somebody, tried again until it arrives. */
        PENDING,
        DELIVERED,
        /** Somebody's side refused it for good, nothing more is on its way. */
        FAILED,
        /** Nobody was to be told when it was written. */
        NO_RECIPIENT;

        /** As written in JSON and addresses: {@code no-recipient}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * One recipient's copy.
     *
     * @param nextAt when it is tried again; null once it is over
     * @param lastError how the last attempt failed; null when it did not
     * @param remoteId what the other side called it, as a queue id; null before it is delivered
     */
    public record Delivery(
            String channel,
            String recipient,
            State state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable String lastError,
            @Nullable Instant deliveredAt,
            @Nullable String remoteId) {}
}
