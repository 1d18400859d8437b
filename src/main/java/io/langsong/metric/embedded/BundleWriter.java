package io.langsong.metric.embedded;

import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Codes some series of one window as one row: series of one poll have the same times, which are written once.
 *
 * <p>Two parts, each behind a {@link Checksum}. Samples: columns of times, then of each series one byte that names the way of
 * its values and these, each from a whole byte on. Directory: one byte for the version; how many columns of times, and of
 * each count, first time, last time and length; how many series, and of each its place with whether it is a counter, its
 * column of times, the length of its values and what {@link ChunkSums} has. Numbers are of variable length, the
 * doubles turned round as in {@link HeadCodec}, and what is often alike is written by its difference.
 */
final class BundleWriter {
    static final byte VERSION = 1;

    /** Beside the place of a series. */
    static final int COUNTER = Bundle.SERIES;

    private final Bundle.Key key;
    private final ByteSink columnDirectory = new ByteSink(64);
    private final ByteSink columns = new ByteSink(512);
    private final Map<LongBuffer, Integer> columnNumbers = new HashMap<>();
    private final ByteSink seriesDirectory = new ByteSink(1024);
    private final ByteSink values = new ByteSink(8192);
    private int members;
    private int memberCount;
    private int sampleCount;

    private BundleWriter(Bundle.Key key) {
        this.key = key;
    }

    /** @param series by number, all of them of the bundle, each in order with at least one sample */
    static Bundle.Row write(Bundle.Key key, Map<Integer, Points> series, IntPredicate isCounter) {
        BundleWriter writer = new BundleWriter(key);
        series.forEach((number, points) -> writer.add(number, points, isCounter.test(number)));
        return writer.row();
    }

    private void add(int series, Points points, boolean counter) {
        int place = series - key.bundle() * Bundle.SERIES;
        ValueCodec.Coded coded = ValueCodec.encode(points.values());
        values.write((byte) coded.way());
        values.write(coded.bytes());
        seriesDirectory.write((byte) (counter ? place | COUNTER : place));
        seriesDirectory.writeVariable(columnOf(points.times()));
        seriesDirectory.writeVariable(1 + coded.bytes().length);
        writeSums(ChunkSums.of(points, counter), counter);
        members |= 1 << place;
        memberCount++;
        sampleCount += points.size();
    }

    private int columnOf(long[] times) {
        return columnNumbers.computeIfAbsent(LongBuffer.wrap(times), same -> {
            BitWriter coded = new BitWriter();
            IntegerStream.write(times, coded);
            columns.write(coded.toBytes());
            columnDirectory.writeVariable(times.length);
            columnDirectory.writeVariable(times[0] - key.window());
            columnDirectory.writeVariable(times[times.length - 1] - times[0]);
            columnDirectory.writeVariable(coded.sizeInBytes());
            return columnNumbers.size();
        });
    }

    private void writeSums(ChunkSums sums, boolean counter) {
        if (counter) {
            seriesDirectory.writeVariable(sums.firstBits());
            seriesDirectory.writeVariable(sums.lastBits() - sums.firstBits());
            // A counter that only rose has its least first and its greatest last.
            writeTurned(bits(sums.min()) ^ bits(sums.first(true)));
            writeTurned(bits(sums.max()) ^ bits(sums.last(true)));
        } else {
            writeTurned(sums.firstBits());
            writeTurned(sums.lastBits() ^ sums.firstBits());
            writeTurned(bits(sums.min()) ^ sums.firstBits());
            writeTurned(bits(sums.max()) ^ sums.firstBits());
            writeTurned(bits(sums.sum()));
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private void writeTurned(long bits) {
        seriesDirectory.writeVariable(Long.reverseBytes(bits));
    }

    private Bundle.Row row() {
        ByteSink directory = new ByteSink(1024);
        directory.write(VERSION);
        directory.writeVariable(columnNumbers.size());
        directory.write(columnDirectory.toBytes());
        directory.writeVariable(memberCount);
        directory.write(seriesDirectory.toBytes());
        ByteSink samples = new ByteSink(8192);
        samples.write(columns.toBytes());
        samples.write(values.toBytes());
        return new Bundle.Row(
                members, sampleCount, Checksum.before(directory.toBytes()), Checksum.before(samples.toBytes()));
    }
}
