package io.langsong.collector;

import io.langsong.collector.InboxTable.Key;
import io.langsong.collector.InboxTable.Lived;
import io.langsong.collector.InboxTable.Place;
import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Dating;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import io.langsong.event.EventReceiver;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.outage.LateResults;
import io.langsong.outage.LateResults.Found;
import io.langsong.outage.LateResults.Judging;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What belongs into a gap: its samples go to the store at once where they can be dated, its results are judged when the gap is complete, on a thread of its own. */
@Component
class LateWork {
    private static final Logger log = LoggerFactory.getLogger(LateWork.class);
    /** After so long without a word that all is there, what is there is judged. */
    private static final Duration PATIENCE = Duration.ofHours(1);
    /** A batch that was under way when the line went lies before the gap. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    private static final Duration LONGEST_WRITE = Duration.ofMinutes(10);

    /** Of samples that are handed to the store: so many wait for it, and the rest for them. */
    private static final int MOST_UNWRITTEN = 200_000;

    private final InboxTable table;
    private final Collectors collectors;
    private final MetricStore store;
    private final LateResults results;
    private final EventReceiver messages;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private @Nullable ExecutorService thread;
    private volatile Instant begunAt = Instant.MAX;
    private volatile long droppedBefore;

    /** @param transaction refuses when another server has taken over */
    LateWork(
            InboxTable table,
            Collectors collectors,
            MetricStore store,
            LateResults results,
            EventReceiver messages,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.collectors = collectors;
        this.store = store;
        this.results = results;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    synchronized void begin(Instant now) {
        begunAt = now;
        droppedBefore = store.counts().dropped();
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "collector-late");
            made.setDaemon(true);
            return made;
        });
    }

    synchronized void end() {
        ExecutorService ending = thread;
        thread = null;
        if (ending != null) {
            ending.shutdownNow();
        }
    }

    /** A late batch was committed. */
    void arrived(CollectorId collector, Batch batch, Set<DeviceId> own) {
        Sync sync = batch.sync();
        if (sync != null) {
            var unused = keep(collector, batch, own, Dating.by(sync));
        }
    }

    /** What need not be judged. @return how many samples were handed to the store */
    private int keep(CollectorId collector, Batch batch, Set<DeviceId> own, Dating dating) {
        batch.datagrams()
                .forEach(datagram ->
                        messages.relayed(collector.value(), own, Relay.of(datagram, dating.date(datagram.at()), true)));
        return append(batch, own, dating);
    }

    /** @return how many samples were handed to the store */
    private int append(Batch batch, Set<DeviceId> own, Dating dating) {
        List<Sample> samples = new ArrayList<>();
        for (PollResult result : batch.results()) {
            if (own.contains(result.device())) {
                samples.addAll(dating.date(result).samples());
            }
        }
        store.append(samples);
        return samples.size();
    }

    /** All that belongs into the gaps of a collector is there. */
    synchronized void judge(CollectorId collector) {
        ExecutorService working = thread;
        if (working == null) {
            return;
        }
        try {
            working.execute(() -> judgeAll(collector));
        } catch (RejectedExecutionException ending) {
            log.debug("late results are left to the next run collector={}", collector);
        }
    }

    /** Judges what is there of collectors that went away again before they had sent all. */
    void judgeAbandoned() {
        table.waitingSince(clock.instant().minus(PATIENCE)).forEach(this::judge);
    }

    private void judgeAll(CollectorId collector) {
        try {
            for (Gap gap : table.unjudged(collector)) {
                judge(gap);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | TimeoutException | ExecutionException failed) {
            log.warn("late results not judged, will be tried again collector={}", collector, failed);
        }
    }

    /** A batch and when it was. */
    private record Dated(Place place, Dating dating) {
        Instant from() {
            return dating.date(place.from());
        }

        Instant until() {
            return dating.date(place.until());
        }
    }

    private void judge(Gap gap) throws InterruptedException, TimeoutException, ExecutionException {
        Map<UUID, Lived> lives = table.lives(gap.collector());
        Set<DeviceId> own = collectors.deviceIdsOf(gap.collector());
        List<Dated> dated = new ArrayList<>();
        List<Key> done = new ArrayList<>();
        long undated = 0;
        Instant ended = gap.ended() == null ? Instant.MAX : gap.ended();
        for (Place place : table.latePlaces(gap.collector())) {
            Optional<Dating> dating = dating(gap, place, lives);
            if (dating.isEmpty()) {
                undated++;
                done.add(place.key());
            } else if (new Dated(place, dating.get()).from().isBefore(ended)) {
                dated.add(new Dated(place, dating.get()));
                done.add(place.key());
            }
        }
        dated.sort(Comparator.comparing(Dated::from));
        Judging judging = results.begin(gap.began(), own);
        long dropped = store.counts().dropped();
        int unwritten = 0;
        for (Dated one : dated) {
            unwritten += show(gap.collector(), one, own, judging);
            if (unwritten > MOST_UNWRITTEN) {
                store.flush();
                unwritten = 0;
            }
        }
        store.flush();
        if (store.counts().dropped() != dropped) {
            throw new MetricStoreException("Samples had to go for want of room; the batches are kept");
        }
        long lost = undated;
        Found found = judging.finish(() -> {
                    table.forget(gap.collector(), done);
                    table.judged(gap.id(), clock.instant(), dated.size(), lost);
                })
                .get(LONGEST_WRITE.toSeconds(), TimeUnit.SECONDS);
        transaction.executeWithoutResult(status -> table.found(gap.id(), found.outages(), found.changed()));
        log.info(
                "late results judged collector={} from={} until={} batches={} undated={} outagesFound={} outagesChanged={}",
                gap.collector(),
                gap.began(),
                ended,
                dated.size(),
                undated,
                found.outages(),
                found.changed());
    }

    /** @return how many samples were handed to the store */
    private int show(CollectorId collector, Dated one, Set<DeviceId> own, Judging judging) {
        Batch batch;
        try {
            batch = BatchCodec.decode(table.body(collector, one.place().key()));
        } catch (WireException damaged) {
            // It was read before it was kept.
            throw new IllegalStateException("A batch that was kept can not be read: " + one.place(), damaged);
        }
        boolean kept = batch.sync() != null && one.place().receivedAt().isAfter(begunAt);
        int handedOn = 0;
        if (!kept) {
            handedOn = keep(collector, batch, own, one.dating());
        } else if (store.counts().dropped() != droppedBefore) {
            // They may be among those that went for want of room.
            handedOn = append(batch, own, one.dating());
        }
        List<PollResult> shown = batch.results().stream()
                .filter(result -> own.contains(result.device()))
                .map(one.dating()::date)
                .sorted(Comparator.comparing(PollResult::at))
                .toList();
        List<DeviceNotice> said = batch.notices().stream()
                .filter(notice -> own.contains(notice.device()))
                .map(one.dating()::date)
                .toList();
        judging.saw(one.from(), one.until(), shown, said);
        return handedOn;
    }

    private Optional<Dating> dating(Gap gap, Place place, Map<UUID, Lived> lives) {
        Lived lived = lives.get(place.key().life());
        if (lived == null) {
            return Optional.empty();
        }
        Sync sync = lived.sync();
        return sync != null
                ? Optional.of(Dating.by(sync))
                : Clocks.byWallClock(lived, lives.values(), gap.began().minus(BEFORE));
    }
}
