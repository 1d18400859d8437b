package io.langsong.notification;

import io.langsong.notification.Addressees.Addressee;
import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.Letter;
import io.langsong.notification.channel.SendResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Messages on their way. Any thread. */
public class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    /** Messages that wait while another is told past the outbox, which takes minutes where a channel does not answer. */
    private static final int MOST_SHOUTS = 32;

    private static final int STOP_SECONDS = 5;
    /** To count goes through the messages of years. */
    private static final Duration COUNTED_EACH = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final PostBook book;
    private final Addressees addressees;
    private final Channels channels;
    private final Doorbell doorbell;
    private final Locale locale;
    private final @Nullable URI pages;
    private final Clock clock;
    private final TransactionOperations transactions;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final ThreadPoolExecutor shouting;
    private volatile @Nullable Counted counted;

    Outbox(
            Deliveries deliveries,
            PostBook book,
            Addressees addressees,
            Channels channels,
            Doorbell doorbell,
            Locale locale,
            @Nullable URI pages,
            Clock clock,
            TransactionOperations transactions) {
        this.deliveries = deliveries;
        this.book = book;
        this.addressees = addressees;
        this.channels = channels;
        this.doorbell = doorbell;
        this.locale = locale;
        this.pages = pages;
        this.clock = clock;
        this.transactions = transactions;
        this.shouting = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_SHOUTS), Outbox::shouter);
        this.shouting.allowCoreThreadTimeOut(true);
    }

    private static Thread shouter(Runnable work) {
        Thread thread = new Thread(work, "notification-shout");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Writes the message, a delivery for each recipient of each channel, into the caller's transaction: it is sent if and
     * only if that commits, and retried until it is delivered. Without a transaction it opens one. A key that is there
     * already is left as it is.
     */
    public void post(Message message) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.instant();
            deliveries.write(message, now).ifPresent(id -> {
                channels.all().forEach(channel -> deliveries.address(id, channel, now));
                doorbell.ringAfterCommit();
                warnWhenNobodyListens(message);
            });
        });
    }

    /**
     * As {@link #post(Message)}, to these people and nobody else: each gets one copy, in the language of the account, over the
     * first channel of that person's order that takes it, after that person's quiet hours when they hold the severity.
     * Somebody who can not be told gets a copy that has failed, so that it is seen.
     *
     * @param people names of accounts. Whether a person may see what it is about is for the caller to know
     */
    public void post(Message message, Set<String> people) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.instant();
            deliveries.write(message, now).ifPresent(id -> {
                for (Addressee addressee : addressees.of(people, message.severity(), now)) {
                    deliveries.address(id, addressee);
                    if (addressee.route() == null) {
                        log.warn(
                                "person can not be told key={} person={} reason={}",
                                message.key(),
                                addressee.person(),
                                addressee.reason());
                    }
                }
                doorbell.ringAfterCommit();
            });
        });
    }

    /**
     * Sends at once, past the database, to whom settings name: for what has to be told while the database is away. Each channel is tried once, for as
     * long as it takes; that it was sent is kept nowhere. On a thread of its own, one message after the other, so that nobody waits for a channel; what
     * comes while many wait is logged and not sent.
     *
     * @return when it has been tried, whether somebody took it; never ends in an exception
     */
    public CompletableFuture<Boolean> shout(Message message) {
        try {
            return CompletableFuture.supplyAsync(() -> sendPast(message), shouting)
                    .exceptionally(failed -> {
                        log.error("message past the outbox failed key={}", message.key(), failed);
                        return false;
                    });
        } catch (RejectedExecutionException full) {
            log.error("message not sent past the outbox, too many wait key={}", message.key());
            return CompletableFuture.completedFuture(false);
        }
    }

    private boolean sendPast(Message message) {
        boolean taken = false;
        for (Channel channel : channels.all()) {
            for (String recipient : channel.recipients()) {
                SendResult result = sendPast(message, channel, recipient);
                taken |= result instanceof SendResult.Delivered || result instanceof SendResult.Taken;
                log.info(
                        "message sent past the outbox key={} channel={} result={}",
                        message.key(),
                        channel.name(),
                        result);
            }
        }
        return taken;
    }

    /** One channel's fault must not silence the others. */
    private SendResult sendPast(Message message, Channel channel, String recipient) {
        try {
            synchronized (channel) {
                return channel.send(letter(message, channel, recipient));
            }
        } catch (RuntimeException e) {
            return new SendResult.Postponed("our own error: " + e, Duration.ZERO);
        }
    }

    /** Lets what is being told past the outbox end for a moment. */
    void stopShouting() {
        shouting.shutdown();
        try {
            if (!shouting.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn(
                        "messages not sent past the outbox at stop messages={}",
                        shouting.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same letter for the same message, so that a receiver knows a repeat. */
    private Letter letter(Message message, Channel channel, String recipient) {
        String name = message.key() + "\n" + channel.name() + "\n" + recipient;
        return new Letter(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                recipient,
                null,
                message.key(),
                message.subject(),
                message.text(),
                deliveries.facts(message),
                clock.instant());
    }

    private void warnWhenNobodyListens(Message message) {
        boolean nobody =
                channels.all().stream().allMatch(channel -> channel.recipients().isEmpty());
        if (nobody && warned.compareAndSet(false, true)) {
            log.warn("message without recipient, set a channel under langsong.notification key={}", message.key());
        }
    }

    /** Whether there is anybody to tell: whom settings name, or a person with a contact. */
    public boolean hasRecipients() {
        return channels.all().stream().anyMatch(channel -> !channel.recipients().isEmpty()) || addressees.any();
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
        return book.messages(state, Math.max(1, Math.min(limit, 1000)));
    }

    /**
     * What was said of one object, by itself, behind another or in a digest; among the newest few thousand messages. Newest
     * first.
     *
     * @param object as the facts of messages name it: {@code device:thon-man-ap2}
     * @param limit 1 to 1000
     */
    public List<Posted> about(String object, Instant since, int limit) {
        return book.about(object, since, Math.max(1, Math.min(limit, 1000)));
    }

    /** The messages with these keys, newest first, at most 1000. */
    public List<Posted> withKeys(Collection<String> keys) {
        return keys.isEmpty() ? List.of() : book.withKeys(keys, 1000);
    }

    /** Since the tables were made, so a restart does not reset them. */
    public Counts counts() {
        return book.counts(clock.instant());
    }

    /** As {@link #counts}, at most five seconds old: for who asks for one of them after the other. */
    public Counts recentCounts() {
        Counted last = counted;
        if (last == null || System.nanoTime() - last.atNanos() >= COUNTED_EACH.toNanos()) {
            last = new Counted(System.nanoTime(), counts());
            counted = last;
        }
        return last.counts();
    }

    private record Counted(long atNanos, Counts counts) {}

    /**
     * {@code deliveries = queued + sent + delivered + failed}.
     *
     * @param posted messages
     * @param deliveries copies for one recipient over one channel
     * @param queued not taken yet
     * @param sent taken, without a receipt yet
     * @param failed refused for good by the other side
     * @param retried attempts after the first of a delivery
     * @param oldestQueued how long the one waits that has waited longest, without a person's quiet hours; zero without one
     */
    public record Counts(
            long posted,
            long deliveries,
            long queued,
            long sent,
            long delivered,
            long failed,
            long retried,
            Duration oldestQueued) {}
}
