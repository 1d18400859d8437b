package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.SendResult;
import io.langsong.notification.channel.Sent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends what is in the outbox, one thread a channel, so that a slow one does not hold up the other. It does not begin by
 * itself: whoever knows that this is the active server calls {@link #start}; the end of the context stops it.
 *
 * <p>At least once: an attempt is committed before the letter leaves and its end after, with no transaction open between.
 * When the process dies in that gap, the letter is sent again under the same Message-ID or Idempotency-Key. A server that
 * hung while another took over sends nothing more when it wakes, even before it learns of that.
 */
public class Dispatcher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Longer than any attempt of a channel may take; only a process that vanished lets it pass. */
    private static final Duration CLAIM = Duration.ofMinutes(15);
    /** In case a ring was lost, as by a message that another process wrote. */
    private static final Duration POLL = Duration.ofSeconds(3);

    /** Networks try to reach a telephone for three days at most. */
    private static final Duration RECEIPTS = Duration.ofDays(3);

    private static final Duration GATHERING = Duration.ofMinutes(1);

    private static final int MOST_RECEIPTS = 100;

    private static final Duration AFTER_DATABASE_ERROR = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Channels channels;
    private final Endings endings;
    private final Deliveries deliveries;
    private final StaleDigests digests;
    private final Doorbell doorbell;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Run run = new Run();

    /** @param transactions refuse when another server has taken over */
    Dispatcher(
            Channels channels,
            Endings endings,
            Deliveries deliveries,
            StaleDigests digests,
            Doorbell doorbell,
            TransactionOperations transactions,
            Clock clock) {
        this.channels = channels;
        this.endings = endings;
        this.deliveries = deliveries;
        this.digests = digests;
        this.doorbell = doorbell;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Begins to send; also what an earlier process left half done. Only in the active server. */
    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        int released = deliveries.release();
        int takenUp = endings.takeUp(clock.instant());
        long stranded =
                deliveries.stranded(channels.all().stream().map(Channel::name).toList());
        log.info(
                "notification started channels={} resumed={} takenUp={}",
                channels.all().size(),
                released,
                takenUp);
        if (stranded > 0) {
            log.warn("deliveries wait for a channel that is no longer set deliveries={}", stranded);
        }
        Run begun = new Run();
        begun.active = true;
        run = begun;
        for (Channel channel : channels.all()) {
            Thread thread = new Thread(() -> work(begun, channel), "notification-" + channel.name());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets running attempts end for a moment; what does not end then is tried again after the next start. */
    @Override
    public synchronized void stop() {
        if (!isRunning()) {
            return;
        }
        run.active = false;
        doorbell.ring();
        long deadline = System.nanoTime() + STOP.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
        log.info("notification stopped");
    }

    @Override
    public boolean isRunning() {
        return run.active;
    }

    @Override
    public boolean isAutoStartup() {
        return false;
    }

    private void work(Run mine, Channel channel) {
        try {
            deliver(mine, channel);
        } finally {
            synchronized (channel) {
                channel.rest();
            }
        }
    }

    private void deliver(Run mine, Channel channel) {
        Complaints complaints = new Complaints(channel.name());
        long gathered = System.nanoTime() - GATHERING.toNanos();
        while (mine.active) {
            try {
                long seen = doorbell.rings();
                try {
                    Instant now = clock.instant();
                    if (System.nanoTime() - gathered >= GATHERING.toNanos()) {
                        gather(channel, now);
                        gathered = System.nanoTime();
                    }
                    Optional<Deliveries.Claim> claim =
                            transactions.execute(transaction -> deliveries.claim(channel.name(), now, now.plus(CLAIM)));
                    if (claim.isPresent()) {
                        attemptOrHold(mine, channel, claim.get(), now, complaints);
                    } else {
                        receipts(channel, now);
                        doorbell.await(seen, untilDue(channel));
                    }
                } catch (RuntimeException | Error e) {
                    // After an error too, such as a lack of memory for a moment, the next letter must leave.
                    complaints.add("the database did not serve the outbox", e.toString());
                    doorbell.await(doorbell.rings(), AFTER_DATABASE_ERROR);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Where people read: for a program each message stays one. */
    private void gather(Channel channel, Instant now) {
        if (channel.contact().isPresent()) {
            digests.gather(channel.name(), now);
        }
    }

    /** Between letters: every few seconds while there is nothing to send. */
    private void receipts(Channel channel, Instant now) {
        List<Sent> open = deliveries.open(channel.name(), now.minus(RECEIPTS), MOST_RECEIPTS);
        if (!open.isEmpty()) {
            channel.receipts(open).forEach(receipt -> endings.record(channel, receipt, clock.instant()));
        }
    }

    private Duration untilDue(Channel channel) {
        Instant now = clock.instant();
        Duration wait = deliveries
                .nextDue(channel.name())
                .map(due -> Duration.between(now, due))
                .orElse(POLL);
        return wait.compareTo(POLL) > 0 ? POLL : wait.toMillis() < 1 ? Duration.ofMillis(1) : wait;
    }

    /** Whenever it would leave: it may have waited into the quiet hours of its reader. */
    private void attemptOrHold(Run mine, Channel channel, Deliveries.Claim claim, Instant now, Complaints complaints)
            throws InterruptedException {
        Optional<Instant> until = endings.heldUntil(claim, now);
        Duration rest = endings.rest(channel);
        if (until.isPresent()) {
            deliveries.held(claim, until.get());
        } else if (!rest.isZero()) {
            endings.passOver(channel, claim, rest, now);
        } else {
            attempt(mine, channel, claim, complaints);
        }
    }

    private void attempt(Run mine, Channel channel, Deliveries.Claim claim, Complaints complaints)
            throws InterruptedException {
        SendResult result;
        try {
            // Somebody may have to tell something past the outbox.
            synchronized (channel) {
                result = channel.send(claim.letter());
            }
        } catch (RuntimeException | Error e) {
            result = new SendResult.Postponed("our own error: " + e, Duration.ZERO);
        }
        Instant at = clock.instant();
        // Written as long as it takes: a letter that arrived must not leave again because the database was away.
        while (true) {
            try {
                endings.record(channel, claim, result, at, complaints);
                return;
            } catch (RuntimeException | Error e) {
                complaints.add("the end of an attempt could not be recorded", e.toString());
                if (!mine.active) {
                    return;
                }
                doorbell.await(doorbell.rings(), AFTER_DATABASE_ERROR);
            }
        }
    }

    /** One stretch from start to stop: a thread that outlives its own must not go on in the next. */
    private static final class Run {
        private volatile boolean active;
    }
}
