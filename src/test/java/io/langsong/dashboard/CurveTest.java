package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveTest {
    private static final Instant START = Instant.parse("2026-06-05T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # counter each minute, . not read; rates a second, - none
            COUNTER64 | 0 600 1800       | - 10 20
            COUNTER64 | 600 . 1800       | - - 10
            COUNTER64 | 60000 600 1200   | - - 10
            COUNTER32 | 4294967236 540   | - 10
            COUNTER32 | 3000000000 0     | - -
            COUNTER32 | 4000 0           | - -
            COUNTER64 | -60 -1           | - 0
            COUNTER64 | 0 900000000000   | - -
            """)
    void ratesSurviveGapsRestartsAndWraps(Kind kind, String counts, String rates) {
        List<Point> points = new ArrayList<>();
        String[] read = counts.split(" ");
        for (int i = 0; i < read.length; i++) {
            if (!read[i].equals(".")) {
                points.add(new Point(START.plus(MINUTE.multipliedBy(i)), Long.parseLong(read[i])));
            }
        }

        Curve curve = Curve.ofCounter(points, kind, START, MINUTE, read.length);

        assertThat(curve.values().stream()
                        .map(value -> value.isNaN() ? "-" : String.valueOf(value.longValue()))
                        .toList())
                .containsExactly(rates.split(" "));
    }

    @Test
    void aGapInTheDataIsAGapInTheLine() {
        Curve curve = new Curve(START, MINUTE, List.of(0.0, 5.0, Double.NaN, 10.0));

        assertThat(Chart.path(curve.values(), 10)).isEqualTo("M90 600h0l180-300M630 0h0");
        assertThat(Chart.round(0)).isEqualTo(1);
        assertThat(Chart.round(21)).isEqualTo(50);
        assertThat(Chart.top(21, "")).isEqualTo(50);
        assertThat(Chart.top(1, "")).as("of a count half of it is whole").isEqualTo(2);
        assertThat(Chart.top(3, "")).isEqualTo(6);
        assertThat(Chart.top(3, "ms")).isEqualTo(5);
        assertThat(Chart.top(3, "%")).isEqualTo(100);
    }
}
