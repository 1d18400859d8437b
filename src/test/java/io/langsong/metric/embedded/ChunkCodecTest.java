package io.langsong.metric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkCodecTest {
    private static final long[] CORNERS = LongStream.concat(
                    LongStream.of(0, 1, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE, 0xffff_ffffL, 1L << 32, -1L << 32),
                    Stream.of(
                                    0.0,
                                    -0.0,
                                    Double.MIN_VALUE,
                                    -Double.MIN_VALUE,
                                    Double.MIN_NORMAL,
                                    Double.MAX_VALUE,
                                    Double.NaN,
                                    Double.NEGATIVE_INFINITY,
                                    0.1,
                                    -0.3,
                                    1e15,
                                    1e16,
                                    0x1p53,
                                    Math.PI)
                            .mapToLong(Double::doubleToRawLongBits))
            .toArray();

    /** Ways in which values come about, each to be mixed with the others. */
    static Stream<Way> ways() {
        return Stream.of(
                new Way("any bits", random -> random::nextLong),
                new Way("corners", random -> () -> CORNERS[random.nextInt(CORNERS.length)]),
                new Way("constant", random -> {
                    long value = random.nextLong();
                    return () -> value;
                }),
                new Way("counter", random -> {
                    long[] value = {random.nextLong()};
                    int width = 1 + random.nextInt(40);
                    return () -> value[0] += random.nextLong() >>> (64 - width);
                }),
                new Way("32-bit counter that wraps", random -> {
                    long[] value = {0xffff_0000L};
                    return () -> value[0] = value[0] + random.nextInt(100_000) & 0xffff_ffffL;
                }),
                new Way("whole gauge", random -> () -> bits(random.nextInt(200) - 100)),
                new Way("decimals", random -> {
                    double ten = Math.pow(10, random.nextInt(8));
                    return () -> bits(Math.rint(random.nextGaussian() * 1000 * ten) / ten);
                }),
                new Way("any double", random -> () -> bits(random.nextDouble())),
                new Way("float", random -> () -> bits((float) random.nextGaussian())),
                new Way("subnormal", random -> () -> random.nextLong() >>> 13));
    }

    record Way(String name, Function<Random, LongSupplier> values) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyBitComesBack(Way way) {
        for (int round = 0; round < 300; round++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            Points points = new Points(8);
            LongSupplier values = way.values().apply(random);
            long at = random.nextBoolean() ? 1_790_000_000_000L : random.nextLong();
            int n = 1 + random.nextInt(round % 10 == 0 ? 2000 : 40);
            for (int i = 0; i < n; i++) {
                if (random.nextInt(100) == 0) {
                    points.add(at, CORNERS[random.nextInt(CORNERS.length)]);
                } else {
                    points.add(at, values.getAsLong());
                }
                at += switch (round % 3) {
                    case 0 -> 30_000;
                    case 1 -> 30_000 + random.nextInt(20) - 10;
                    default -> random.nextLong();
                };
            }

            Points back = ChunkCodec.decode(ChunkCodec.encode(points));

            assertThat(back.size()).isEqualTo(n);
            for (int i = 0; i < n; i++) {
                assertThat(back.millis(i)).as("time %d of seed %d", i, seed).isEqualTo(points.millis(i));
                assertThat(back.bits(i)).as("value %d of seed %d", i, seed).isEqualTo(points.bits(i));
            }
        }
    }

    @Test
    void aSteadySeriesCostsNearlyNothing() {
        Points points = new Points(240);
        for (int i = 0; i < 240; i++) {
            points.add(1_790_000_000_000L + i * 30_000L, bits(42));
        }

        assertThat(ChunkCodec.encode(points)).hasSizeLessThan(24);
    }

    @Test
    void damageIsToldAndNeverHangsOrFillsTheMemory() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Points points = new Points(240);
        for (int i = 0; i < 240; i++) {
            points.add(1_790_000_000_000L + i * 30_000L + random.nextInt(9), bits(random.nextInt(1000) / 10.0));
        }
        byte[] whole = ChunkCodec.encode(points);
        assertThatThrownBy(() -> ChunkCodec.decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkCodec.decode(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                ChunkCodec.decode(damaged);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageStartingWith("Chunk");
            }
        }
    }
}
