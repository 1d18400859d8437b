package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.SendResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what is in the outbox, one thread a channel, so that a slow one does not hold up the other. It does not begin by
 * itself: whoever knows that this is the active server calls {@link #start}; the end of the context stops it.
 *
 * <p>At least once: an attempt is committed before the letter leaves and its end after, with no transaction open between.
 * When the process dies in that gap, the letter is sent again under the same Message-ID or Idempotency-Key.
 */
public class Dispatcher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Longer than any attempt of a channel may take; only a process that vanished lets it pass. */
    private static final Duration CLAIM = Duration.ofMinutes(15);
    /** In case a ring was lost, as by a message that another process wrote. */
    private static final Duration POLL = Duration.ofSeconds(3);

    private static final Duration AFTER_DATABASE_ERROR = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final Channels channels;
    private final Doorbell doorbell;
    private final RetrySettings retry;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Run run = new Run();

    Dispatcher(Deliveries deliveries, Channels channels, Doorbell doorbell, RetrySettings retry, Clock clock) {
        this.deliveries = deliveries;
        this.channels = channels;
        this.doorbell = doorbell;
        this.retry = retry;
        this.clock = clock;
    }

    /** Begins to send; also what an earlier process left half done. Only in the active server. */
    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        int released = deliveries.release();
        long stranded =
                deliveries.stranded(channels.all().stream().map(Channel::name).toList());
        log.info("notification started channels={} resumed={}", channels.all().size(), released);
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
        Complaints complaints = new Complaints(channel.name());
        while (mine.active) {
            try {
                long seen = doorbell.rings();
                try {
                    Instant now = clock.instant();
                    var claim = deliveries.claim(channel.name(), now, now.plus(CLAIM));
                    if (claim.isPresent()) {
                        attempt(mine, channel, claim.get(), complaints);
                    } else {
                        doorbell.await(seen, untilDue(channel));
                    }
                } catch (RuntimeException e) {
                    complaints.add("the database did not serve the outbox", e.toString());
                    doorbell.await(doorbell.rings(), AFTER_DATABASE_ERROR);
                }
            } catch (InterruptedException e) {
                return;
            }
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

    private void attempt(Run mine, Channel channel, Deliveries.Claim claim, Complaints complaints)
            throws InterruptedException {
        SendResult result;
        try {
            result = channel.send(claim.letter());
        } catch (RuntimeException e) {
            result = new SendResult.Postponed("our own error: " + e, Duration.ZERO);
        }
        Instant at = clock.instant();
        // Written as long as it takes: a letter that arrived must not leave again because the database was away.
        while (true) {
            try {
                record(channel, claim, result, at, complaints);
                return;
            } catch (RuntimeException e) {
                complaints.add("the end of an attempt could not be recorded", e.toString());
                if (!mine.active) {
                    return;
                }
                doorbell.await(doorbell.rings(), AFTER_DATABASE_ERROR);
            }
        }
    }

    private void record(Channel channel, Deliveries.Claim claim, SendResult result, Instant at, Complaints complaints) {
        if (result instanceof SendResult.Delivered delivered) {
            deliveries.delivered(claim, at, delivered.remoteId());
            log.info(
                    "notification delivered key={} channel={} delivery={} attempts={}",
                    claim.letter().key(),
                    channel.name(),
                    claim.letter().delivery(),
                    claim.attempts());
        } else if (result instanceof SendResult.Refused refused) {
            deliveries.failed(claim, refused.reason());
            log.error(
                    "notification refused for good key={} channel={} delivery={} recipient={} reason={}",
                    claim.letter().key(),
                    channel.name(),
                    claim.letter().delivery(),
                    claim.letter().recipient(),
                    refused.reason());
        } else if (result instanceof SendResult.Postponed postponed) {
            Duration wait =
                    retry.after(claim.attempts(), ThreadLocalRandom.current().nextDouble());
            Duration asked = postponed.notBefore();
            deliveries.postponed(claim, at.plus(wait.compareTo(asked) > 0 ? wait : asked), postponed.reason());
            complaints.add("notification not taken, will be tried again", postponed.reason());
        }
    }

    /** One stretch from start to stop: a thread that outlives its own must not go on in the next. */
    private static final class Run {
        private volatile boolean active;
    }

    /** What repeats is logged at most once a minute. Of one thread. */
    private static final class Complaints {
        private static final Duration PAUSE = Duration.ofMinutes(1);

        private final String channel;
        private long last = System.nanoTime() - PAUSE.toNanos();
        private long count;

        Complaints(String channel) {
            this.channel = channel;
        }

        void add(String what, String reason) {
            count++;
            if (System.nanoTime() - last >= PAUSE.toNanos()) {
                log.warn("{} channel={} times={} reason={}", what, channel, count, Message.oneLine(reason, 300));
                last = System.nanoTime();
                count = 0;
            }
        }
    }
}
