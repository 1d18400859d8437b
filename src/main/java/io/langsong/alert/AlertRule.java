package io.langsong.alert;

import io.langsong.inventory.Ids;
import java.text.Normalizer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A rule over samples.
 *
 * @param id stable name, in the form of the inventory's ids
 * @param name for people; null for a shipped rule that goes by its message
 * @param holds how long it must be so before an alert fires, whole seconds; zero: at once
 */
public record AlertRule(
        String id,
        @Nullable String name,
        Measure measure,
        Criterion criterion,
        Duration holds,
        Severity severity,
        Scope scope,
        boolean enabled) {
    private static final int LONGEST_NAME = 120;
    private static final Duration LONGEST_HOLD = Duration.ofDays(7);
    /** A poll or two may bring less than usual. */
    private static final Duration SHORTEST_NO_DATA = Duration.ofMinutes(1);

    public AlertRule {
        if (!isId(id)) {
            throw Fault.NOT_AN_ID.of("id", id);
        }
        name = name == null
                ? null
                : Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        if (name != null
                && (name.isEmpty()
                        || name.length() > LONGEST_NAME
                        || name.matches("(?s).*[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}].*"))) {
            throw Fault.NOT_A_NAME.of("name", name);
        }
        if (holds.isNegative() || holds.compareTo(LONGEST_HOLD) > 0 || holds.getNano() != 0) {
            throw Fault.NOT_A_HOLD.of("holds", holds.toString());
        }
        if (criterion instanceof Criterion.NoData) {
            if (holds.compareTo(SHORTEST_NO_DATA) < 0) {
                throw Fault.TOO_SHORT_FOR_NO_DATA.of("holds", holds.toString());
            }
            if (measure.of() != null) {
                throw Fault.NO_DATA_OF_TWO.of("of", measure.of());
            }
        }
    }

    AlertRule enabled(boolean now) {
        return new AlertRule(id, name, measure, criterion, holds, severity, scope, now);
    }

    /**
     * What it asks, in one line for machines; an alert that lasts goes on only as long as this stays. Not part of it: its name,
     * and whom it is about.
     */
    String terms() {
        return measure + " " + criterion + " " + holds + " " + severity.code();
    }

    /** Whether it has the form of an id. */
    public static boolean isId(String text) {
        return Ids.isOne(text);
    }
}
