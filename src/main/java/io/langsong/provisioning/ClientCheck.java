package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Point;
import io.langsong.uptime.ClientSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Whether the clients of an access point come back after a change. Any thread. */
final class ClientCheck {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);
    /** In the mean over the hour before: fewer may all go home at once. */
    private static final double USUAL = 2;
    /** In the mean over the same hour a week before: with fewer it is the hour at which people leave. */
    private static final double USUAL_LAST_WEEK = 1;

    private final MetricStore metrics;

    ClientCheck(MetricStore metrics) {
        this.metrics = metrics;
    }

    /** Whether there were clients in the hour before, and, where that is known, a week ago at this time too. */
    boolean areExpected(DeviceId device, Instant applied, Instant now) {
        OptionalDouble before = mean(device, applied.minus(HOUR), applied);
        OptionalDouble lastWeek = mean(device, applied.minus(WEEK), now.minus(WEEK));
        return before.orElse(0) >= USUAL && lastWeek.orElse(USUAL_LAST_WEEK) >= USUAL_LAST_WEEK;
    }

    /** Whether there was one since. */
    boolean areBack(DeviceId device, Instant applied, Instant now) {
        return ClientSeries.of(metrics.seriesOf(device)).stream()
                .flatMap(series -> metrics.read(series.key(), applied, now).stream())
                .anyMatch(point -> point.at().isAfter(applied) && count(point) > 0);
    }

    private OptionalDouble mean(DeviceId device, Instant from, Instant until) {
        List<OptionalDouble> means = ClientSeries.of(metrics.seriesOf(device)).stream()
                .map(series -> metrics.read(series.key(), from, until).stream()
                        .mapToDouble(ClientCheck::count)
                        .average())
                .filter(OptionalDouble::isPresent)
                .toList();
        return means.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        means.stream().mapToDouble(OptionalDouble::getAsDouble).sum());
    }

    private static double count(Point point) {
        return Double.longBitsToDouble(point.bits());
    }
}
