package io.langsong.provisioning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value that a variable has for one access point, and where it comes from.
 *
 * @param value null when there is none
 * @param source null when there is no value
 * @param secret whether it may be shown to nobody
 * @param hidden what it goes before, the nearest first
 * @param declared as a template declares it; null for one that none of them does
 */
public record Resolved(
        String name,
        @Nullable String value,
        @Nullable Source source,
        boolean secret,
        List<Source> hidden,
        @Nullable Variable declared) {
    public Resolved {
        hidden = List.copyOf(hidden);
    }

    /** Where a value stands. */
    public sealed interface Source {
        /** Set by somebody. @param place id of the village, site, group or access point; empty for the commune */
        record Set(Level level, String place) implements Source {}

        /** A template's own. */
        record Default(String template) implements Source {}

        /** What is known of the box and its place anyway, as its name. */
        record BuiltIn() implements Source {}
    }

    /** Whether it keeps the access point from being configured. */
    public boolean isMissing() {
        return value == null && declared != null && declared.required();
    }

    @Override
    public String toString() {
        return name + "=" + (secret ? "***" : value) + " of " + source;
    }
}
