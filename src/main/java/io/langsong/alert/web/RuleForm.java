package io.langsong.alert.web;

import io.langsong.access.Refused;
import io.langsong.alert.AlertRule;
import io.langsong.alert.Criterion.Threshold;
import io.langsong.alert.Fault;
import io.langsong.alert.Measure;
import io.langsong.alert.Scope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a rule: what was typed, as it was typed, so hostile; numbers with a comma or a point, times in minutes. */
record RuleForm(
        String name,
        String metric,
        String index,
        String of,
        String criterion,
        String fire,
        String clear,
        String average,
        String holds,
        String severity,
        String scope,
        String scopeId,
        boolean enabled) {
    private static final int LONGEST = 300;
    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);

    static final RuleForm EMPTY =
            new RuleForm("", "", Measure.ANY_INDEX, "", "above", "", "", "0", "5", "warning", "all", "", true);

    static RuleForm of(Map<String, String> posted) {
        return new RuleForm(
                text(posted, "name"),
                text(posted, "metric"),
                text(posted, "index"),
                text(posted, "of"),
                text(posted, "criterion"),
                text(posted, "fire"),
                text(posted, "clear"),
                text(posted, "average"),
                text(posted, "holds"),
                text(posted, "severity"),
                text(posted, "scope"),
                text(posted, "scopeId"),
                posted.containsKey("enabled"));
    }

    private static String text(Map<String, String> posted, String name) {
        String value = posted.getOrDefault(name, "").strip();
        return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }

    /** @param decimal separator of the reader's language */
    static RuleForm of(AlertRule rule, char decimal) {
        Threshold threshold = rule.criterion() instanceof Threshold limit ? limit : null;
        return new RuleForm(
                rule.name() == null ? "" : rule.name(),
                rule.measure().metric(),
                rule.measure().index(),
                rule.measure().of() == null ? "" : rule.measure().of(),
                rule.criterion().kind().code(),
                threshold == null ? "" : number(threshold.fire(), decimal),
                threshold == null ? "" : number(threshold.clear(), decimal),
                threshold == null ? "0" : minutes(threshold.average(), decimal),
                minutes(rule.holds(), decimal),
                rule.severity().code(),
                rule.scope().kind().code(),
                rule.scope().id(),
                rule.enabled());
    }

    private static String number(double value, char decimal) {
        return plain(BigDecimal.valueOf(value), decimal);
    }

    private static String minutes(Duration length, char decimal) {
        return plain(BigDecimal.valueOf(length.toSeconds()).divide(SECONDS, 6, RoundingMode.HALF_UP), decimal);
    }

    private static String plain(BigDecimal value, char decimal) {
        BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return bare.toPlainString().replace('.', decimal);
    }

    /**
     * The rule that it describes.
     *
     * @param nameless whether it may go without a name of its own
     * @throws Refused naming the field that is wrong
     */
    AlertRule rule(String id, boolean nameless) {
        if (name.isEmpty() && !nameless) {
            throw Fault.NOT_A_NAME.of("name", name);
        }
        boolean missing = criterion.equals("no-data");
        Double limit = missing ? null : (Double) decimal("fire", fire);
        return RuleJson.rule(
                id,
                name.isEmpty() ? null : name,
                new Measure(metric, index, of.isEmpty() ? null : of),
                criterion,
                limit,
                missing || clear.isEmpty() ? limit : (Double) decimal("clear", clear),
                missing ? Duration.ZERO : duration("average", average, Fault.NOT_AN_AVERAGE),
                duration("holds", holds, Fault.NOT_A_HOLD),
                severity,
                scope.equals("all") ? Scope.ALL : Scope.parse(scope + ":" + scopeId),
                enabled);
    }

    private static double decimal(String field, String typed) {
        return number(field, typed, Fault.NOT_A_NUMBER).doubleValue();
    }

    private static Duration duration(String field, String typed, Fault fault) {
        if (typed.isEmpty()) {
            return Duration.ZERO;
        }
        BigDecimal seconds = number(field, typed, fault).multiply(SECONDS).setScale(0, RoundingMode.HALF_UP);
        return Duration.ofSeconds(seconds.longValue());
    }

    private static BigDecimal number(String field, @Nullable String typed, Fault fault) {
        // A minus sign as word processors write it is one.
        String plain = typed == null ? "" : typed.replace('\u2212', '-').replace(',', '.');
        if (!plain.matches("-?[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            throw fault.of(field, typed);
        }
        return new BigDecimal(plain);
    }
}
