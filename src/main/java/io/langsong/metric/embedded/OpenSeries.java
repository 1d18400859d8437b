package io.langsong.metric.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The samples of one series that are not in a chunk yet, nearly as small as they will be there. Any thread may call. */
final class OpenSeries {
    /** Samples kept as they are before they are coded together. */
    private static final int BLOCK = 16;

    private static final byte[][] NO_BLOCKS = {};

    /** What had been taken in of a window at one moment. */
    record Snapshot(long window, Points points, int count) {}

    /** There are one or two a series and a hundred thousand series, so it holds no more objects than it must. */
    private static final class Window {
        final long start;
        /** Samples of the block that is being filled. */
        int limit;

        final Points tail = new Points(4);
        /** Coded, {@code BLOCK} samples each but for the first, oldest first. */
        byte[][] blocks = NO_BLOCKS;

        int blockCount;
        /** Samples that have come, of which none goes while the window is there. */
        int count;

        @Nullable
        Window before;

        Window(long start, int limit, @Nullable Window before) {
            this.start = start;
            this.limit = limit;
            this.before = before;
        }

        void close() {
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, blockCount + 4);
            }
            blocks[blockCount++] = ChunkCodec.encode(tail);
            tail.clear();
            limit = BLOCK;
        }
    }

    /** How long the first block of a window is. */
    private final int firstBlock;

    /** From it on backwards in time. */
    private @Nullable Window latest;

    private boolean any;
    private long newestMillis;
    private long newestBits;
    private boolean chunksSeen;

    /** @param number any: the blocks of series of different numbers are full at different times, not all in one moment */
    OpenSeries(int number) {
        firstBlock = 1 + Math.floorMod(number, BLOCK);
    }

    synchronized void add(long millis, long bits) {
        Window window = window(Windows.of(millis));
        window.tail.add(millis, bits);
        window.count++;
        if (window.tail.size() == window.limit) {
            window.close();
        }
        seen(millis, bits);
    }

    /** The window that starts there, made if there is none. */
    private Window window(long start) {
        Window later = null;
        Window window = latest;
        while (window != null && window.start > start) {
            later = window;
            window = window.before;
        }
        if (window != null && window.start == start) {
            return window;
        }
        Window made = new Window(start, firstBlock, window);
        if (later == null) {
            latest = made;
        } else {
            later.before = made;
        }
        return made;
    }

    private void seen(long millis, long bits) {
        if (!any || millis >= newestMillis) {
            any = true;
            newestMillis = millis;
            newestBits = bits;
        }
    }

    synchronized void collect(long from, long until, Points into) {
        for (Window window : ascending()) {
            if (window.start >= Windows.of(from) && window.start < until) {
                collect(window, from, until, into);
            }
        }
    }

    private List<Window> ascending() {
        List<Window> all = new ArrayList<>(2);
        for (Window window = latest; window != null; window = window.before) {
            all.add(window);
        }
        Collections.reverse(all);
        return all;
    }

    private static void collect(Window window, long from, long until, Points into) {
        for (int i = 0; i < window.blockCount; i++) {
            into.addAll(ChunkCodec.decode(window.blocks[i]), from, until);
        }
        into.addAll(window.tail, from, until);
    }

    synchronized List<Snapshot> snapshots(LongPredicate ofWindow) {
        List<Snapshot> snapshots = new ArrayList<>(1);
        for (Window window : ascending()) {
            if (ofWindow.test(window.start)) {
                Points points = new Points(BLOCK);
                collect(window, window.start, window.start + Windows.LENGTH_MS, points);
                snapshots.add(new Snapshot(window.start, points, window.count));
            }
        }
        return snapshots;
    }

    /** Lets go of what is in a chunk now, unless more has come since. */
    synchronized void forget(Snapshot snapshot) {
        leaveOut(window -> window.start == snapshot.window() && window.count == snapshot.count());
    }

    synchronized void expire(long beforeWindow) {
        leaveOut(window -> window.start < beforeWindow);
        if (any && newestMillis < beforeWindow) {
            any = false;
        }
    }

    private void leaveOut(Predicate<Window> which) {
        List<Window> all = ascending();
        latest = null;
        for (Window window : all) {
            if (!which.test(window)) {
                window.before = latest;
                latest = window;
            }
        }
    }

    /** Whether {@link #newest} knows of the chunks too. */
    synchronized boolean chunksSeen() {
        return chunksSeen;
    }

    /** Tells the newest sample that lies in a chunk; what was added later at the same instant stays the newest. */
    synchronized void chunksSeen(Points newest) {
        chunksSeen = true;
        for (int i = 0; i < newest.size(); i++) {
            if (!any || newest.millis(i) > newestMillis) {
                seen(newest.millis(i), newest.bits(i));
            }
        }
    }

    /** The newest sample, or none. */
    synchronized Points newest() {
        Points newest = new Points(1);
        if (any) {
            newest.add(newestMillis, newestBits);
        }
        return newest;
    }

    synchronized boolean isEmpty() {
        return latest == null;
    }
}
