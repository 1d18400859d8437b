package io.langsong.uptime;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Service;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the access points of a service counted of their clients, made into the people of a usual week. */
final class ClientHistory {
    static final int WEEKS = 4;

    /** With fewer hours of the week known it is not a week. */
    private static final int LEAST_HOURS = ExpectedUsers.HOURS / 2;

    private final MetricStore metrics;

    ClientHistory(MetricStore metrics) {
        this.metrics = metrics;
    }

    /** Empty when too little was counted. */
    Optional<ExpectedUsers> of(Service service, Instant now) {
        Instant until = now.truncatedTo(ChronoUnit.HOURS);
        Instant from = until.minus(Duration.ofDays(7L * WEEKS));
        List<Map<Instant, Double>> members = service.members().stream()
                .map(member -> byHour(member, from, until))
                .filter(hours -> !hours.isEmpty())
                .toList();
        return members.isEmpty() ? Optional.empty() : week(together(members));
    }

    /** Clients of an access point in each hour in which it told of them. */
    private Map<Instant, Double> byHour(DeviceId device, Instant from, Instant until) {
        Map<Instant, Double> sum = new HashMap<>();
        for (Series series : ClientSeries.of(metrics.seriesOf(device))) {
            means(metrics.read(series.key(), from, until)).forEach((hour, mean) -> sum.merge(hour, mean, Double::sum));
        }
        return sum;
    }

    private static Map<Instant, Double> means(List<Point> points) {
        return points.stream()
                .collect(Collectors.groupingBy(
                        point -> point.at().truncatedTo(ChronoUnit.HOURS),
                        Collectors.averagingDouble(point -> Math.max(0, Double.longBitsToDouble(point.bits())))));
    }

    /** Hours in which one of them is missing are left out: where it was down, those at the others are not all there would be. */
    private static Map<Instant, Double> together(List<Map<Instant, Double>> members) {
        Map<Instant, Double> together = new HashMap<>(members.get(0));
        for (Map<Instant, Double> member : members.subList(1, members.size())) {
            together.keySet().retainAll(member.keySet());
            together.replaceAll((hour, users) -> users + member.getOrDefault(hour, 0.0));
        }
        return together;
    }

    private static Optional<ExpectedUsers> week(Map<Instant, Double> counted) {
        Map<Integer, List<Double>> byHour = counted.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> ExpectedUsers.hourOf(entry.getKey()),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        if (byHour.size() < LEAST_HOURS) {
            return Optional.empty();
        }
        List<Double> week = new ArrayList<>();
        for (int hour = 0; hour < ExpectedUsers.HOURS; hour++) {
            List<Double> same = byHour.get(hour);
            week.add(same == null ? otherDays(byHour, hour) : median(same));
        }
        return Optional.of(new ExpectedUsers(ExpectedUsers.Basis.CLIENTS, week));
    }

    /** Of an hour of which nothing is known: the same of other days, else of any. */
    private static double otherDays(Map<Integer, List<Double>> byHour, int hour) {
        List<Double> alike = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        byHour.forEach((other, values) -> {
            all.addAll(values);
            if (other % 24 == hour % 24) {
                alike.addAll(values);
            }
        });
        return median(alike.isEmpty() ? all : alike);
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
