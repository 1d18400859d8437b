package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.metric.CounterRates.Stretch;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Point;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterRatesTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final double GIGABIT = 1e9 / 8;

    @ParameterizedTest(name = "{0} from {1} to {2} in 30 s at {3} octets/s: {4}")
    @CsvSource(nullValues = "-", textBlock = """
            # kind,    earlier,              later,                most,  rise
            COUNTER64, 0,                    0,                    -,     0
            COUNTER64, 1000,                 4000,                 -,     3000
            COUNTER64, 18446744073709551115, 499,                  -,     1000
            COUNTER64, 18446744073709551615, 0,                    -,     1
            COUNTER64, 18446744073709551516, 100,                  -,     200
            COUNTER64, 9223372036854775807,  9223372036854775808,  -,     1
            COUNTER64, 18446744073709551115, 499,                  125e6, 1000
            # a wrap faster than the line is a restart, and so is every other step back of 64 bits
            COUNTER64, 18446744073709551115, 9000000000,           125e6, -
            COUNTER64, 5000000,              0,                    -,     -
            COUNTER64, 5000000,              4999999,              125e6, -
            COUNTER32, 4294967295,           0,                    -,     1
            COUNTER32, 4294966796,           500,                  -,     1000
            COUNTER32, 4294967196,           100,                  125e6, 200
            COUNTER32, 4000000000,           2000000000,           125e6, 2294967296
            # the same two readings on a line of 10 Mbit/s: it can not have carried that much
            COUNTER32, 4000000000,           2000000000,           125e4, -
            COUNTER32, 5000000,              0,                    125e6, -
            COUNTER32, 5000000,              0,                    -,     -
            COUNTER32, 2000000000,           0,                    -,     -
            # further than the line could carry: not counted but set; a little further is what the one before had not told yet
            COUNTER64, 0,                    500000000000000,      125e6, -
            COUNTER64, 0,                    17000000000000000,    -,     -
            COUNTER64, 0,                    3750000000,           125e6, 3750000000
            COUNTER64, 0,                    5000000000,           125e6, 3750000000
            # no counter of 32 bits had 33
            COUNTER32, 4294967296,           5,                    125e6, -
            """)
    void tellsAWrapFromARestart(Kind kind, String earlier, String later, Double most, Double rise) {
        OptionalDouble found = CounterRates.rise(
                Long.parseUnsignedLong(earlier),
                Long.parseUnsignedLong(later),
                kind,
                30,
                most == null ? OptionalDouble.empty() : OptionalDouble.of(most));

        assertThat(found).isEqualTo(rise == null ? OptionalDouble.empty() : OptionalDouble.of(rise));
    }

    @Test
    void isNeverNegativeAndExactAcrossTheEnd() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Kind kind = random.nextBoolean() ? Kind.COUNTER32 : Kind.COUNTER64;
            long mask = kind == Kind.COUNTER32 ? 0xffff_ffffL : -1;
            long earlier = random.nextLong() & mask;
            long step = random.nextLong() >>> (34 + random.nextInt(30));
            long later = earlier + step & mask;
            OptionalDouble rise = CounterRates.rise(earlier, later, kind, 30, OptionalDouble.of(GIGABIT));

            assertThat(rise).as("seed %d, %x + %x", seed, earlier, step).hasValue((double) step);
        }
        for (int i = 0; i < 20_000; i++) {
            OptionalDouble rise =
                    CounterRates.rise(random.nextLong(), random.nextLong(), Kind.COUNTER64, 30, OptionalDouble.empty());
            rise.ifPresent(value -> assertThat(value).as("seed %d", seed).isNotNegative());
        }
    }

    @Test
    void theRiseOfTheWholeRangeIsTheWholeRange() {
        double all = CounterRates.rise(0, -1, Kind.COUNTER64, 1, OptionalDouble.of(1e20))
                .orElseThrow();

        assertThat(all)
                .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE).doubleValue());
    }

    @ParameterizedTest(name = "readings {0}, uptimes {1}: rates {2}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # a character is 30 s; readings and uptimes as numbers, _ a missing one; rates of each stretch that is told
            0 300 600 900       | 100 130 160 190   | 10 10 10
            # one or two missed: the next reading tells of the whole time
            0 300 _ 900 1200    | -                 | 10 10 10
            0 300 600 _ _ 1500 1800 2100 | -        | 10 10 10 10 10
            # more than two missed: a gap
            0 300 600 _ _ _ 1800 2100 2400 | -      | 10 10 10 10
            # restarted in between: nothing is known of that stretch, also when the counter went on rising
            0 300 600 900       | 100 130 15 45     | 10 10
            9000 9300 50 350    | 100 130 15 45     | 10 10
            # restarted twice
            0 300 600 900       | 100 5 5 35        | 10
            # set back to 0 by somebody: no uptime is needed to see it
            9000 9300 0 300     | 100 130 160 190   | 10 10
            # the uptime of the agent wraps after 497 days, which is no restart
            0 300 600 900       | 42949612 42949642 -1 29 | 10 10 10
            # an uptime that is read seldom still shows the restart before it
            0 300 600 900       | 100 _ _ 45        | 10 10
            """)
    void voidsWhatARestartMadeUnknown(String readings, String uptimes, String rates) {
        List<Instant> restarts = uptimes == null ? List.of() : CounterRates.restarts(gauges(uptimes));

        List<Stretch> stretches =
                CounterRates.between(counters(readings), Kind.COUNTER64, restarts, OptionalDouble.empty());

        assertThat(stretches.stream().map(stretch -> String.valueOf(Math.round(stretch.perSecond()))))
                .containsExactly(rates.split(" "));
    }

    @Test
    void restartsInAnyOrderVoidThePairsTheyLieIn() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Point> readings = new ArrayList<>();
        List<Instant> restarts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            readings.add(new Point(START.plusSeconds(30L * i), 300L * i));
            if (random.nextInt(3) == 0) {
                restarts.add(START.plusMillis(random.nextInt(500 * 30_000)));
            }
        }

        List<Stretch> stretches = CounterRates.between(readings, Kind.COUNTER64, restarts, OptionalDouble.empty());

        assertThat(stretches.stream().map(Stretch::from))
                .as("seed %d", seed)
                .containsExactlyElementsOf(readings.subList(0, 499).stream()
                        .map(Point::at)
                        .filter(from -> restarts.stream()
                                .noneMatch(at -> at.isAfter(from.minusSeconds(2)) && !at.isAfter(from.plusSeconds(30))))
                        .toList());
    }

    /** What an agent says that always answers with the same uptime. */
    @Test
    @Timeout(20)
    void aRestartAtEveryReadingTakesNoLonger() {
        List<Point> readings = new ArrayList<>();
        List<Point> uptimes = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            readings.add(new Point(START.plusSeconds(30L * i), i));
            uptimes.add(new Point(START.plusSeconds(30L * i), Double.doubleToRawLongBits(7)));
        }
        List<Instant> restarts = CounterRates.restarts(uptimes);
        assertThat(restarts).hasSize(50_000);

        assertThat(CounterRates.between(readings, Kind.COUNTER64, restarts, OptionalDouble.empty()))
                .isEmpty();
    }

    @Test
    void aWrapInTheMidstOfASteadyRateIsNotSeen() {
        long value = 0xffff_ffffL - 10_000;
        List<Point> readings = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readings.add(new Point(START.plusSeconds(30L * i), value + 300L * i & 0xffff_ffffL));
        }

        assertThat(CounterRates.between(readings, Kind.COUNTER32, List.of(), OptionalDouble.of(GIGABIT)))
                .hasSize(99)
                .allSatisfy(stretch -> assertThat(stretch.perSecond()).isCloseTo(10, within(1e-9)));
    }

    @Test
    void aChangedIntervalIsNoGap() {
        List<Point> readings = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readings.add(new Point(START.plusSeconds(i < 80 ? 10L * i : 800 + 300L * (i - 80)), i));
        }

        assertThat(CounterRates.between(readings, Kind.COUNTER64, List.of(), OptionalDouble.empty()))
                .hasSizeGreaterThan(90);
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(CounterRates.between(List.of(), Kind.COUNTER64, List.of(), OptionalDouble.empty()))
                .isEmpty();
        assertThat(CounterRates.between(counters("5"), Kind.COUNTER64, List.of(), OptionalDouble.empty()))
                .isEmpty();
        assertThat(CounterRates.restarts(List.of())).isEmpty();
    }

    private static List<Point> counters(String picture) {
        return points(picture, true);
    }

    private static List<Point> gauges(String picture) {
        return points(picture, false);
    }

    private static List<Point> points(String picture, boolean counter) {
        List<Point> points = new ArrayList<>();
        String[] cells = picture.trim().split(" ");
        for (int i = 0; i < cells.length; i++) {
            if (!cells[i].equals("_")) {
                long number = Long.parseLong(cells[i]);
                points.add(new Point(
                        START.plusSeconds(30L * i),
                        counter ? number : Double.doubleToRawLongBits((double) Math.max(0, number))));
            }
        }
        return points;
    }
}
