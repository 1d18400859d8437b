package io.langsong.metric.embedded;

import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** In memory: what the rows of the head hold, by series, and which windows each row has samples of. */
final class RecentSamples {
    private record HeadRow(long id, Set<Long> windows) {}

    private final Map<Integer, OpenSeries> series = new ConcurrentHashMap<>();
    private final Deque<HeadRow> rows = new ArrayDeque<>();

    void clear() {
        series.clear();
        synchronized (rows) {
            rows.clear();
        }
    }

    /** One thread at a time. */
    void add(long headId, Registered[] registered, Batch batch) {
        Set<Long> windows = new TreeSet<>();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < batch.size(); i++) {
            of(registered[i].id()).add(batch.millis(i), batch.bits(i));
            long window = Windows.of(batch.millis(i));
            if (window != last) {
                windows.add(window);
                last = window;
            }
        }
        addRow(headId, windows);
    }

    /** One thread at a time. */
    void add(long headId, byte[] headRow) {
        Set<Long> windows = new TreeSet<>();
        HeadCodec.decode(headRow, (id, millis, bits) -> {
            of(id).add(millis, bits);
            windows.add(Windows.of(millis));
        });
        addRow(headId, windows);
    }

    /** After its samples are there: whoever sees the row finds them. */
    private void addRow(long id, Set<Long> windows) {
        synchronized (rows) {
            rows.add(new HeadRow(id, windows));
        }
    }

    OpenSeries of(int id) {
        OpenSeries known = series.get(id);
        return known != null ? known : series.computeIfAbsent(id, none -> new OpenSeries());
    }

    Map<Integer, OpenSeries> all() {
        return series;
    }

    void forget(int id) {
        series.remove(id);
    }

    /** The newest row whose samples are all here. */
    OptionalLong newestRow() {
        synchronized (rows) {
            return rows.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(rows.getLast().id());
        }
    }

    /**
     * Takes off, from the oldest on and no further than {@code upTo}, the rows that have samples of closed windows only.
     * Never one behind a row that stays: a replay must not bring an older value of an instant without the newer one.
     */
    OptionalLong takeRows(long upTo, LongPredicate closed) {
        synchronized (rows) {
            OptionalLong last = OptionalLong.empty();
            while (!rows.isEmpty()
                    && rows.getFirst().id() <= upTo
                    && rows.getFirst().windows().stream().allMatch(closed::test)) {
                last = OptionalLong.of(rows.removeFirst().id());
            }
            return last;
        }
    }
}
