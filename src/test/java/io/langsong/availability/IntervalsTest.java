package io.langsong.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    private static final int SECONDS = 60;

    /** One letter a second, {@code x} is in the set. */
    private static Intervals set(String picture) {
        List<Interval> seconds = new ArrayList<>();
        for (int i = 0; i < picture.length(); i++) {
            if (picture.charAt(i) == 'x') {
                seconds.add(interval(i, i + 1));
            }
        }
        return new Intervals(seconds);
    }

    private static Interval interval(long from, long until) {
        return new Interval(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    @ParameterizedTest(name = "{0} {1} {2} = {3}")
    @CsvSource({
        "xxx...xx, and,   .xxxxxx., .xx...x.",
        "xxx...xx, or,    .xxxxxx., xxxxxxxx",
        "xxx...xx, minus, .xxxxxx., x......x",
        "xxxxxxxx, minus, .x..x..x, x.xx.xx.",
        "xx......, or,    ..xx...., xxxx....",
        "xx......, and,   ..xx...., ........",
        "........, minus, xxxxxxxx, ........",
    })
    void followsThePicture(String one, String operation, String other, String result) {
        assertThat(apply(set(one), operation, set(other))).isEqualTo(set(result));
    }

    @Test
    void knowsHowMuchOfItLiesInAnInterval() {
        String picture = "..xx.xxx....x.";
        Intervals set = set(picture);

        for (int from = 0; from < picture.length(); from++) {
            for (int until = from + 1; until <= picture.length(); until++) {
                assertThat(set.totalIn(interval(from, until)).toSeconds())
                        .as("from %d until %d", from, until)
                        .isEqualTo(picture.substring(from, until)
                                .chars()
                                .filter(second -> second == 'x')
                                .count());
            }
        }
    }

    @Test
    void knowsWhichInstantsItHas() {
        String picture = "..xx.xxx....x.";
        Intervals set = set(picture);

        for (int i = 0; i < picture.length(); i++) {
            assertThat(set.contains(Instant.ofEpochSecond(i)))
                    .as("second %d", i)
                    .isEqualTo(picture.charAt(i) == 'x');
        }
        assertThat(Intervals.of(Interval.ALWAYS).contains(Instant.MIN)).isTrue();
        assertThat(Intervals.NONE.contains(Instant.EPOCH)).isFalse();
    }

    @Test
    void whatTouchesOrOverlapsIsOne() {
        assertThat(Intervals.of(interval(5, 9), interval(0, 3), interval(3, 4), interval(6, 7))
                        .list())
                .containsExactly(interval(0, 4), interval(5, 9));
    }

    @Test
    void aLengthIsExactToTheNanosecond() {
        Instant from = Instant.parse("2026-10-01T00:00:00Z");

        assertThat(Intervals.of(
                                new Interval(from, from.plusNanos(1)),
                                new Interval(from.plusSeconds(1), from.plusSeconds(2)))
                        .total())
                .isEqualTo(Duration.ofSeconds(1, 1));
    }

    @Test
    void anIntervalIsNeverEmptyOrTurnedRound() {
        assertThatThrownBy(() -> interval(3, 3)).hasMessageContaining("1970-01-01T00:00:03Z");
        assertThatThrownBy(() -> interval(4, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithSetsOfSeconds() {
        Random random = new Random(20261001);
        for (int round = 0; round < 3_000; round++) {
            Intervals one = random(random);
            Intervals other = random(random);
            for (String operation : List.of("and", "or", "minus")) {
                BitSet expected = seconds(one);
                switch (operation) {
                    case "and" -> expected.and(seconds(other));
                    case "or" -> expected.or(seconds(other));
                    default -> expected.andNot(seconds(other));
                }

                Intervals result = apply(one, operation, other);

                assertThat(seconds(result))
                        .as("%s %s %s", one, operation, other)
                        .isEqualTo(expected);
                assertThat(result.total().toSeconds()).isEqualTo(expected.cardinality());
            }
        }
    }

    private static Intervals apply(Intervals one, String operation, Intervals other) {
        BinaryOperator<Intervals> operator = switch (operation) {
            case "and" -> Intervals::and;
            case "or" -> Intervals::or;
            default -> Intervals::minus;
        };
        return operator.apply(one, other);
    }

    private static Intervals random(Random random) {
        List<Interval> some = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int from = random.nextInt(SECONDS);
            some.add(interval(from, from + 1 + random.nextInt(12)));
        }
        return new Intervals(some);
    }

    private static BitSet seconds(Intervals intervals) {
        BitSet seconds = new BitSet();
        intervals
                .list()
                .forEach(one -> seconds.set(
                        (int) one.from().getEpochSecond(), (int) one.until().getEpochSecond()));
        return seconds;
    }
}
