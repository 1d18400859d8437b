package io.langsong.collector;

import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.dao.DataAccessResourceFailureException;

/** Remembers what it is told, and can be without its database. */
final class RecordingIntake implements Intake {
    final List<String> told = new CopyOnWriteArrayList<>();
    final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final Set<CollectorId> inside = ConcurrentHashMap.newKeySet();
    volatile boolean away;
    volatile long tookMillis;

    @Override
    public boolean take(CollectorId collector, byte[] batch) throws WireException {
        enter(collector);
        try {
            if (away) {
                throw new DataAccessResourceFailureException("away");
            }
            if (tookMillis > 0) {
                Thread.sleep(tookMillis);
            }
            var read = BatchCodec.decode(batch);
            return kept.add(collector + " " + read.life().id() + " " + read.number());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            inside.remove(collector);
        }
    }

    /** Of one collector never two at a time. */
    private void enter(CollectorId collector) {
        if (!inside.add(collector)) {
            told.add("two at a time " + collector);
        }
    }

    @Override
    public boolean connected(CollectorId collector, Life life, long now, Instant at) {
        told.add("connected " + collector + " " + life.id() + " " + now);
        return false;
    }

    @Override
    public void synced(CollectorId collector, Life life, Sync sync) {
        told.add("synced " + collector + " " + sync.millis());
    }

    @Override
    public void caughtUp(CollectorId collector) {
        told.add("caught up " + collector);
    }

    @Override
    public void lost(CollectorId collector, Instant lastHeard) {
        told.add("lost " + collector);
    }
}
