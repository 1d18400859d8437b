package io.langsong.collector;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Dating;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import io.langsong.event.EventReceiver;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.outage.OutageRecorder;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollIntake;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what collectors send, and hands it on: what is fresh to the same intake as the server's own polls, what belongs into a gap to
 * {@link LateWork}. A batch stays in the database until its samples are in the store and its turning points in the record.
 */
@Component
public class Inbox implements Intake {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);
    /** By then what was handed on has been judged and recorded, unless the record waits for the database. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final InboxTable table;
    private final Collectors collectors;
    private final PollIntake intake;
    private final MetricStore store;
    private final OutageRecorder recorder;
    private final EventReceiver messages;
    private final LateWork late;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<CollectorId, Session> sessions = new ConcurrentHashMap<>();

    /** @param transaction refuses when another server has taken over */
    Inbox(
            InboxTable table,
            Collectors collectors,
            PollIntake intake,
            MetricStore store,
            OutageRecorder recorder,
            EventReceiver messages,
            LateWork late,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.collectors = collectors;
        this.intake = intake;
        this.store = store;
        this.recorder = recorder;
        this.messages = messages;
        this.late = late;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What is known of the one that is connected.
     *
     * @param freshFrom of the life: what was collected before is late; null: nothing is, or all of it is here
     * @param sync the newest reading of the server's clock in this life
     */
    private record Session(Life life, @Nullable Long freshFrom, Sync sync) {
        boolean isLate(Batch batch) {
            return freshFrom != null && (!batch.life().id().equals(life.id()) || batch.from() < freshFrom);
        }
    }

    /**
     * Before the first is let in: what another run left is judged with the time in which nobody was there. Whoever knows that this is the active
     * server calls it, and {@link #stop}.
     */
    public void start() {
        sessions.clear();
        Integer left = transaction.execute(status -> table.leaveBehind());
        late.begin(clock.instant());
        if (left != null && left > 0) {
            log.info("batches of collectors left by the run before batches={}", left);
        }
    }

    /** After the last has gone. */
    public void stop() {
        late.end();
        sessions.clear();
    }

    @Override
    public boolean connected(CollectorId collector, Life life, long now, Instant at) {
        Session before = sessions.get(collector);
        boolean behind = before != null && before.freshFrom() != null;
        Arrival arrival = transaction.execute(status -> {
            table.live(collector, life, at);
            if (table.endGap(collector, at)) {
                return Arrival.AFTER_A_GAP;
            }
            if (behind) {
                // It may have been judged with what was there, since nothing old came for long.
                table.reopenLast(collector);
            }
            return table.extendGap(collector, at) ? Arrival.CATCHING_UP : Arrival.IN_ORDER;
        });
        if (arrival == Arrival.CATCHING_UP) {
            lookAway(collector);
        }
        Long freshFrom = arrival == Arrival.IN_ORDER ? null : (Long) now;
        sessions.put(collector, new Session(life, freshFrom, new Sync(now, at, 1_000)));
        return arrival == Arrival.IN_ORDER;
    }

    private enum Arrival {
        /** It was there all the time, as far as anybody was told. */
        IN_ORDER,
        AFTER_A_GAP,
        /** What belongs into a gap had not all come when the line went again, or its process: the gap lasted until now. */
        CATCHING_UP
    }

    @Override
    public void synced(CollectorId collector, Life life, Sync sync) {
        transaction.executeWithoutResult(status -> table.sync(collector, life.id(), sync));
        sessions.computeIfPresent(
                collector,
                (id, session) ->
                        session.life().id().equals(life.id()) ? new Session(life, session.freshFrom(), sync) : session);
    }

    @Override
    public boolean take(CollectorId collector, byte[] octets) throws WireException {
        Batch batch = BatchCodec.decode(octets);
        Session session = sessions.get(collector);
        boolean isLate = session == null || session.isLate(batch);
        Instant now = clock.instant();
        Sync sync = batch.sync();
        boolean isNew = Boolean.TRUE.equals(transaction.execute(status -> {
            table.live(collector, batch.life(), now);
            if (sync != null) {
                table.sync(collector, batch.life().id(), sync);
            }
            boolean kept = table.keep(collector, batch, octets, now, isLate);
            if (kept && isLate) {
                table.reopenLast(collector);
            }
            return kept;
        }));
        if (!isNew) {
            return false;
        }
        Set<DeviceId> own = collectors.deviceIdsOf(collector);
        if (session == null || isLate) {
            late.arrived(collector, batch, own);
        } else {
            handOn(collector, batch, own, dating(batch, session));
        }
        return true;
    }

    private static Dating dating(Batch batch, Session session) {
        Sync sync = batch.sync();
        boolean same = batch.life().id().equals(session.life().id());
        if (sync != null) {
            return Clocks.between(batch.until(), sync, same ? session.sync() : null);
        }
        return same
                ? Dating.by(session.sync())
                : Dating.by(new Sync(batch.until(), session.sync().server(), 0));
    }

    private void handOn(CollectorId collector, Batch batch, Set<DeviceId> own, Dating dating) {
        for (PollResult result : batch.results()) {
            if (own.contains(result.device())) {
                intake.accept(dating.date(result));
            }
        }
        for (DeviceNotice notice : batch.notices()) {
            if (own.contains(notice.device())) {
                intake.accept(dating.date(notice));
            }
        }
        batch.datagrams()
                .forEach(datagram -> messages.relayed(
                        collector.value(), own, Relay.of(datagram, dating.date(datagram.at()), false)));
    }

    @Override
    public void caughtUp(CollectorId collector) {
        sessions.computeIfPresent(collector, (id, session) -> new Session(session.life(), null, session.sync()));
        late.judge(collector);
    }

    @Override
    public void lost(CollectorId collector, Instant lastHeard) {
        transaction.executeWithoutResult(status -> table.beginGap(collector, lastHeard));
        sessions.remove(collector);
        lookAway(collector);
    }

    /** What comes next of its devices does not follow on what came before. */
    private void lookAway(CollectorId collector) {
        Instant now = clock.instant();
        for (DeviceId device : collectors.deviceIdsOf(collector)) {
            intake.accept(
                    new PollResult(device, now, now, Outcome.NOT_ASKED, 0, 0, null, List.of(), List.of(), "collector"));
        }
    }

    /** Lets go what is safe where it went. From time to time, one thread. */
    void settle() {
        Instant handedOn = clock.instant().minus(SETTLED);
        if (messages.waiting() == 0) {
            transaction.executeWithoutResult(status -> table.relayed(handedOn));
        }
        if (intake.waiting() > 0 || recorder.waiting() > 0) {
            return;
        }
        try {
            store.flush();
        } catch (MetricStoreException away) {
            return;
        }
        transaction.executeWithoutResult(status -> table.settle(handedOn));
        late.judgeAbandoned();
    }
}
