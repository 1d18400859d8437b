package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Message;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches on a line: first what was collected since the welcome, and with what is left of the line what is older, oldest first. One thread.
 */
final class Upload {
    private static final int MOST_FRESH = 4;
    private static final int MOST_OLD = 2;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final Backlog backlog;
    private final Allowance allowance;
    private final LongSupplier nanos;
    private @Nullable ToIntFunction<Message> line;
    private Window window = new Window();
    /** 0 until there was a gap in this life of the process. */
    private long freshFrom;

    private boolean caughtUp;
    private long pausedUntil;

    /** @param nanos as {@link System#nanoTime} */
    Upload(Backlog backlog, Allowance allowance, LongSupplier nanos) {
        this.backlog = backlog;
        this.allowance = allowance;
        this.nanos = nanos;
    }

    /**
     * What is added to the backlog from now on is fresh.
     *
     * @param line takes messages, and says how many octets they were
     * @param inOrder whether what was fresh on the line before still is; on the first line, whether all that waits is
     */
    void begin(ToIntFunction<Message> line, boolean inOrder) {
        this.line = line;
        if (!inOrder) {
            freshFrom = backlog.nextOrder();
        }
        caughtUp = false;
        pausedUntil = nanos.getAsLong();
        window = new Window();
    }

    /** The line is gone: whatever is in flight is sent again. */
    void end() {
        line = null;
        backlog.flight().all().forEach(backlog::failed);
    }

    Backlog.State state() {
        return backlog.state();
    }

    /** Where fresh batches would wait for longer than some seconds, something is left out, so that what is up and down comes in time. */
    Batch fitting(Batch batch) {
        if (line == null || !allowance.isLimited()) {
            return batch;
        }
        double waits = Allowance.cost(backlog.octetsFrom(freshFrom));
        return Thinning.fitting(batch, allowance.soon(nanos.getAsLong()) - waits);
    }

    void send() {
        ToIntFunction<Message> to = line;
        long now = nanos.getAsLong();
        if (to == null || now - pausedUntil < 0) {
            return;
        }
        allowance.older(backlog.hasBefore(freshFrom), now);
        boolean sent = true;
        while (sent) {
            sent = sendOne(to);
        }
        if (!caughtUp && !backlog.hasBefore(freshFrom)) {
            caughtUp = true;
            var unused = to.applyAsInt(new Message.CaughtUp());
        }
    }

    private boolean sendOne(ToIntFunction<Message> to) {
        long now = nanos.getAsLong();
        Flight flight = backlog.flight();
        int fresh = backlog.nextLength(freshFrom, Long.MAX_VALUE);
        if (fresh > 0) {
            boolean mayGo = flight.count(freshFrom, Long.MAX_VALUE) < MOST_FRESH && allowance.allows(fresh, true, now);
            return mayGo && send(to, freshFrom, Long.MAX_VALUE, now);
        }
        int old = backlog.nextLength(0, freshFrom);
        boolean sent = old > 0
                && flight.count(0, freshFrom) < MOST_OLD
                && window.hasRoom(flight.octets(), old)
                && allowance.allows(old, false, now)
                && send(to, 0, freshFrom, now);
        if (sent) {
            allowance.olderLeft(old);
        }
        return sent;
    }

    private boolean send(ToIntFunction<Message> to, long from, long until, long now) {
        Optional<Flight.Sent> next = backlog.next(from, until, now);
        next.ifPresent(sent -> {
            var unused = to.applyAsInt(new Message.Upload(sent.block().batch()));
        });
        return next.isPresent();
    }

    void taken(Message.Taken taken) {
        backlog.flight().find(taken.life(), taken.number()).ifPresent(sent -> {
            window.taken(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - sent.atNanos()));
            backlog.done(sent);
        });
        send();
    }

    /** The server can not keep anything at present, so nothing is sent. */
    void later(Message.Later later) {
        backlog.flight().find(later.life(), later.number()).ifPresent(backlog::failed);
        long pause = Math.max(100, Math.min(LONGEST_PAUSE_MILLIS, later.millis()));
        pausedUntil = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pause);
    }
}
