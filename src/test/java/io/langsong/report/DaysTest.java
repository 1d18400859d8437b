package io.langsong.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Availability;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final long DAY = 86_400;

    private static Instant at(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(7));
    }

    private static Intervals time(String... bounds) {
        Interval[] list = new Interval[bounds.length / 2];
        for (int i = 0; i < list.length; i++) {
            list[i] = new Interval(at(bounds[2 * i]), at(bounds[2 * i + 1]));
        }
        return Intervals.of(list);
    }

    private static Availability service(Intervals unknown, Intervals down, Intervals unreachable) {
        Interval period = new Interval(at("2026-10-01T00:00"), at("2026-10-04T12:00"));
        Intervals all = Intervals.of(period);
        return new Availability(
                period, all, Intervals.NONE, unknown, all.minus(unknown), down, unreachable, Intervals.NONE, List.of());
    }

    @Test
    void eachDayHasItsPart() {
        Availability one = service(
                time("2026-10-02T22:00", "2026-10-03T02:00"),
                time("2026-10-01T23:00", "2026-10-02T01:00", "2026-10-03T10:00", "2026-10-03T10:30"),
                time("2026-10-03T10:30", "2026-10-03T11:00"));

        assertThat(Days.of(List.of(one)))
                .containsExactly(
                        new PlaceLine.Day(DAY, 3600, 0),
                        new PlaceLine.Day(DAY - 7200, 3600, 7200),
                        new PlaceLine.Day(DAY - 7200, 3600, 7200),
                        new PlaceLine.Day(DAY / 2, 0, 0));
    }

    @Test
    void servicesAddUp() {
        Availability one = service(Intervals.NONE, time("2026-10-01T10:00", "2026-10-01T11:00"), Intervals.NONE);

        assertThat(Days.of(List.of(one, one)).get(0)).isEqualTo(new PlaceLine.Day(2 * DAY, 7200, 0));
        assertThat(Days.of(List.of())).isEmpty();
    }
}
