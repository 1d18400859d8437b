package io.langsong.alert;

import io.langsong.metric.SeriesKey;
import java.time.Instant;

/**
 * An alert that lasted when the program ended.
 *
 * @param terms of its rule when it fired, as {@link AlertRule#terms}
 */
record Lasting(String rule, String terms, SeriesKey series, Instant since, Instant firedAt) {
    /** Whether it goes on under what this rule asks now. */
    boolean isOf(AlertRule now) {
        return rule.equals(now.id()) && terms.equals(now.terms());
    }
}
