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
import java.util.HashMap;
import java.util.HashSet;
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
    /** Of batches whose messages were handed on here, and that may be judged once more. On the thread. */
    private final Set<Key> relayed = new HashSet<>();

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
            relay(collector, batch, own, Dating.by(sync));
            var unused = append(batch, own, Dating.by(sync));
        }
    }

    private void relay(CollectorId collector, Batch batch, Set<DeviceId> own, Dating dating) {
        batch.datagrams()
                .forEach(datagram ->
                        messages.relayed(collector.value(), own, Relay.of(datagram, dating.date(datagram.at()), true)));
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
        List<Place> places = table.latePlaces(gap.collector());
        Map<UUID, Long> lasted = new HashMap<>();
        places.forEach(place -> lasted.merge(place.key().life(), place.until(), Math::max));
        for (Place place : places) {
            Optional<Dating> dating = dating(gap, place, lives, lasted);
            if (dating.isEmpty()) {
                undated++;
                done.add(place.key());
            } else if (new Dated(place, dating.get()).from().isBefore(ended)) {
                dated.add(new Dated(place, dating.get()));
                done.add(place.key());
            }
        }
        dated.sort(Comparator.comparing(Dated::from));
        // What came too late for a gap before is judged with this one.
        Instant first = dated.isEmpty() ? gap.began() : dated.get(0).from();
        Judging judging = results.begin(first.isBefore(gap.began()) ? first : gap.began(), own);
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
                    boolean moreCame = table.late(gap.collector()) > places.size() - done.size();
                    table.judged(gap.id(), moreCame ? null : clock.instant(), dated.size(), lost);
                })
                .get(LONGEST_WRITE.toSeconds(), TimeUnit.SECONDS);
        done.forEach(relayed::remove);
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
        Sync sync = batch.sync();
        // As when it came, so that a sample that is handed over again takes the place of itself.
        Dating asItCame = sync == null ? one.dating() : Dating.by(sync);
        boolean kept = sync != null && one.place().receivedAt().isAfter(begunAt);
        int handedOn = 0;
        if (!kept) {
            if (!one.place().relayed() && relayed.add(one.place().key())) {
                relay(collector, batch, own, asItCame);
            }
            handedOn = append(batch, own, asItCame);
        } else if (store.counts().dropped() != droppedBefore) {
            // They may be among those that went for want of room.
            handedOn = append(batch, own, asItCame);
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

    /** @param lasted until when of each life there is something, milliseconds of the life */
    private static Optional<Dating> dating(Gap gap, Place place, Map<UUID, Lived> lives, Map<UUID, Long> lasted) {
        Lived lived = lives.get(place.key().life());
        if (lived == null) {
            return Optional.empty();
        }
        Sync own = place.sync();
        Sync newest = lived.sync();
        if (own != null) {
            return Optional.of(Clocks.between(place.until(), own, newest));
        }
        return newest != null
                ? Optional.of(Dating.by(newest))
                : Clocks.byWallClock(
                        lived,
                        lives.values(),
                        gap.began().minus(BEFORE),
                        lasted.getOrDefault(place.key().life(), 0L));
    }
}
