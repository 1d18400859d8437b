package io.langsong.metric.embedded;

import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.embedded.Chunks.ChunkTaker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** One row that {@link BundleWriter} wrote, read. What is asked of it is decoded, nothing else. For one thread. */
final class Bundle {
    /** Neighbouring numbers are mostly of one device, so of one poll. */
    static final int SERIES = 32;

    /** @param bundle number of the series divided by {@value #SERIES} */
    record Key(int bundle, long window) {}

    /** @param members one bit for each series that is there */
    record Row(int members, int sampleCount, byte[] directory, byte[] samples) {}

    /** One series of the row. */
    record Member(int series, ChunkSums sums, int column, int at) {}

    private record Column(int count, long first, long last, int at) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private int lastColumn = -1;
    private long[] lastTimes = {};

    /** @throws IllegalArgumentException when the directory is not what was written, or of a later version */
    Bundle(Key key, byte[] directory) {
        Checksum.check(directory);
        ByteSource in = new ByteSource(directory, Checksum.LENGTH);
        int version = in.read();
        if (version != BundleWriter.VERSION) {
            throw new IllegalArgumentException("Chunk of an unknown version " + version);
        }
        int at = Checksum.LENGTH;
        for (long left = in.readVariable(); left > 0; left--) {
            int count = (int) in.readVariable();
            long first = key.window() + in.readVariable();
            columns.add(new Column(count, first, first + in.readVariable(), at));
            at += (int) in.readVariable();
        }
        for (long left = in.readVariable(); left > 0; left--) {
            int place = in.read();
            int column = (int) in.readVariable();
            int length = (int) in.readVariable();
            boolean counter = (place & BundleWriter.COUNTER) != 0;
            int series = key.bundle() * SERIES + place % SERIES;
            members.add(new Member(series, sums(columns.get(column), counter, in), column, at));
            at += length;
        }
    }

    private static ChunkSums sums(Column column, boolean counter, ByteSource in) {
        long first;
        long last;
        double min;
        double max;
        double sum = 0;
        if (counter) {
            first = in.readVariable();
            last = first + in.readVariable();
            min = number(turned(in) ^ Double.doubleToRawLongBits(ChunkSums.value(first, true)));
            max = number(turned(in) ^ Double.doubleToRawLongBits(ChunkSums.value(last, true)));
        } else {
            first = turned(in);
            last = turned(in) ^ first;
            min = number(turned(in) ^ first);
            max = number(turned(in) ^ first);
            sum = number(turned(in));
        }
        return new ChunkSums(column.count(), min, max, sum, column.first(), first, column.last(), last);
    }

    private static long turned(ByteSource in) {
        return Long.reverseBytes(in.readVariable());
    }

    private static double number(long bits) {
        return Double.longBitsToDouble(bits);
    }

    List<Member> members() {
        return members;
    }

    /**
     * @param samples that stand beside the directory, {@linkplain Checksum#check checked}
     * @throws IllegalArgumentException when they are of another row
     */
    private Points points(Member member, byte[] samples) {
        try {
            Column column = columns.get(member.column());
            if (member.column() != lastColumn) {
                lastTimes = IntegerStream.read(column.count(), new BitReader(samples, column.at()));
                lastColumn = member.column();
            }
            int way = samples[member.at()];
            return Points.of(
                    lastTimes, ValueCodec.decode(way, column.count(), new BitReader(samples, member.at() + 1)));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("Chunk of " + samples.length + " bytes is not what its row tells", e);
        }
    }

    /** Hands over those of a row that are wanted. */
    static void decode(Key key, byte[] directory, byte[] samples, IntPredicate wanted, ChunkTaker taker) {
        Bundle bundle = new Bundle(key, directory);
        Checksum.check(samples);
        for (Member member : bundle.members) {
            if (wanted.test(member.series())) {
                taker.take(new ChunkKey(member.series(), key.window()), bundle.points(member, samples));
            }
        }
    }
}
