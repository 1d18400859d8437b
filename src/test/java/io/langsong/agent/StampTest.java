package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    private static final Instant ARRIVED = Instant.parse("2026-10-01T12:00:00.123456Z");
    private static final Duration LATEST = Duration.ofDays(31);

    @Test
    void readsTimesAsAgentsWriteThem() {
        assertThat(Stamp.parse("30-11-2026_23:59:58.000000")).contains(Instant.parse("2026-11-30T23:59:58Z"));
        assertThat(Stamp.parse("30-11-2026_23:59:58")).contains(Instant.parse("2026-11-30T23:59:58Z"));
        assertThat(Stamp.parse("29-02-2024_00:00:00.123456")).contains(Instant.parse("2024-02-29T00:00:00.123Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-30T23:59:58Z",
                "31-11-2026_00:00:00.000000",
                "30-11-2026 23:59:58",
                "30-11-26_23:59:58",
                "01-01-2026_24:00:00"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(Stamp.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "sent {0}, current {1} -> {2}")
    @CsvSource(textBlock = """
            2026-10-01T12:00:00Z, false, SENT
            2026-10-01T12:05:00Z, false, SENT
            2026-10-01T12:05:01Z, false, WRONG
            2027-01-01T00:00:00Z, true,  WRONG
            2026-10-01T11:51:00Z, true,  SENT
            2026-10-01T11:49:00Z, true,  WRONG
            2026-10-01T11:49:00Z, false, SENT
            2026-09-01T00:00:00Z, false, SENT
            2026-08-31T00:00:00Z, false, TOO_OLD
            1970-01-01T00:05:00Z, true,  WRONG
            1970-01-01T00:05:00Z, false, TOO_OLD
            """)
    void placesAReportInTime(Instant sent, boolean current, Stamp.Kind kind) {
        Stamp stamp = Stamp.of(sent, ARRIVED, current, LATEST);

        assertThat(stamp.kind()).isEqualTo(kind);
        assertThat(stamp.at()).isEqualTo(kind == Stamp.Kind.WRONG ? Instant.parse("2026-10-01T12:00:00.123Z") : sent);
    }
}
