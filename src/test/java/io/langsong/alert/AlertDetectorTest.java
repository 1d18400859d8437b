package io.langsong.alert;

import static io.langsong.alert.TestAlerts.above;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventoryDiff;
import io.langsong.polling.PollResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From a poll result to the record of alerts in PostgreSQL. */
class AlertDetectorTest {
    private static final AlertRule CPU = above("cpu", "cpu.utilization", 90, 75, Duration.ofMinutes(1), "all");

    private final TestAlerts test = new TestAlerts();

    @AfterEach
    void stop() throws InterruptedException {
        test.stop();
    }

    @Test
    void anAlertFiresOnceItHeldAndIsClearedByTheFirstGoodSample() {
        begin(CPU);
        cpu(99, 99, 99, 85, 85, 75, 20);

        assertThat(test.record()).containsExactly("cpu man-ap1 0..150 CLEARED");
        Alert alert = test.alerts.find(1).orElseThrow();
        assertThat(alert.firedAt()).isEqualTo(TestAlerts.START.plusSeconds(60));
        assertThat(alert.value()).isEqualTo(99.0);
        assertThat(alert.fire()).isEqualTo(90.0);
        assertThat(alert.unit()).isEqualTo("%");
        assertThat(told()).containsExactly("fired 1", "cleared 1");
    }

    @Test
    void listenersActInTheTransactionThatWritesTheRow() {
        begin(CPU);
        test.jdbc.sql("CREATE TABLE alert_probe (seen bigint)").update();
        AlertTable table = new AlertTable(test.jdbc, event -> {
            test.jdbc
                    .sql("INSERT INTO alert_probe SELECT count(*) FROM alert_record")
                    .update();
            throw new IllegalStateException("a listener failed");
        });
        try {
            test.transaction.executeWithoutResult(status -> table.apply(fired("man-ap1")));
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("a listener failed");
        }

        assertThat(count(test.jdbc, "alert_probe") + count(test.jdbc, "alert_record"))
                .isZero();
    }

    @Test
    void whatIsWrittenAlreadyIsNotWrittenAgain() {
        begin(CPU);
        AlertTable table = new AlertTable(test.jdbc, test.events::add);
        table.apply(fired("man-ap1"));
        table.apply(fired("man-ap1"));
        table.apply(fired("man-ap2"));

        assertThat(count(test.jdbc, "alert_record")).isEqualTo(2);
        assertThat(told()).containsExactly("fired 1", "fired 3");
    }

    @Test
    void aRestartEndsNothingAndTellsNothingTwice() throws InterruptedException {
        begin(CPU);
        cpu(99, 99, 99);
        assertThat(test.record()).hasSize(1);
        test.stop();
        test.clock.advance(Duration.ofHours(2));
        test.start();
        cpu(99, 99, 99, 85);
        assertThat(test.record()).containsExactly("cpu man-ap1 0..");
        cpu(10);

        assertThat(test.record()).containsExactly("cpu man-ap1 0..7410 CLEARED");
        assertThat(told()).containsExactly("fired 1", "cleared 1");
    }

    @Test
    void whatWasPendingBeginsAnewAfterARestart() throws InterruptedException {
        begin(CPU);
        cpu(99, 99);
        test.stop();
        test.start();
        cpu(99, 99);
        assertThat(test.record()).isEmpty();
        cpu(99);

        assertThat(test.record()).containsExactly("cpu man-ap1 60..");
    }

    @Test
    void anAlertOfARuleThatWasChangedWhileTheServerWasOffEnds() throws InterruptedException {
        begin(CPU, above("rtt", "reach.rtt", 5, 5, Duration.ZERO, "all"));
        test.poll("man-ap1", test.cpu("man-ap1", 5), test.gauge("man-ap1", "reach.rtt", "", "ms", 9));
        test.poll("man-ap2", test.gauge("man-ap2", "reach.rtt", "", "ms", 9));
        assertThat(test.record()).hasSize(2);
        test.stop();
        test.rules.remove("rtt", null);
        test.moveOn();
        test.start();

        assertThat(test.record()).containsExactly("rtt man-ap1 0..30 RULE_CHANGED", "rtt man-ap2 0..30 RULE_CHANGED");
    }

    @Test
    void rulesAreChangedWhileTheServerRuns() {
        begin(CPU);
        cpu(99, 99, 99);
        test.rules.enable("cpu", false);
        test.tellRules();
        test.detector.awake();
        assertThat(test.record()).containsExactly("cpu man-ap1 0..90 RULE_CHANGED");
        cpu(99, 99, 99);
        assertThat(test.record()).hasSize(1);
        test.rules.enable("cpu", true);
        test.rules.add(above("hot", "cpu.utilization", 98, 90, Duration.ZERO, "device:man-ap1"));
        test.tellRules();
        cpu(99);

        assertThat(test.record()).last().isEqualTo("hot man-ap1 180..");
    }

    @Test
    void aDeviceThatLeavesTakesItsAlertsWithIt() {
        begin(CPU);
        cpu(99, 99, 99);
        test.devices = List.of(TestAlerts.device("man-ap2"));
        test.detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        test.detector.awake();

        assertThat(test.record()).containsExactly("cpu man-ap1 0..90 DEVICE_LEFT");
    }

    @Test
    void aDeviceIsJudgedByTheProfileItTurnsOutToHave() {
        test.profiles.remove("man-ap1");
        begin(CPU, above("hot-model", "cpu.utilization", 100, 90, Duration.ofMinutes(1), "profile:mikrotik"));
        cpu(99, 99, 99, 99);
        assertThat(test.record()).as("not known yet").isEmpty();
        test.profiles.put("man-ap1", "mikrotik");
        cpu(99, 99, 99, 99);
        assertThat(test.record()).as("its own rule bears more").isEmpty();
        test.profiles.put("man-ap1", "openwrt");
        cpu(99, 99, 99, 99);

        assertThat(test.record()).containsExactly("cpu man-ap1 240..");
    }

    @Test
    void onlyAPollThatAskedSaysThatDataIsMissing() {
        begin(new AlertRule(
                "missing",
                null,
                new Measure("cpu.utilization", "*", null),
                new Criterion.NoData(),
                Duration.ofMinutes(1),
                Severity.WARNING,
                Scope.ALL,
                true));
        cpu(5);
        for (int i = 0; i < 5; i++) {
            test.detector.observe(test.result("man-ap1", Outcome.NOT_ASKED, List.of()));
            test.moveOn();
        }
        assertThat(test.record()).isEmpty();
        for (int i = 0; i < 3; i++) {
            test.detector.awake();
            test.detector.observe(test.result("man-ap1", Outcome.REFUSED, List.of()));
            test.moveOn();
        }

        assertThat(test.record()).containsExactly("missing man-ap1 180..");
        assertThat(test.alerts.find(1).orElseThrow().value()).isNull();
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        begin(CPU);
        cpu(99, 99, 99);
        test.clock.set(TestAlerts.START.minus(Duration.ofHours(3)));
        cpu(99, 10);
        assertThat(test.record())
                .singleElement()
                .asString()
                .startsWith("cpu man-ap1 0..")
                .endsWith("CLEARED");
        cpu(99, 99, 99);

        assertThat(test.record()).hasSize(2);
    }

    @Test
    void theRecordIsSearched() {
        begin(CPU);
        for (String device : List.of("man-ap1", "man-ap2")) {
            for (int i = 0; i < 3; i++) {
                test.poll(device, test.cpu(device, 99));
                test.moveOn();
            }
        }
        test.poll("man-ap2", test.cpu("man-ap2", 5));
        test.written();

        Instant until = test.clock.instant().plusSeconds(1);
        Alerts.Wish all = new Alerts.Wish(TestAlerts.START, until, null, null, null, false, null);
        assertThat(test.alerts.find(all, 0, 10)).extracting(Alert::id).containsExactly(1L, 2L);
        assertThat(test.alerts.find(all, 1, 10)).hasSize(1);
        assertThat(test.alerts.count(all)).isEqualTo(2);
        assertThat(test.alerts.count(new Alerts.Wish(TestAlerts.START, until, null, null, null, true, null)))
                .isEqualTo(1);
        assertThat(test.alerts.count(new Alerts.Wish(
                        TestAlerts.START,
                        until,
                        null,
                        null,
                        null,
                        false,
                        List.of(TestAlerts.device("man-ap2").id()))))
                .isEqualTo(1);
        assertThat(test.alerts.count(
                        new Alerts.Wish(TestAlerts.START, until, null, "cpu", Severity.CRITICAL, false, null)))
                .isZero();
        assertThat(test.alerts.count(new Alerts.Wish(until.minusSeconds(1), until, null, null, null, false, null)))
                .as("an interval ends before its end")
                .isEqualTo(1);
    }

    private void begin(AlertRule... rules) {
        test.only(rules);
        test.start();
    }

    private void cpu(double... values) {
        for (double value : values) {
            test.poll("man-ap1", test.cpu("man-ap1", value));
            test.moveOn();
        }
    }

    private Turn.Fired fired(String device) {
        return new Turn.Fired(
                CPU,
                test.cpu(device, 99).of(),
                "%",
                new AlertState.Firing(TestAlerts.START, TestAlerts.START, TestAlerts.START),
                99);
    }

    private List<String> told() {
        return test.events.stream()
                .flatMap(event -> event instanceof AlertFired fired
                        ? List.of("fired " + fired.alert().id()).stream()
                        : event instanceof AlertCleared cleared
                                ? List.of("cleared " + cleared.alert().id()).stream()
                                : List.<String>of().stream())
                .toList();
    }

    private static int count(JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }
}
