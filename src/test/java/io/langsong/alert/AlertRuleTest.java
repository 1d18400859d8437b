package io.langsong.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.profile.Profiles;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, which of them count, and those that are shipped. */
class AlertRuleTest {
    private static final Place HERE =
            new Place(new DeviceId("man-ap1"), "mikrotik", "man-nvh", "thon-man", Duration.ofSeconds(30));
    private static final SeriesKey RTT = new SeriesKey(HERE.device(), "reach.rtt", "");

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(textBlock = """
            site:man-nvh device:man-ap1 all profile:mikrotik village:thon-man, device:man-ap1
            site:man-nvh all profile:mikrotik village:thon-man,                profile:mikrotik
            site:man-nvh all village:thon-man profile:cisco-ios device:man-ap2,site:man-nvh
            all village:thon-man site:other,                                   village:thon-man
            all village:thon-don,                                              all
            village:thon-don,                                                  ''
            """)
    void theMostSpecificScopeCountsAlone(String scopes, String expected) {
        RuleBook book = RuleBook.of(
                Stream.of(scopes.split(" ")).map(AlertRuleTest::above).toList());

        assertThat(book.applying(RTT, HERE).stream().map(rule -> rule.scope().toString()))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void rulesThatAskSomethingElseStandSideBySide() {
        AlertRule warning = above("all");
        AlertRule critical =
                rule("b", "reach.rtt", "*", new Criterion.Threshold(Criterion.Kind.ABOVE, 9, 9, Duration.ZERO), "all");
        AlertRule below =
                rule("c", "reach.rtt", "*", new Criterion.Threshold(Criterion.Kind.BELOW, 0, 0, Duration.ZERO), "all");
        AlertRule missing = rule("d", "reach.rtt", "*", new Criterion.NoData(), "all");
        AlertRule ofDevice = above("device:man-ap1");
        AlertRule off = above("device:man-ap1").enabled(false);

        assertThat(RuleBook.of(List.of(warning, critical, below, missing)).applying(RTT, HERE))
                .containsExactly(warning, critical, below, missing);
        assertThat(RuleBook.of(List.of(warning, critical, below, missing, ofDevice))
                        .applying(RTT, HERE))
                .containsExactlyInAnyOrder(below, missing, ofDevice);
        assertThat(RuleBook.of(List.of(warning, off)).applying(RTT, HERE)).containsExactly(warning);
    }

    @Test
    void aRuleThatNamesTheIndexTakesThePlaceOfOneForAny() {
        AlertRule any = rule("any", "sensor.temperature", "*", limit(), "all");
        AlertRule battery = rule("battery", "sensor.temperature", "battery*", limit(), "all");
        AlertRule whole = rule("whole", "sensor.temperature", "", limit(), "all");
        AlertRule site = rule("site", "sensor.temperature", "*", limit(), "site:man-nvh");

        RuleBook book = RuleBook.of(List.of(any, battery, whole));
        assertThat(book.applying(temperature("battery 2"), HERE)).containsExactly(battery);
        assertThat(book.applying(temperature(""), HERE)).containsExactly(whole);
        assertThat(book.applying(temperature("cpu"), HERE)).containsExactly(any);
        assertThat(RuleBook.of(List.of(any, battery, site)).applying(temperature("battery 2"), HERE))
                .as("a scope weighs more than an index")
                .containsExactly(site);
    }

    @ParameterizedTest(name = "\"{0}\" names \"{1}\": {2}")
    @CsvSource(textBlock = """
            *,        rx 1,        true
            rx *,     rx 1,        true
            rx *,     onu rx 1,    false
            *rx*,     onu rx 1,    true
            on* rx *, ont rx 0.1,  true
            'a.c',    abc,         false
            '',       '',          true
            '',       1,           false
            1,        11,          false
            """)
    void anIndexIsNamedByAPattern(String pattern, String index, boolean named) {
        assertThat(new Measure("sensor.dbm", pattern, null).matches(new SeriesKey(HERE.device(), "sensor.dbm", index)))
                .isEqualTo(named);
    }

    @Test
    void refusesWhatCanNotBe() {
        refuses(() -> rule("A", "reach.rtt", "*", limit(), "all"), "id", Fault.NOT_AN_ID);
        refuses(() -> rule("a", "Reach", "*", limit(), "all"), "metric", Fault.NOT_A_METRIC);
        refuses(() -> rule("a", "reach.rtt", "x".repeat(201), limit(), "all"), "index", Fault.NOT_AN_INDEX);
        refuses(() -> rule("a", "reach.rtt", "*", limit(), "device:"), "scope", Fault.NOT_A_SCOPE);
        refuses(() -> rule("a", "reach.rtt", "*", limit(), "planet:earth"), "scope", Fault.NOT_A_SCOPE);
        refuses(() -> new Measure("memory.used", "*", "memory.used"), "of", Fault.OF_ITSELF);
        refuses(() -> threshold(Criterion.Kind.ABOVE, 5, 6), "clear", Fault.CLEARS_BEYOND);
        refuses(() -> threshold(Criterion.Kind.BELOW, 5, 4), "clear", Fault.CLEARS_BEYOND);
        refuses(() -> threshold(Criterion.Kind.ABOVE, Double.NaN, 4), "fire", Fault.NOT_A_NUMBER);
        refuses(() -> holding(new Criterion.NoData(), Duration.ofSeconds(30)), "holds", Fault.TOO_SHORT_FOR_NO_DATA);
        refuses(() -> holding(limit(), Duration.ofDays(8)), "holds", Fault.NOT_A_HOLD);
        refuses(
                () -> new AlertRule(
                        "a",
                        "x\u202Ey",
                        new Measure("reach.rtt", "*", null),
                        limit(),
                        Duration.ZERO,
                        Severity.WARNING,
                        Scope.ALL,
                        true),
                "name",
                Fault.NOT_A_NAME);
    }

    private static void refuses(ThrowingCallable made, String field, Fault fault) {
        assertThatThrownBy(made).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.words()).isEqualTo(fault.words());
        });
    }

    @Test
    void shippedRulesSpeakOfMetricsThatProfilesGiveAndHaveNames() throws Exception {
        Set<String> known = new KnownMetrics(Profiles::load).names();
        Properties words = new Properties();
        words.load(getClass().getResourceAsStream("/messages/alert.properties"));

        assertThat(ShippedRules.load().values()).hasSizeGreaterThan(15).allSatisfy(rule -> {
            assertThat(known).contains(rule.measure().metric());
            if (rule.measure().of() != null) {
                assertThat(known).contains(rule.measure().of());
            }
            assertThat(rule.scope()).isEqualTo(Scope.ALL);
            assertThat(words).containsKey("alert.rule." + rule.id());
        });
    }

    @Test
    void aShippedRuleThatIsMistypedIsNamed() {
        assertThatThrownBy(() -> ShippedRules.read("- {id: a, metric: reach.rtt, abve: 5}"))
                .hasMessageContaining("a")
                .hasMessageContaining("abve");
        assertThatThrownBy(() -> ShippedRules.read("- {id: a, metric: reach.rtt, above: 5, clear: 6}"))
                .hasMessageContaining("clear");
        assertThatThrownBy(() -> ShippedRules.read("""
                        - {id: a, metric: reach.rtt, above: 5}
                        - {id: a, metric: reach.rtt, above: 6}
                        """)).hasMessageContaining("a");
    }

    private static SeriesKey temperature(String index) {
        return new SeriesKey(HERE.device(), "sensor.temperature", index);
    }

    private static Criterion limit() {
        return threshold(Criterion.Kind.ABOVE, 5, 5);
    }

    private static Criterion threshold(Criterion.Kind kind, double fire, double clear) {
        return new Criterion.Threshold(kind, fire, clear, Duration.ZERO);
    }

    private static AlertRule above(String scope) {
        return rule("a-" + scope.replace(':', '-'), "reach.rtt", "*", limit(), scope);
    }

    private static AlertRule holding(Criterion criterion, Duration holds) {
        return new AlertRule(
                "a", "A", new Measure("reach.rtt", "*", null), criterion, holds, Severity.WARNING, Scope.ALL, true);
    }

    private static AlertRule rule(String id, String metric, String index, Criterion criterion, String scope) {
        return new AlertRule(
                id,
                id,
                new Measure(metric, index, null),
                criterion,
                Duration.ofMinutes(1),
                Severity.WARNING,
                Scope.parse(scope),
                true);
    }
}
