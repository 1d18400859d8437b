package io.langsong.alert.web;

import io.langsong.access.Refused;
import io.langsong.alert.AlertRule;
import io.langsong.alert.AlertRules.Kept;
import io.langsong.alert.Criterion;
import io.langsong.alert.Criterion.Threshold;
import io.langsong.alert.Fault;
import io.langsong.alert.Measure;
import io.langsong.alert.Scope;
import io.langsong.alert.Severity;
import io.langsong.web.ApiValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the API answers it.
 *
 * @param version 0 for one that is part of the program
 */
record RuleJson(
        String id,

        @ApiValue("null for a shipped rule that goes by its words in the language of the reader") @Nullable
        String name,

        String metric,

        @ApiValue("* for any; empty for the device as a whole")
        String index,

        @ApiValue("the metric it is a percentage of") @Nullable
        String of,

        @ApiValue(choices = {"above", "below", "no-data"}) String criterion,
        @Nullable Double fire,
        @Nullable Double clear,
        long averageSeconds,
        long holdsSeconds,
        @ApiValue(choices = {"warning", "critical"}) String severity,

        @ApiValue("all, or village, site, profile or device with an id, like site:thon-man-nvh")
        String scope,

        boolean enabled,

        @ApiValue("whether one of this id is part of the program")
        boolean shipped,

        long version) {

    /** What may be sent. */
    record RuleSent(
            @ApiValue("to change one, that in the address") @Nullable
            String id,

            @ApiValue("left out: only of a shipped rule") @Nullable
            String name,

            String metric,
            @ApiValue("left out: *") @Nullable String index,

            @ApiValue("the metric it is a percentage of; left out: none") @Nullable
            String of,

            @ApiValue(choices = {"above", "below", "no-data"})
            String criterion,

            @ApiValue("fires beyond it; left out only for no-data") @Nullable
            Double fire,

            @ApiValue("ends at it; left out: where it fires") @Nullable
            Double clear,

            @ApiValue(value = "left out: each value by itself", least = 0, most = 86_400) @Nullable
            Integer averageSeconds,

            @ApiValue(value = "left out: at once", least = 0, most = 604_800) @Nullable
            Integer holdsSeconds,

            @ApiValue(choices = {"warning", "critical"}) String severity,
            @ApiValue("left out: all") @Nullable String scope,
            @ApiValue("left out: true") @Nullable Boolean enabled) {}

    static RuleJson of(Kept kept) {
        AlertRule rule = kept.rule();
        Threshold threshold = rule.criterion() instanceof Threshold limit ? limit : null;
        return new RuleJson(
                rule.id(),
                rule.name(),
                rule.measure().metric(),
                rule.measure().index(),
                rule.measure().of(),
                rule.criterion().kind().code(),
                threshold == null ? null : (Double) threshold.fire(),
                threshold == null ? null : (Double) threshold.clear(),
                threshold == null ? 0 : threshold.average().toSeconds(),
                rule.holds().toSeconds(),
                rule.severity().code(),
                rule.scope().toString(),
                rule.enabled(),
                kept.shipped(),
                kept.version());
    }

    /** All but the id by the names of this record; without what is not there. */
    static Map<String, Object> fields(AlertRule rule) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("name", rule.name());
        fields.put("metric", rule.measure().metric());
        fields.put("index", rule.measure().index());
        fields.put("of", rule.measure().of());
        fields.put("criterion", rule.criterion().kind().code());
        if (rule.criterion() instanceof Threshold threshold) {
            fields.put("fire", threshold.fire());
            fields.put("clear", threshold.clear());
            fields.put("averageSeconds", threshold.average().toSeconds());
        }
        fields.put("holdsSeconds", rule.holds().toSeconds());
        fields.put("severity", rule.severity().code());
        fields.put("scope", rule.scope().toString());
        fields.put("enabled", rule.enabled());
        fields.values().removeIf(value -> value == null);
        return fields;
    }

    /** @throws Refused naming the field that is wrong */
    static AlertRule rule(
            String id,
            @Nullable String name,
            Measure measure,
            String criterion,
            @Nullable Double fire,
            @Nullable Double clear,
            Duration average,
            Duration holds,
            String severity,
            Scope scope,
            boolean enabled) {
        return new AlertRule(
                id,
                name,
                measure,
                criterion(criterion, fire, clear, average),
                holds,
                Arrays.stream(Severity.values())
                        .filter(one -> one.code().equals(severity))
                        .findFirst()
                        .orElseThrow(() -> Fault.NOT_A_SEVERITY.of("severity", severity)),
                scope,
                enabled);
    }

    private static Criterion criterion(String code, @Nullable Double fire, @Nullable Double clear, Duration average) {
        Criterion.Kind kind = Arrays.stream(Criterion.Kind.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Fault.NOT_A_CRITERION.of("criterion", code));
        if (kind == Criterion.Kind.NO_DATA) {
            return new Criterion.NoData();
        }
        if (fire == null) {
            throw Fault.NOT_A_NUMBER.of("fire", null);
        }
        return new Threshold(kind, fire, clear == null ? fire : clear, average);
    }
}
