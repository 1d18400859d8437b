package io.langsong.alert;

import static io.langsong.alert.TestAlerts.above;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules in PostgreSQL over those that are shipped. */
class AlertRulesTest {
    private final TestAlerts test = new TestAlerts();
    private final AlertRules rules = test.rules;

    static List<AlertRule> everySort() {
        return List.of(
                new AlertRule(
                        "a",
                        "Bộ nhớ \"đầy\" <b>",
                        new Measure("memory.used", "1 *", "memory.total"),
                        new Criterion.Threshold(Criterion.Kind.ABOVE, 92.5, 80, Duration.ofMinutes(5)),
                        Duration.ofSeconds(90),
                        Severity.CRITICAL,
                        Scope.parse("site:man-nvh"),
                        true),
                new AlertRule(
                        "a",
                        null,
                        new Measure("sensor.dbm", "", null),
                        new Criterion.Threshold(Criterion.Kind.BELOW, -27, -25, Duration.ZERO),
                        Duration.ZERO,
                        Severity.WARNING,
                        Scope.parse("profile:mikrotik"),
                        false),
                new AlertRule(
                        "a",
                        "a",
                        new Measure("cpu.utilization", "*", null),
                        new Criterion.NoData(),
                        Duration.ofDays(7),
                        Severity.WARNING,
                        Scope.parse("device:man-ap1"),
                        true));
    }

    @ParameterizedTest
    @MethodSource("everySort")
    void keepsARuleAsItIs(AlertRule rule) {
        assertThat(rules.add(rule)).isEqualTo(new AlertRules.Kept(rule, false, 1));
        assertThat(rules.find("a")).contains(new AlertRules.Kept(rule, false, 1));
        for (AlertRule other : everySort()) {
            rules.replace(other, null);
            assertThat(rules.find("a").orElseThrow().rule()).isEqualTo(other);
        }
    }

    @Test
    void aShippedRuleIsReplacedAndComesBack() {
        AlertRule shipped = rules.find("cpu-busy").orElseThrow().rule();
        int before = rules.all().size();
        rules.enable("cpu-busy", false);
        assertThat(rules.find("cpu-busy")).contains(new AlertRules.Kept(shipped.enabled(false), true, 1));
        assertThat(rules.all()).hasSize(before);
        assertThatThrownBy(() -> rules.remove("cpu-busy", 7L)).hasMessageContaining("meanwhile");
        rules.remove("cpu-busy", 1L);

        assertThat(rules.find("cpu-busy")).contains(new AlertRules.Kept(shipped, true, 0));
        refused(() -> rules.remove("cpu-busy", null), "alert.fault.no-such-rule");
        assertThat(test.events)
                .containsExactly(
                        new AlertRulesChanged(shipped, shipped.enabled(false)),
                        new AlertRulesChanged(shipped.enabled(false), shipped));
    }

    @Test
    void whoIsSecondIsRefused() {
        AlertRule rule = above("own", "reach.rtt", 5, 5, Duration.ZERO, "all");
        rules.add(rule);
        refused(() -> rules.add(rule), Fault.TAKEN.words());
        refused(() -> rules.add(above("cpu-busy", "reach.rtt", 5, 5, Duration.ZERO, "all")), Fault.TAKEN.words());
        rules.replace(rule.enabled(false), 1L);
        refused(() -> rules.replace(rule, 1L), "alert.fault.changed");
        refused(
                () -> rules.replace(above("nix", "reach.rtt", 5, 5, Duration.ZERO, "all"), null),
                "alert.fault.no-such-rule");
        refused(() -> rules.enable("nix", true), "alert.fault.no-such-rule");
        assertThat(rules.find("own").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void aRuleSpeaksOfWhatThereIs() {
        refused(
                () -> rules.add(above("a", "cpu.utilisation", 5, 5, Duration.ZERO, "all")),
                Fault.UNKNOWN_METRIC.words());
        for (String scope : List.of("device:x", "site:x", "village:x", "profile:x", "device:X")) {
            refused(() -> rules.add(above("a", "reach.rtt", 5, 5, Duration.ZERO, scope)), Fault.UNKNOWN_SCOPE.words());
        }
        assertThat(test.events).isEmpty();
    }

    private static void refused(ThrowingCallable change, String words) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.words()).isEqualTo(words));
    }
}
