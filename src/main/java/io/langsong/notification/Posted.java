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
        Severity severity,
        Instant createdAt,
        State state,
        List<Delivery> deliveries) {

    public enum State {
        /** On its way to somebody, tried again until the other side takes it. */
        QUEUED,
        /** The other side took it, and has not said yet whether it arrived. */
        SENT,
        /** It arrived, as far as can be learned: {@link Delivery#receipt} says who said so. */
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
     * @param person name of the account that it is for; null for whom settings name
     * @param recipient of settings, or the person: contacts are not shown
     * @param nextAt when it is tried again; null once it is over
     * @param lastError how the last attempt failed; null when it did not
     * @param sentAt when the other side took it
     * @param receipt who said that it arrived: {@code device}, the one of whoever reads it, or {@code server}, the last that
     *     tells us; null before
     * @param remoteId what the other side called it, as a queue id; null before it is sent
     * @param toldBy key of the later message that lists this one, since it had waited too long; null: it goes by itself
     */
    public record Delivery(
            @Nullable String person,
            String channel,
            String recipient,
            State state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable String lastError,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable String receipt,
            @Nullable String remoteId,
            @Nullable String toldBy) {}
}
