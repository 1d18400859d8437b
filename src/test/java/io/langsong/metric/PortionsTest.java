package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortionsTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    @ParameterizedTest(name = "{0} days of {1} samples a day: {2} hours")
    @CsvSource(textBlock = """
            # what is less than two portions is one
            0.01, 2880,      0
            2,    2880,      48
            3.9,  2880,      93
            4,    2880,      48 48
            # few samples make the next portion longer, many shorter; the rest goes with the last
            35,   2880,      48 96 192 192 312
            400,  0,         48 96 192 384 768 1536 1536 1536 1536 1968
            10,   10000,     48 48 48 48 48
            5,    100000,    48 24 12 12 12 12
            2.5,  100000000, 60
            """)
    void followTheSamples(double days, long samples, String hours) throws IOException {
        List<String> portions = new ArrayList<>();
        List<Instant> begun = new ArrayList<>(List.of(START));
        Instant until = START.plusSeconds((long) (days * 86_400));

        Portions.walk(START, until, (from, end) -> {
            assertThat(from).isEqualTo(begun.get(begun.size() - 1));
            begun.add(end);
            portions.add(String.valueOf(Duration.between(from, end).toHours()));
            return (int) (samples * Duration.between(from, end).toSeconds() / 86_400);
        });

        assertThat(String.join(" ", portions)).isEqualTo(hours);
        assertThat(begun.get(begun.size() - 1)).isEqualTo(until);
    }

    @Test
    void areAnHourAtLeast() {
        List<Duration> portions = new ArrayList<>();

        Portions.walk(START, START.plus(Duration.ofDays(5)), (from, until) -> {
            portions.add(Duration.between(from, until));
            return 1_000_000;
        });

        assertThat(portions).contains(Duration.ofHours(1)).allMatch(one -> one.compareTo(Duration.ofHours(1)) >= 0);
    }

    @Test
    void everythingIsFewQuestions() {
        List<Instant> asked = new ArrayList<>();

        Portions.walk(Instant.EPOCH, START, (from, until) -> {
            asked.add(from);
            return 0;
        });

        assertThat(asked).hasSizeLessThan(330);
    }

    @Test
    void endWithAnErrorOfAPart() {
        List<Instant> asked = new ArrayList<>();

        assertThatThrownBy(() -> Portions.walk(START, START.plus(Duration.ofDays(30)), (from, until) -> {
                    asked.add(from);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T00:00:00Z, 2026-10-01T00:00:00Z, must end after it begins",
        "-999999999-01-01T00:00:00Z, 2026-10-01T00:00:00Z, between 1970 and 2200",
        "1969-12-31T23:59:59Z, 2026-10-01T00:00:00Z, between 1970 and 2200",
        "2026-10-01T00:00:00Z, 2200-01-01T00:00:01Z, between 1970 and 2200",
    })
    void refuseARangeThatNobodyMeant(Instant from, Instant until, String why) {
        assertThatThrownBy(() -> Portions.walk(from, until, (begin, end) -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
