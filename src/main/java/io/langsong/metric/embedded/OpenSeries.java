package io.langsong.metric.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** The samples of one series that are not in a chunk yet, nearly as small as they will be there. Any thread may call. */
final class OpenSeries {
    /** Samples kept as they are before they are coded together. */
    private static final int BLOCK = 32;

    /** What had been taken in of a window at one moment. */
    record Snapshot(long window, Points points, long version) {}

    private static final class Window {
        final List<byte[]> blocks = new ArrayList<>(1);
        final Points tail = new Points(4);
        long version;
    }

    private final TreeMap<Long, Window> windows = new TreeMap<>();
    private boolean any;
    private long newestMillis;
    private long newestBits;
    private boolean chunksSeen;

    synchronized void add(long millis, long bits) {
        Window window = windows.computeIfAbsent(Windows.of(millis), start -> new Window());
        window.tail.add(millis, bits);
        window.version++;
        if (window.tail.size() == BLOCK) {
            window.blocks.add(ChunkCodec.encode(window.tail));
            window.tail.clear();
        }
        seen(millis, bits);
    }

    private void seen(long millis, long bits) {
        if (!any || millis >= newestMillis) {
            any = true;
            newestMillis = millis;
            newestBits = bits;
        }
    }

    synchronized void collect(long from, long until, Points into) {
        for (Window window : windows.subMap(Windows.of(from), until).values()) {
            for (byte[] block : window.blocks) {
                into.addAll(ChunkCodec.decode(block), from, until);
            }
            into.addAll(window.tail, from, until);
        }
    }

    synchronized List<Snapshot> snapshots(LongPredicate ofWindow) {
        List<Snapshot> snapshots = new ArrayList<>(1);
        for (Map.Entry<Long, Window> entry : windows.entrySet()) {
            if (ofWindow.test(entry.getKey())) {
                Points points = new Points(BLOCK);
                collect(entry.getKey(), entry.getKey() + Windows.LENGTH_MS, points);
                snapshots.add(new Snapshot(entry.getKey(), points, entry.getValue().version));
            }
        }
        return snapshots;
    }

    /** Lets go of what is in a chunk now, unless more has come since. */
    synchronized void forget(Snapshot snapshot) {
        Window window = windows.get(snapshot.window());
        if (window != null && window.version == snapshot.version()) {
            windows.remove(snapshot.window());
        }
    }

    synchronized void expire(long beforeWindow) {
        windows.headMap(beforeWindow).clear();
        if (any && newestMillis < beforeWindow) {
            any = false;
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
        return windows.isEmpty();
    }
}
