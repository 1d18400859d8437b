package io.langsong.metric;

import io.langsong.metric.SeriesQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A range of time cut into equal steps. */
final class Steps {
    private final long startMillis;
    private final long stepMillis;
    private final int count;

    /** @throws IllegalArgumentException saying what is wrong with the range or the step */
    Steps(Instant from, Instant until, Duration step) {
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofDays(3660)) > 0) {
            throw new IllegalArgumentException("A step must be from one second to ten years: " + step);
        }
        Portions.requireRange(from, until);
        long midnight = -SeriesQuery.DAY_OF.getTotalSeconds() * 1000L;
        stepMillis = step.toMillis();
        startMillis = Math.floorDiv(from.toEpochMilli() - midnight, stepMillis) * stepMillis + midnight;
        long untilMillis = until.plusNanos(999_999).toEpochMilli();
        long steps = (untilMillis - startMillis + stepMillis - 1) / stepMillis;
        if (steps > SeriesQuery.MOST_POINTS) {
            throw new IllegalArgumentException("%d points are more than %d; make the step longer or the range shorter"
                    .formatted(steps, SeriesQuery.MOST_POINTS));
        }
        count = (int) steps;
    }

    int count() {
        return count;
    }

    Instant start() {
        return Instant.ofEpochMilli(startMillis);
    }

    Instant end() {
        return Instant.ofEpochMilli(startOf(count));
    }

    /** @param step the first is 0 */
    long startOf(int step) {
        return startMillis + step * stepMillis;
    }

    /** In which an instant lies; below 0 or not below {@link #count} when it lies beside the range. */
    int at(long millis) {
        return (int) Math.floorDiv(millis - startMillis, stepMillis);
    }

    /** @param values of each step; NaN where nothing is known */
    List<Step> with(double[] values) {
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(new Step(
                    Instant.ofEpochMilli(startOf(i)),
                    Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i])));
        }
        return steps;
    }
}
