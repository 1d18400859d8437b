package io.langsong.notification;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Messages on their way. Any thread. */
public class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final Deliveries deliveries;
    private final Channels channels;
    private final Doorbell doorbell;
    private final Locale locale;
    private final @Nullable URI pages;
    private final Clock clock;
    private final TransactionOperations transactions;
    private final AtomicBoolean warned = new AtomicBoolean();

    Outbox(
            Deliveries deliveries,
            Channels channels,
            Doorbell doorbell,
            Locale locale,
            @Nullable URI pages,
            Clock clock,
            TransactionOperations transactions) {
        this.deliveries = deliveries;
        this.channels = channels;
        this.doorbell = doorbell;
        this.locale = locale;
        this.pages = pages;
        this.clock = clock;
        this.transactions = transactions;
    }

    /**
     * Writes the message, a delivery for each recipient of each channel, into the caller's transaction: it is sent if and
     * only if that commits, and retried until it is delivered. Without a transaction it opens one. A key that is there
     * already is left as it is.
     */
    public void post(Message message) {
        transactions.executeWithoutResult(transaction -> {
            boolean written = deliveries.write(message, channels.all(), clock.instant());
            if (written) {
                ringAfterCommit();
                warnWhenNobodyListens(message);
            }
        });
    }

    private void ringAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                doorbell.ring();
            }
        });
    }

    private void warnWhenNobodyListens(Message message) {
        if (!hasRecipients() && warned.compareAndSet(false, true)) {
            log.warn("message without recipient, set a channel under langsong.notification key={}", message.key());
        }
    }

    /** Whether settings name anybody to tell. */
    public boolean hasRecipients() {
        return channels.all().stream().anyMatch(channel -> !channel.recipients().isEmpty());
    }

    /** The language that messages are to be written in. */
    public Locale locale() {
        return locale;
    }

    /** Where people open our pages, for links in messages; null when nobody said. */
    public @Nullable URI pages() {
        return pages;
    }

    /**
     * Newest first.
     *
     * @param state only messages in it; null for all
     * @param limit 1 to 1000
     */
    public List<Posted> messages(Posted.@Nullable State state, int limit) {
        return deliveries.messages(state, Math.max(1, Math.min(limit, 1000)));
    }

    /**
     * What was said of one object, by itself, behind another or in a digest; among the newest few thousand messages. Newest
     * first.
     *
     * @param object as the facts of messages name it: {@code device:thon-man-ap2}
     * @param limit 1 to 1000
     */
    public List<Posted> about(String object, Instant since, int limit) {
        return deliveries.about(object, since, Math.max(1, Math.min(limit, 1000)));
    }

    /** The messages with these keys, newest first, at most 1000. */
    public List<Posted> withKeys(Collection<String> keys) {
        return keys.isEmpty() ? List.of() : deliveries.withKeys(keys, 1000);
    }

    /** Since the tables were made, so a restart does not reset them. */
    public Counts counts() {
        return deliveries.counts(clock.instant());
    }

    /**
     * {@code deliveries = pending + delivered + failed}.
     *
     * @param posted messages
     * @param deliveries copies for one recipient over one channel
     * @param failed refused for good by the other side
     * @param retried attempts after the first of a delivery
     * @param oldestPending age of the oldest message that is still on its way, zero without one
     */
    public record Counts(
            long posted,
            long deliveries,
            long pending,
            long delivered,
            long failed,
            long retried,
            Duration oldestPending) {}
}
