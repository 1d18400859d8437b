package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The interval in which a rule held for a series: from {@code since} until {@code until}, which is not part of it.
 *
 * @param rule id of the rule, which may have been changed or removed meanwhile
 * @param index of the series; comes from the device, so hostile
 * @param unit of the values, as printed
 * @param asked what the rule asked
 * @param fire limit of the rule when it fired; null for missing data
 * @param value by which it fired; null for missing data
 * @param since first sample that broke the rule
 * @param firedAt sample by which it had held for as long as it must
 * @param until null while it lasts
 * @param end null while it lasts
 */
public record Alert(
        long id,
        String rule,
        Severity severity,
        DeviceId device,
        String metric,
        String index,
        String unit,
        Criterion.Kind asked,
        @Nullable Double fire,
        @Nullable Double value,
        Instant since,
        Instant firedAt,
        @Nullable Instant until,
        @Nullable End end) {
    /** Why an alert is over. */
    public enum End {
        /** A sample kept the rule. */
        CLEARED,
        /** The rule was changed, disabled or removed, or another takes its place here. */
        RULE_CHANGED,
        /** The device is not watched any more. */
        DEVICE_LEFT;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public boolean lasts() {
        return until == null;
    }
}
