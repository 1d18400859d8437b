package io.langsong.metric.embedded;

import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** In memory: what the rows of the head hold, by series, and which windows each row has samples of. */
final class RecentSamples {
    private record HeadRow(long id, Set<Long> windows) {}

    /** Numbers are given one after the other, so the series of a device mostly lie side by side here. */
    private static final int PAGE = 1024;

    private volatile @Nullable AtomicReferenceArray<OpenSeries>[] pages = noPages(0);
    private final Deque<HeadRow> rows = new ArrayDeque<>();

    synchronized void clear() {
        pages = noPages(0);
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

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know nothing of type parameters
    private static @Nullable AtomicReferenceArray<OpenSeries>[] noPages(int count) {
        return new AtomicReferenceArray[count];
    }

    OpenSeries of(int id) {
        OpenSeries known = find(id);
        return known != null ? known : made(id);
    }

    private @Nullable OpenSeries find(int id) {
        @Nullable AtomicReferenceArray<OpenSeries>[] all = pages;
        AtomicReferenceArray<OpenSeries> page = id / PAGE < all.length ? all[id / PAGE] : null;
        return page == null ? null : page.get(id % PAGE);
    }

    private synchronized OpenSeries made(int id) {
        OpenSeries known = find(id);
        if (known != null) {
            return known;
        }
        @Nullable AtomicReferenceArray<OpenSeries>[] all = Arrays.copyOf(pages, Math.max(pages.length, id / PAGE + 1));
        AtomicReferenceArray<OpenSeries> page = all[id / PAGE];
        if (page == null) {
            page = new AtomicReferenceArray<>(PAGE);
            all[id / PAGE] = page;
        }
        OpenSeries made = new OpenSeries(id);
        page.set(id % PAGE, made);
        pages = all;
        return made;
    }

    synchronized void forget(int id) {
        AtomicReferenceArray<OpenSeries> page = id / PAGE < pages.length ? pages[id / PAGE] : null;
        if (page != null) {
            page.set(id % PAGE, null);
            if (IntStream.range(0, PAGE).allMatch(other -> page.get(other) == null)) {
                @Nullable AtomicReferenceArray<OpenSeries>[] fewer = pages.clone();
                fewer[id / PAGE] = null;
                pages = fewer;
            }
        }
    }

    /** Numbers of the series that are known at present. */
    List<Integer> ids() {
        return IntStream.range(0, pages.length * PAGE)
                .filter(id -> find(id) != null)
                .boxed()
                .toList();
    }

    void expire(long beforeWindow) {
        ids().forEach(id -> {
            OpenSeries known = find(id);
            if (known != null) {
                known.expire(beforeWindow);
            }
        });
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
