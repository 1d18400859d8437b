package io.langsong.metric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.metric.embedded.ChunkCodecTest.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BundleTest {
    private static final Bundle.Key KEY = new Bundle.Key(3, Windows.of(1_790_000_000_000L));
    private static final List<Way> WAYS = ChunkCodecTest.ways().toList();

    @RepeatedTest(100)
    void everyBitAndEverySumComesBack() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<long[]> polls = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            polls.add(times(random, 1 + random.nextInt(300)));
        }
        TreeMap<Integer, Points> series = new TreeMap<>();
        for (int place = random.nextInt(3); place < Bundle.SERIES; place += 1 + random.nextInt(3)) {
            long[] times = polls.get(random.nextInt(polls.size()));
            LongSupplier values = WAYS.get(random.nextInt(WAYS.size())).values().apply(random);
            Points points = new Points(times.length);
            for (long at : random.nextInt(5) == 0 ? missingSome(times, random) : times) {
                points.add(at, values.getAsLong());
            }
            series.put(KEY.bundle() * Bundle.SERIES + place, points);
        }

        Bundle.Row row = BundleWriter.write(KEY, series, number -> number % 2 == 0);

        Map<Integer, Points> back = new TreeMap<>();
        Bundle.decode(
                KEY, row.directory(), row.samples(), any -> true, (key, points) -> back.put(key.series(), points));
        assertThat(back.keySet()).as("seed %d", seed).isEqualTo(series.keySet());
        series.forEach((number, points) -> {
            assertThat(back.get(number).times())
                    .as("times of %d, seed %d", number, seed)
                    .isEqualTo(points.times());
            assertThat(back.get(number).values())
                    .as("values of %d, seed %d", number, seed)
                    .isEqualTo(points.values());
        });
        int bits = 0;
        for (Bundle.Member member : new Bundle(KEY, row.directory()).members()) {
            boolean counter = member.series() % 2 == 0;
            ChunkSums sums = ChunkSums.of(series.get(member.series()), counter);
            ChunkSums known = counter ? withoutSum(sums) : sums;
            assertThat(member.sums())
                    .as("sums of %d, seed %d", member.series(), seed)
                    .isEqualTo(known);
            bits |= 1 << member.series() % Bundle.SERIES;
        }
        assertThat(row.members()).isEqualTo(bits);
        assertThat(row.sampleCount())
                .isEqualTo(series.values().stream().mapToInt(Points::size).sum());
    }

    private static ChunkSums withoutSum(ChunkSums sums) {
        return new ChunkSums(
                sums.count(),
                sums.min(),
                sums.max(),
                0,
                sums.firstMillis(),
                sums.firstBits(),
                sums.lastMillis(),
                sums.lastBits());
    }

    /** Ascending within the window: punctual, late at random, with long gaps or as after steps of a clock. */
    private static long[] times(Random random, int n) {
        int way = random.nextInt(4);
        return random.longs(n, 0, Windows.LENGTH_MS)
                .map(any -> switch (way) {
                    case 0 -> any / 1000 * 1000;
                    case 1 -> any / 30_000 * 30_000 + random.nextInt(50);
                    case 2 -> any % 60_000 + (any % 2 == 0 ? 0 : Windows.LENGTH_MS - 60_000);
                    default -> any;
                })
                .map(within -> KEY.window() + within)
                .sorted()
                .distinct()
                .toArray();
    }

    private static long[] missingSome(long[] times, Random random) {
        return Arrays.stream(times)
                .filter(at -> at == times[0] || random.nextInt(10) > 0)
                .toArray();
    }

    @Test
    void seriesOfOnePollShareTheirTimes() {
        Random random = new Random(1);
        long[] times = times(random, 240);
        long[] values = new long[times.length];
        Map<Integer, Points> one = Map.of(96, Points.of(times, values));
        Map<Integer, Points> many = new HashMap<>();
        for (int place = 0; place < Bundle.SERIES; place++) {
            many.put(96 + place, Points.of(times, values));
        }

        int ofOne = BundleWriter.write(KEY, one, any -> false).samples().length;
        int ofMany = BundleWriter.write(KEY, many, any -> false).samples().length;

        assertThat(ofMany - ofOne).isLessThan(31 * 8).isLessThan(ofOne);
    }

    @Test
    void everyFlippedBitAndEveryCutIsTold() {
        Random random = new Random(1);
        Map<Integer, Points> series = new TreeMap<>();
        for (int place = 0; place < 3; place++) {
            long[] times = times(random, 30);
            series.put(96 + place, Points.of(times, random.longs(times.length).toArray()));
        }
        Bundle.Row row = BundleWriter.write(KEY, series, any -> false);

        for (int bit = 0; bit < 8 * row.directory().length; bit++) {
            assertDamaged(flipped(row.directory(), bit), row.samples());
        }
        for (int bit = 0; bit < 8 * row.samples().length; bit++) {
            assertDamaged(row.directory(), flipped(row.samples(), bit));
        }
        for (int length = 0; length < row.directory().length; length++) {
            assertDamaged(Arrays.copyOf(row.directory(), length), row.samples());
        }
        for (int length = 0; length < row.samples().length; length++) {
            assertDamaged(row.directory(), Arrays.copyOf(row.samples(), length));
        }
        assertDamaged(row.directory(), new byte[0]);
        assertDamaged(row.samples(), row.directory());
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static void assertDamaged(byte[] directory, byte[] samples) {
        assertThatThrownBy(() -> Bundle.decode(KEY, directory, samples, any -> true, (key, points) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Chunk");
    }

    @Test
    void aLaterVersionIsSaid() {
        assertThatThrownBy(() -> new Bundle(KEY, Checksum.before(new byte[] {BundleWriter.VERSION + 1, 0, 0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2");
    }
}
