package io.langsong.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one device's samples are made of before a rule looks at them. A poll each 30 seconds. */
class DeviceJudgeTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final DeviceId AP = new DeviceId("man-ap1");
    private static final Place HERE = new Place(AP, "mikrotik", "man-nvh", "thon-man", Duration.ofSeconds(30));
    private static final Metric ERRORS = new Metric("if.in_errors", Metric.Kind.COUNTER32, "packets");
    private static final Metric OCTETS = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");

    private final List<Turn> turns = new ArrayList<>();
    private final Map<SeriesKey, Series> series = new HashMap<>();
    private Instant at = START;
    private DeviceJudge judge;

    @Test
    void aCounterIsJudgedByItsRatePerSecond() {
        judge(rule("errors", "if.in_errors", null, above(2, 1), 0));
        poll(counter(ERRORS, "1", 1_000_000));
        poll(counter(ERRORS, "1", 1_000_060));
        assertThat(turns).as("2/s is not above 2").isEmpty();
        poll(counter(ERRORS, "1", 1_000_123));

        assertThat(fired()).isEqualTo("errors 1 2.1 packets/s");
        poll(counter(ERRORS, "1", 1_000_140));
        assertThat(ended()).isEqualTo("errors 1 CLEARED");
    }

    @Test
    void aWrapIsCountedOnAndARestartSaysNothing() {
        judge(rule("errors", "if.in_errors", null, above(2, 1), 0));
        poll(counter(ERRORS, "1", 0xffff_fff0L), gauge("sys.uptime", "", "s", 1_000));
        poll(counter(ERRORS, "1", 16), gauge("sys.uptime", "", "s", 1_030));
        assertThat(turns).as("32 in 30 s").isEmpty();
        poll(counter(ERRORS, "1", 4_000_000_000L), gauge("sys.uptime", "", "s", 5));
        poll(counter(ERRORS, "1", 4_000_000_000L), gauge("sys.uptime", "", "s", 35));

        assertThat(turns).isEmpty();
    }

    @Test
    void aRestartSeenByAPollWithoutTheCounterCountsToo() {
        judge(rule("errors", "if.in_errors", null, above(2, 1), 0));
        poll(counter(ERRORS, "1", 5), gauge("sys.uptime", "", "s", 1_000));
        poll(gauge("sys.uptime", "", "s", 5));
        poll(counter(ERRORS, "1", 5_000), gauge("sys.uptime", "", "s", 35));
        assertThat(turns).isEmpty();
        poll(counter(ERRORS, "1", 5_100), gauge("sys.uptime", "", "s", 65));

        assertThat(fired()).startsWith("errors 1 3.33");
    }

    @Test
    void octetsOfASpeedArePercentOfTheLine() {
        judge(rule("full", "if.in_octets", "if.speed", above(80, 60), 0));
        poll(counter(OCTETS, "3", 0), gauge("if.speed", "3", "bit/s", 100e6));
        poll(counter(OCTETS, "3", 30L * 11_250_000), gauge("if.speed", "3", "bit/s", 100e6));

        assertThat(fired()).isEqualTo("full 3 90.0 %");
    }

    @Test
    void aSpeedThatIsNotKnownIsNoMeasure() {
        judge(rule("full", "if.in_octets", "if.speed", above(80, 60), 0));
        poll(counter(OCTETS, "3", 0), gauge("if.speed", "3", "bit/s", 10e6));
        poll(counter(OCTETS, "3", 30L * 11_250_000), gauge("if.speed", "3", "bit/s", 10e6));
        poll(counter(OCTETS, "4", 0));
        poll(counter(OCTETS, "4", 30L * 11_250_000));

        assertThat(turns).isEmpty();
    }

    @Test
    void memoryIsMeasuredByAllOfIt() {
        judge(rule("memory", "memory.used", "memory.total", above(90, 80), 0));
        poll(gauge("memory.used", "", "bytes", 95), gauge("memory.total", "", "bytes", 100));
        assertThat(fired()).isEqualTo("memory  95.0 %");
        poll(gauge("memory.used", "", "bytes", 85));
        assertThat(turns).hasSize(1);
        poll(gauge("memory.used", "", "bytes", 80));

        assertThat(ended()).isEqualTo("memory  CLEARED");
    }

    @Test
    void anAverageIsJudgedWhenItsTimeIsOver() {
        judge(rule("loss", "reach.loss", null, averaged(5, 2, Duration.ofMinutes(5)), 0));
        for (int i = 0; i < 10; i++) {
            poll(gauge("reach.loss", "", "%", i == 3 || i == 7 ? 50 : 0), rtt(1));
            assertThat(turns).isEmpty();
        }
        poll(gauge("reach.loss", "", "%", 0), rtt(1));

        assertThat(fired()).isEqualTo("loss  10.0 %");
        assertThat(at.minusSeconds(30)).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void anAverageOfWhatWasNotSeenWholeIsNone() {
        judge(rule("loss", "reach.loss", null, averaged(5, 2, Duration.ofMinutes(5)), 0));
        at = START.plusSeconds(180);
        for (int i = 0; i < 5; i++) {
            poll(gauge("reach.loss", "", "%", 50), rtt(1));
        }
        assertThat(turns).as("it began in the middle").isEmpty();
        for (int i = 0; i < 3; i++) {
            poll(gauge("reach.loss", "", "%", 50), rtt(1));
        }
        at = at.plusSeconds(100);
        for (int i = 0; i < 4; i++) {
            poll(gauge("reach.loss", "", "%", 50), rtt(1));
        }

        assertThat(turns).as("some were missing").isEmpty();
    }

    @Test
    void aSilentPollIsNoSampleOfLoss() {
        judge(rule("loss", "reach.loss", null, above(5, 2), 0));
        poll(gauge("reach.loss", "", "%", 100));
        assertThat(turns).isEmpty();
        poll(gauge("reach.loss", "", "%", 50), rtt(3));

        assertThat(fired()).isEqualTo("loss  50.0 %");
        poll(gauge("reach.loss", "", "%", 100));
        assertThat(turns).hasSize(1);
    }

    @Test
    void missingDataIsToldOfASeriesThatWasThereWhileSomebodyLooks() {
        judge(rule("missing", "cpu.utilization", null, new Criterion.NoData(), 120));
        for (int i = 0; i < 10; i++) {
            poll(rtt(1));
        }
        assertThat(turns).as("never there").isEmpty();
        poll(rtt(1), cpu(5));
        Instant lost = at;
        for (int i = 0; i < 4; i++) {
            poll(rtt(1));
            assertThat(turns).isEmpty();
        }
        poll(gauge("reach.loss", "", "%", 100));

        assertThat(fired()).isEqualTo("missing  NaN %");
        assertThat(((Turn.Fired) turns.get(0)).state().since()).isEqualTo(lost);
        poll(rtt(1), cpu(5));
        assertThat(ended()).isEqualTo("missing  CLEARED");
    }

    @Test
    void timeInWhichNobodyLookedIsNoMissingData() {
        judge(rule("missing", "cpu.utilization", null, new Criterion.NoData(), 120));
        poll(cpu(5));
        poll(rtt(1));
        at = at.plus(Duration.ofHours(5));
        poll(rtt(1));
        poll(rtt(1));

        assertThat(turns).isEmpty();
    }

    @Test
    void aPollThatIsNotLaterThanTheOneBeforeChangesNothing() {
        judge(rule("cpu", "cpu.utilization", null, above(90, 80), 0));
        poll(cpu(5));
        at = at.minusSeconds(30);
        poll(cpu(99));
        at = START.minusSeconds(60);
        poll(cpu(99));

        assertThat(turns).isEmpty();
    }

    @Test
    void seriesThatChangePlacesStayThemselves() {
        judge(rule("cpu", "cpu.utilization", null, above(90, 80), 60));
        poll(cpu(99), rtt(1));
        poll(rtt(1), cpu(99));
        poll(rtt(1));
        poll(gauge("reach.loss", "", "%", 0), rtt(1), cpu(99));

        assertThat(fired()).isEqualTo("cpu  99.0 %");
    }

    @Test
    void aChangedRuleEndsItsAlertAndARenamedOneDoesNot() {
        AlertRule rule = rule("cpu", "cpu.utilization", null, above(90, 80), 0);
        judge(rule);
        poll(cpu(99));
        AlertRule renamed = new AlertRule(
                rule.id(),
                "Tên khác",
                rule.measure(),
                rule.criterion(),
                rule.holds(),
                rule.severity(),
                rule.scope(),
                true);
        judge.use(RuleBook.of(List.of(renamed)), HERE, at);
        poll(cpu(85));
        assertThat(turns).hasSize(1);
        judge.use(RuleBook.of(List.of(rule("cpu", "cpu.utilization", null, above(95, 80), 0))), HERE, at);

        assertThat(ended()).isEqualTo("cpu  RULE_CHANGED");
        poll(cpu(99));
        assertThat(turns).hasSize(3);
    }

    @Test
    void aMoreSpecificRuleTakesOverWhileItRuns() {
        AlertRule general = rule("cpu", "cpu.utilization", null, above(90, 80), 0);
        judge(general);
        poll(cpu(95));
        AlertRule own = new AlertRule(
                "own",
                null,
                general.measure(),
                above(97, 80),
                Duration.ZERO,
                Severity.WARNING,
                Scope.parse("device:man-ap1"),
                true);
        judge.use(RuleBook.of(List.of(general, own)), HERE, at);
        assertThat(ended()).isEqualTo("cpu  RULE_CHANGED");
        poll(cpu(95));
        assertThat(turns).hasSize(2);
        judge.leave(at);

        assertThat(turns).as("nothing lasts").hasSize(2);
    }

    @Test
    void whatLastedBeforeARestartGoesOnAndIsNotToldAgain() {
        AlertRule rule = rule("cpu", "cpu.utilization", null, above(90, 80), 0);
        Lasting before = new Lasting(
                "cpu", rule.terms(), key("cpu.utilization", ""), START.minusSeconds(600), START.minusSeconds(600));
        judge = new DeviceJudge(RuleBook.of(List.of(rule)), HERE, List.of(before), turns::add);
        poll(cpu(99));
        poll(cpu(85));
        assertThat(turns).isEmpty();
        poll(cpu(80));

        assertThat(ended()).isEqualTo("cpu  CLEARED");
    }

    @Test
    void whatLastedUnderOtherTermsEnds() {
        AlertRule rule = rule("cpu", "cpu.utilization", null, above(90, 80), 0);
        Lasting before = new Lasting("cpu", "other", key("cpu.utilization", ""), START, START);
        judge = new DeviceJudge(RuleBook.of(List.of(rule)), HERE, List.of(before), turns::add);
        judge.use(RuleBook.of(List.of(rule)), HERE, at);
        assertThat(ended()).isEqualTo("cpu  RULE_CHANGED");
        poll(cpu(99));

        assertThat(turns).hasSize(2);
    }

    private void judge(AlertRule... rules) {
        judge = new DeviceJudge(RuleBook.of(List.of(rules)), HERE, List.of(), turns::add);
    }

    /** At {@link #at}, which then moves on. */
    private void poll(Value... values) {
        judge.poll(at, Stream.of(values).map(value -> value.sample(at)).toList());
        at = at.plusSeconds(30);
    }

    private interface Value {
        Sample sample(Instant at);
    }

    private Value gauge(String metric, String index, String unit, double value) {
        Series of = series.computeIfAbsent(
                key(metric, index), key -> new Series(key, new Metric(metric, Metric.Kind.GAUGE, unit)));
        return when -> Sample.gauge(of, when, value);
    }

    private Value counter(Metric metric, String index, long value) {
        Series of = series.computeIfAbsent(key(metric.name(), index), key -> new Series(key, metric));
        return when -> new Sample(of, when, value);
    }

    private Value cpu(double value) {
        return gauge("cpu.utilization", "", "%", value);
    }

    private Value rtt(double value) {
        return gauge("reach.rtt", "", "ms", value);
    }

    private static SeriesKey key(String metric, String index) {
        return new SeriesKey(AP, metric, index);
    }

    private String fired() {
        Turn.Fired fired = (Turn.Fired) turns.get(turns.size() - 1);
        return fired.rule() + " " + fired.series().index() + " " + fired.value() + " " + fired.unit();
    }

    private String ended() {
        Turn.Ended ended = (Turn.Ended) turns.get(turns.size() - 1);
        return ended.rule() + " " + ended.series().index() + " " + ended.by();
    }

    private static Criterion above(double fire, double clear) {
        return averaged(fire, clear, Duration.ZERO);
    }

    private static Criterion averaged(double fire, double clear, Duration average) {
        return new Criterion.Threshold(Criterion.Kind.ABOVE, fire, clear, average);
    }

    private static AlertRule rule(String id, String metric, String of, Criterion criterion, long holdsSeconds) {
        return new AlertRule(
                id,
                null,
                new Measure(metric, "*", of),
                criterion,
                Duration.ofSeconds(holdsSeconds),
                Severity.WARNING,
                Scope.ALL,
                true);
    }
}
