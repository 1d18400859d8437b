package io.langsong.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.ServiceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.uptime.ExpectedUsers.Basis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImpactTest {
    private static final ServiceId WIFI = new ServiceId("wifi-mang");
    private static final Metric CLIENTS = new Metric("wifi.clients", Metric.Kind.GAUGE, "");

    @TempDir
    private Path data;

    private TestCommune commune;
    private final Kept metrics = new Kept();
    private Impact impact;

    @BeforeEach
    void start() {
        commune = new TestCommune(data);
        impact = new Impact(commune.jdbc, commune.transactions, commune.inventory, metrics, commune.clock);
    }

    /** Samples in memory, as a store gives them back. */
    private static final class Kept implements MetricStore {
        private final Map<SeriesKey, List<Point>> points = new HashMap<>();

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void append(List<Sample> samples) {
            samples.forEach(one -> points.computeIfAbsent(one.series(), key -> new ArrayList<>())
                    .add(new Point(one.at(), one.bits())));
        }

        @Override
        public void flush() {}

        @Override
        public List<Point> read(SeriesKey series, Instant from, Instant until) {
            return points.getOrDefault(series, List.of()).stream()
                    .filter(point -> !point.at().isBefore(from) && point.at().isBefore(until))
                    .toList();
        }

        @Override
        public List<Series> seriesOf(DeviceId device) {
            Set<Series> series = new LinkedHashSet<>();
            points.keySet().stream()
                    .filter(key -> key.device().equals(device))
                    .forEach(key -> series.add(new Series(key, CLIENTS)));
            return List.copyOf(series);
        }

        @Override
        public List<Sample> latest(DeviceId device, Instant since) {
            return List.of();
        }

        @Override
        public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
            return List.of();
        }

        @Override
        public void expire(Instant before) {}

        @Override
        public Counts counts() {
            return new Counts(0, 0, 0, 0, 0, Optional.empty());
        }
    }

    /** A sample each 20 minutes, of the last five weeks. */
    private void clients(String device, String index, ToDoubleFunction<ZonedDateTime> count) {
        List<Sample> samples = new ArrayList<>();
        Instant now = commune.clock.instant();
        for (Instant at = now.minus(Duration.ofDays(35)); at.isBefore(now); at = at.plus(Duration.ofMinutes(20))) {
            double value = count.applyAsDouble(at.atZone(UptimeProperties.ZONE));
            if (value >= 0) {
                samples.add(
                        Sample.gauge(new SeriesKey(new DeviceId(device), "wifi.clients", index), CLIENTS, at, value));
            }
        }
        metrics.append(samples);
    }

    private static double evenings(ZonedDateTime at) {
        return at.getHour() >= 18 && at.getHour() < 22 ? 20 : 2;
    }

    @Test
    void withoutACountItIsTheResidents() {
        ExpectedUsers expected = impact.expected().get(WIFI);

        assertThat(expected.basis()).isEqualTo(Basis.RESIDENTS);
        assertThat(expected.at(commune.clock.instant())).isEqualTo(320);
        assertThat(impact.expected().get(new ServiceId("wifi-man")).at(commune.clock.instant()))
                .isEqualTo(150);
    }

    @Test
    void itIsTheMedianOfTheSameHourOverAllAccessPoints() {
        clients("ap", "1", ImpactTest::evenings);
        clients("ap", "2", at -> 1);
        // Counted by network too, which would be the same people again.
        clients("ap", "ssid xa", at -> 99);
        // One feast, which is not usual.
        clients("ap2", "", at -> at.getDayOfMonth() == 14 && at.getMonthValue() == 11 ? 500 : 3);

        impact.recount();

        ExpectedUsers expected = impact.expected().get(WIFI);
        assertThat(expected.basis()).isEqualTo(Basis.CLIENTS);
        assertThat(expected.at(TestCommune.at("2026-11-14T19:30"))).isEqualTo(20 + 1 + 3);
        assertThat(expected.at(TestCommune.at("2026-11-14T03:30"))).isEqualTo(2 + 1 + 3);
        assertThat(impact.expected().get(new ServiceId("wifi-man")).basis()).isEqualTo(Basis.RESIDENTS);
    }

    @Test
    void aTimeInWhichOneAccessPointIsSilentSaysNothing() {
        clients("ap", "", at -> 10);
        clients("ap2", "", at -> at.toInstant().isBefore(commune.clock.instant().minus(Duration.ofDays(3))) ? 5 : -1);

        impact.recount();

        assertThat(impact.expected().get(WIFI).byHour()).containsOnly(15.0);
    }

    @Test
    void aFewHoursAreNoWeek() {
        clients("ap", "", at -> at.toInstant().isAfter(commune.clock.instant().minus(Duration.ofDays(2))) ? 10 : -1);

        impact.recount();

        assertThat(impact.expected().get(WIFI).basis()).isEqualTo(Basis.RESIDENTS);
    }

    @Test
    void hoursLostAreThoseOfThePeopleExpected() {
        clients("ap", "", ImpactTest::evenings);
        impact.recount();
        ExpectedUsers expected = impact.expected().get(WIFI);
        Intervals out = Intervals.of(
                new Interval(TestCommune.at("2026-11-10T17:30"), TestCommune.at("2026-11-10T18:15")),
                new Interval(TestCommune.at("2026-11-11T02:00"), TestCommune.at("2026-11-11T03:00")));

        assertThat(expected.hoursLost(out)).isCloseTo(0.5 * 2 + 0.25 * 20 + 1 * 2, within(1e-9));
        assertThat(expected.most(out)).isEqualTo(20);
        assertThat(expected.hoursLost(Intervals.NONE)).isZero();
        assertThat(expected.most(Intervals.NONE)).isZero();
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMiddleOfTheTwo() {
        assertThat(ClientHistory.median(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
        assertThat(ClientHistory.median(List.of(4.0, 1.0, 100.0))).isEqualTo(4.0);
    }
}
