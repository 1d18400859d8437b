package io.langsong.alert;

import org.jspecify.annotations.Nullable;

/**
 * Published inside the transaction that changed a rule. Listen after the commit to read {@link AlertRules}.
 *
 * @param before null for one that is new
 * @param now null for one that is gone
 */
public record AlertRulesChanged(
        @Nullable AlertRule before, @Nullable AlertRule now) {}
