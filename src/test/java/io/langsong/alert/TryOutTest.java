package io.langsong.alert;

import static io.langsong.alert.TestAlerts.above;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.metric.Sample;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule tried on what the embedded store keeps, against the same rule as it judged while the samples came. */
class TryOutTest {
    private final TestAlerts test = new TestAlerts();
    private EmbeddedMetricStore store;

    @BeforeEach
    void open() {
        store = new EmbeddedMetricStore(test.database, test.transaction, test.clock, 100_000, null);
        store.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        store.stop();
        test.stop();
    }

    /** Hours of polls of two devices with all that may happen: gaps, silence, restarts, counters that wrap, missing series. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void findsWhatWasFoundLive(long seed) {
        List<AlertRule> rules = List.of(
                above("cpu", "cpu.utilization", 80, 50, Duration.ofMinutes(2), "all"),
                above("cpu-own", "cpu.utilization", 90, 40, Duration.ofMinutes(1), "device:man-ap2"),
                above("errors", "if.in_errors", 20, 10, Duration.ofSeconds(90), "all"),
                new AlertRule(
                        "mean",
                        null,
                        new Measure("cpu.utilization", "*", null),
                        new Criterion.Threshold(Criterion.Kind.BELOW, 60, 61, Duration.ofMinutes(10)),
                        Duration.ZERO,
                        Severity.WARNING,
                        Scope.ALL,
                        true),
                new AlertRule(
                        "memory",
                        null,
                        new Measure("memory.used", "*", "memory.total"),
                        new Criterion.Threshold(Criterion.Kind.ABOVE, 80, 60, Duration.ZERO),
                        Duration.ofMinutes(1),
                        Severity.CRITICAL,
                        Scope.ALL,
                        true),
                new AlertRule(
                        "missing",
                        null,
                        new Measure("cpu.utilization", "*", null),
                        new Criterion.NoData(),
                        Duration.ofMinutes(2),
                        Severity.WARNING,
                        Scope.ALL,
                        true));
        test.only(rules.toArray(AlertRule[]::new));
        test.start();
        live(new Random(seed));
        store.flush();
        List<String> live = test.record();
        assertThat(live).hasSizeGreaterThan(10);

        for (AlertRule rule : rules) {
            Tried tried = test.tryOut(store).of(rule).orElseThrow();
            List<String> would = tried.alerts().stream()
                    .sorted(Comparator.comparing(Tried.WouldBe::since)
                            .thenComparing(one -> one.device().value()))
                    .map(one -> one.device() + one.index() + " " + one.since() + " " + one.firedAt() + " " + one.until()
                            + " " + one.value())
                    .toList();
            assertThat(would).as(rule.id()).isNotEmpty().isEqualTo(recorded(rule.id()));
            assertThat(tried.count()).isEqualTo(would.size());
            assertThat(tried.complete()).isTrue();
            assertThat(tried.days().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(would.size());
        }
    }

    private List<String> recorded(String rule) {
        return test
                .jdbc
                .sql("SELECT * FROM alert_record WHERE rule = :rule ORDER BY began, device")
                .param("rule", rule)
                .query(AlertTable::alert)
                .list()
                .stream()
                .map(one -> one.device() + one.index() + " " + one.since() + " " + one.firedAt() + " " + one.until()
                        + " " + one.value())
                .toList();
    }

    private void live(Random random) {
        long errors = 0xffff_f000L;
        double uptime = 5_000;
        for (int minute = 0; minute < 600; minute++) {
            for (String device : List.of("man-ap1", "man-ap2")) {
                List<Sample> samples = new ArrayList<>();
                boolean silent = minute % 97 > 90;
                if (silent) {
                    samples.add(test.gauge(device, "reach.loss", "", "%", 100));
                } else {
                    boolean high = minute / 7 % 3 == 0;
                    if (random.nextInt(8) > 0 && minute / 20 % 6 != 5) {
                        samples.add(test.cpu(device, (high ? 75 : 30) + random.nextInt(30)));
                    }
                    errors = (errors + (high ? 1_000 : 100) + random.nextInt(400)) & 0xffff_ffffL;
                    samples.add(test.counter(device, "if.in_errors", "1", errors));
                    samples.add(test.gauge(device, "memory.total", "", "bytes", 200));
                    samples.add(test.gauge(device, "memory.used", "", "bytes", 100 + random.nextInt(90)));
                    uptime = random.nextInt(100) == 0 ? 1 : uptime + 30;
                    samples.add(test.gauge(device, "sys.uptime", "", "s", uptime));
                    samples.add(test.gauge(device, "reach.rtt", "", "ms", 3));
                    samples.add(test.gauge(device, "reach.loss", "", "%", 0));
                }
                test.poll(device, samples.toArray(Sample[]::new));
                store.append(samples);
            }
            test.moveOn();
            if (random.nextInt(60) == 0) {
                test.clock.advance(Duration.ofMinutes(random.nextInt(10)));
            }
        }
    }

    @Test
    void aRuleThatIsDisabledIsTriedAsIfItWereNot() {
        test.only();
        test.start();
        for (int i = 0; i < 4; i++) {
            store.append(List.of(test.cpu("man-ap1", 99), test.cpu("man-ap2", i)));
            test.moveOn();
        }
        store.flush();
        AlertRule rule = above("cpu", "cpu.utilization", 90, 75, Duration.ofMinutes(1), "village:thon-man")
                .enabled(false);

        Tried tried = test.tryOut(store).of(rule).orElseThrow();
        assertThat(tried.devices()).isEqualTo(2);
        assertThat(tried.measured()).isEqualTo(2);
        assertThat(tried.fired()).isEqualTo(1);
        assertThat(tried.alerts()).singleElement().satisfies(one -> {
            assertThat(one.device().value()).isEqualTo("man-ap1");
            assertThat(one.until()).isNull();
        });
        assertThat(tried.lasted()).isEqualTo(Duration.ofMinutes(2));
        assertThat(test.record()).as("nothing is written").isEmpty();
    }

    @Test
    void whatANarrowerRuleJudgesIsLeftOutAndCounted() {
        AlertRule own = above("own", "cpu.utilization", 99, 99, Duration.ZERO, "device:man-ap1");
        test.only(own);
        test.start();
        store.append(List.of(test.cpu("man-ap1", 95), test.cpu("man-ap2", 95)));
        test.moveOn();
        store.flush();

        Tried tried = test.tryOut(store)
                .of(above("cpu", "cpu.utilization", 90, 75, Duration.ZERO, "all"))
                .orElseThrow();
        assertThat(tried.overridden()).isEqualTo(1);
        assertThat(tried.series()).isEqualTo(1);
        assertThat(tried.alerts()).extracting(one -> one.device().value()).containsExactly("man-ap2");
    }

    @Test
    void whatCanNotBeLookedAtInTimeIsSaid() {
        test.only();
        test.start();
        store.append(List.of(test.cpu("man-ap1", 99), test.cpu("man-ap2", 99)));
        store.flush();

        Tried tried =
                test.tryOut(store).of(above("cpu", "cpu.utilization", 90, 75, Duration.ZERO, "all"), Duration.ZERO);
        assertThat(tried.complete()).isFalse();
        assertThat(tried.looked()).isZero();
        assertThat(tried.devices()).isEqualTo(2);
    }
}
