package io.langsong.metric.embedded;

import io.langsong.metric.embedded.Chunks.Chunk;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.intake.SeriesRegistry;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Makes chunks of samples in memory, and lets go of those that are in one. One thread at a time. */
final class Compaction {
    private static final int BUNDLES_IN_A_SLICE = 16;

    /** So many that a month of 500 devices is moved within hours and no call takes much longer than ten seconds. */
    private static final int MOVES_AT_ONCE = 32;

    private final SeriesRegistry registry;
    private final RecentSamples recent;
    private final ChunkWriter chunks;

    Compaction(SeriesRegistry registry, RecentSamples recent, ChunkWriter chunks) {
        this.registry = registry;
        this.recent = recent;
        this.chunks = chunks;
    }

    /**
     * Slice by slice, each in a transaction of its own, so that no transaction is long and nothing waits for one.
     *
     * @param closed whether a window is to be written
     * @return chunks written
     * @throws DataAccessException of the first slice that could not be written, after all others were; so the following
     * @throws TransactionException when the database did not even begin
     * @throws IllegalArgumentException when what is stored is damaged
     */
    int write(LongPredicate closed) {
        List<Integer> ids = recent.ids();
        // Whose samples are here was registered before.
        IntPredicate counters = counters();
        int written = 0;
        RuntimeException failure = null;
        int start = 0;
        while (start < ids.size()) {
            int end = endOfSlice(ids, start);
            List<Chunk> slice = new ArrayList<>();
            List<Runnable> after = new ArrayList<>();
            for (int id : ids.subList(start, end)) {
                OpenSeries open = recent.of(id);
                for (OpenSeries.Snapshot snapshot : open.snapshots(closed)) {
                    slice.add(new Chunk(
                            new ChunkKey(id, snapshot.window()),
                            snapshot.points().inOrder()));
                    after.add(() -> open.forget(snapshot));
                }
            }
            if (!slice.isEmpty()) {
                try {
                    chunks.merge(slice, counters);
                    after.forEach(Runnable::run);
                    written += slice.size();
                } catch (DataAccessException | TransactionException | IllegalArgumentException e) {
                    // What is damaged in one slice keeps no other from being written.
                    failure = failure == null ? e : failure;
                }
            }
            start = end;
        }
        if (failure != null) {
            throw failure;
        }
        return written;
    }

    /** @param ids ascending; a bundle is not cut, for its row would be written twice */
    private static int endOfSlice(List<Integer> ids, int start) {
        int bundles = ids.get(start) / Bundle.SERIES + BUNDLES_IN_A_SLICE;
        int end = start;
        while (end < ids.size() && ids.get(end) / Bundle.SERIES < bundles) {
            end++;
        }
        return end;
    }

    /** Moves some of what was stored before there were bundles; in steps, each a transaction of its own. */
    void moveFormer() {
        IntPredicate counters = counters();
        boolean more = true;
        for (int step = 0; more && step < MOVES_AT_ONCE; step++) {
            more = chunks.moveFormer(counters);
        }
    }

    private IntPredicate counters() {
        BitSet counters = new BitSet();
        registry.all().stream().filter(Registered::isCounter).forEach(one -> counters.set(one.id()));
        return counters::get;
    }
}
