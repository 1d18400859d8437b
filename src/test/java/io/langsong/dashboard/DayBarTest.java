package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayBarTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    /** Noon of the last day. */
    private static final Instant NOW = Instant.parse("2026-06-05T05:00:00Z");

    private static final Instant TODAY = Instant.parse("2026-06-04T17:00:00Z");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # hours from the midnight before today, condition; UP where nothing stands | yesterday and today | uptime | out days | longest
            0-36 UP                          | up up            | 100,00 | 0 | PT0S
            1-2 DOWN                         | down up          | 97,22  | 1 | PT1H
            1-1.5 UNREACHABLE                | degraded up      | 98,61  | 1 | PT30M
            23-25 DOWN                       | down down        | 94,44  | 2 | PT2H
            23.5-24.25 DOWN                  | degraded degraded| 97,91  | 2 | PT45M
            0-13 UNKNOWN                     | unknown up       | 100,00 | 0 | PT0S
            0-12 UNKNOWN                     | up up            | 100,00 | 0 | PT0S
            0-1 DOWN, 1-3 UNKNOWN, 3-4 DOWN  | down up          | 94,11  | 1 | PT2H
            0-36 UNKNOWN                     | unknown unknown  | -      | 0 | PT0S
            30-30.001 DOWN                   | up degraded      | 99,99  | 1 | PT3S
            1-2 DEGRADED                     | up up            | 100,00 | 0 | PT0S
            24-34 UNKNOWN, 34-35 DOWN        | up down          | 96,15  | 1 | PT1H
            """)
    void colorsADayByItsMinutes(String picture, String days, String uptime, int outDays, Duration longest) {
        DayBar bar = DayBar.of(stretches(picture), NOW, ZONE);

        assertThat(bar.days()).hasSize(90);
        assertThat(bar.days().subList(88, 90).stream().map(DayBar.Day::state).collect(Collectors.joining(" ")))
                .isEqualTo(days);
        assertThat(
                        bar.uptime() == null
                                ? null
                                : "%.2f"
                                        .formatted(Math.floor(bar.uptime() * 100) / 100)
                                        .replace('.', ','))
                .isEqualTo(uptime);
        assertThat(bar.outDays()).isEqualTo(outDays);
        assertThat(bar.longest().toSeconds()).isEqualTo(longest.toSeconds());
        assertThat(bar.unknownDays()).isGreaterThanOrEqualTo(88);
        assertThat(bar.sparse()).isEqualTo(bar.known());
    }

    @Test
    void beginsNinetyDaysAgoAtMidnightAndEndsToday() {
        DayBar bar = DayBar.of(List.of(), NOW, ZONE);

        assertThat(bar.days().get(0).date()).hasToString("2026-03-08");
        assertThat(bar.days().get(89).date()).hasToString("2026-06-05");
        assertThat(DayBar.from(NOW, ZONE)).isEqualTo("2026-03-07T17:00:00Z");
        assertThat(bar.newest()).hasSize(30);
        assertThat(bar.older()).hasSize(60);
        assertThat(bar.known()).isFalse();
    }

    @Test
    void isNotSparseWhenHalfOfTheDaysAreKnown() {
        assertThat(DayBar.of(List.of(up(45)), NOW, ZONE).sparse()).isFalse();
        assertThat(DayBar.of(List.of(up(44)), NOW, ZONE).sparse()).isTrue();
    }

    /** Of so many days, today among them. */
    private static Stretch up(int days) {
        return new Stretch(Condition.UP, TODAY.minus(Duration.ofDays(days - 1)), NOW);
    }

    private static List<Stretch> stretches(String picture) {
        List<Stretch> all = new ArrayList<>();
        Instant at = TODAY.minus(Duration.ofDays(1));
        for (String part : picture.split(", *")) {
            String[] words = part.strip().split("[- ]");
            Instant from = hour(words[0]);
            if (from.isAfter(at)) {
                all.add(new Stretch(Condition.UP, at, from));
            }
            at = hour(words[1]);
            all.add(new Stretch(Condition.valueOf(words[2]), from, at));
        }
        if (at.isBefore(NOW)) {
            all.add(new Stretch(Condition.UP, at, NOW));
        }
        return all;
    }

    private static Instant hour(String hours) {
        return TODAY.minus(Duration.ofDays(1)).plusMillis(Math.round(Double.parseDouble(hours) * 3_600_000));
    }
}
