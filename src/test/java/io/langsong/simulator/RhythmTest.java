package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.simulator.Commune.SiteKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RhythmTest {
    private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000L;

    @ParameterizedTest(name = "{0}: busier at {1} than at {2}")
    @CsvSource(textBlock = """
            CULTURE_HOUSE,     2026-11-23T20:00+07:00, 2026-11-23T10:00+07:00
            CULTURE_HOUSE,     2026-11-23T10:00+07:00, 2026-11-23T03:00+07:00
            SCHOOL,            2026-11-23T09:00+07:00, 2026-11-22T09:00+07:00
            SCHOOL,            2026-11-23T09:00+07:00, 2026-11-23T12:30+07:00
            PEOPLES_COMMITTEE, 2026-11-23T08:00+07:00, 2026-11-23T20:00+07:00
            """)
    void followsTheDay(SiteKind kind, OffsetDateTime busy, OffsetDateTime calm) {
        Rhythm rhythm = Rhythm.of(kind, 0);

        assertThat(rhythm.level((double) busy.toEpochSecond()))
                .isGreaterThan(rhythm.level((double) calm.toEpochSecond()));
    }

    @Test
    void everyFifthMorningIsAMarket() {
        Rhythm rhythm = Rhythm.of(SiteKind.CULTURE_HOUSE, 0);
        long sevenInTheMorning = OffsetDateTime.parse("2026-11-01T07:30+07:00").toEpochSecond();

        int markets = 0;
        for (int day = 0; day < 35; day++) {
            markets += rhythm.level(sevenInTheMorning + day * 86_400.0) > 0.7 ? 1 : 0;
        }

        assertThat(markets).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(SiteKind.class)
    void theSumIsTheAreaUnderTheCurve(SiteKind kind) {
        Rhythm rhythm = Rhythm.of(kind, 2);
        double from = START / 1000.0;

        double area = 0;
        for (int minute = 0; minute < 37 * 24 * 60; minute++) {
            area += 60 * rhythm.level(from + 60 * minute + 30);
        }

        assertThat(rhythm.sum(from + 37 * 86_400.0) - rhythm.sum(from)).isCloseTo(area, within(area / 10_000));
    }

    @Test
    void theVolumeNeverFallsFromOneMillisecondToTheNext() {
        Flow flow = new Flow(Rhythm.of(SiteKind.CULTURE_HOUSE, 1), 42, START);

        double last = flow.volume(START + 100 * DAY);
        for (int milli = 1; milli < 300_000; milli++) {
            double next = flow.volume(START + 100 * DAY + milli);
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }
}
