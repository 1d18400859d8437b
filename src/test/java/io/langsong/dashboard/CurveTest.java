package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.metric.SeriesQuery.Outline;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Instant START = Instant.parse("2026-06-05T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void isDrawnFromTheOutlineOfASeries() {
        Outline outline = new Outline(
                List.of(step(0, 5), step(1, 7), new Step(START, OptionalDouble.empty())),
                List.of(step(0, 5), step(1, 9), new Step(START, OptionalDouble.empty())));

        Curve curve = Curve.of(START, MINUTE, outline);

        assertThat(curve.values()).containsExactly(5.0, 7.0, Double.NaN);
        assertThat(curve.max()).isEqualTo(9);
        assertThat(curve.last()).isEqualTo(7);
        assertThat(Curve.nothing(START, MINUTE, 2).values()).containsExactly(Double.NaN, Double.NaN);
        assertThat(Curve.nothing(START, MINUTE, 2).isEmpty()).isTrue();
    }

    private static Step step(int minute, double value) {
        return new Step(START.plus(MINUTE.multipliedBy(minute)), OptionalDouble.of(value));
    }

    @Test
    void aGapInTheDataIsAGapInTheLine() {
        Curve curve = new Curve(START, MINUTE, List.of(0.0, 5.0, Double.NaN, 10.0));

        assertThat(Chart.path(curve.values(), 10)).isEqualTo("M90 600h.01l180-300M630 0h.01");
        assertThat(Chart.round(0)).isEqualTo(1);
        assertThat(Chart.round(21)).isEqualTo(50);
        assertThat(Chart.top(21, "")).isEqualTo(50);
        assertThat(Chart.top(1, "")).as("of a count half of it is whole").isEqualTo(2);
        assertThat(Chart.top(3, "")).isEqualTo(6);
        assertThat(Chart.top(3, "ms")).isEqualTo(5);
        assertThat(Chart.top(3, "%")).isEqualTo(100);
    }
}
