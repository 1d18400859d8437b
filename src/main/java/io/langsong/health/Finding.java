package io.langsong.health;

import java.util.List;

/**
 * What one check found. Its words are in {@code messages/health.properties}: {@code health.CHECK.KIND} is a sentence with the
 * figures in their order, {@code health.CHECK.KIND.do} what to do about it, there for all that is not fine.
 *
 * @param check e.g. {@code "polling"}
 * @param kind what was found, e.g. {@code "silent"}
 * @param figures of type Long, Duration, Instant, DataSize or String; no secrets
 */
public record Finding(String check, Level level, String kind, List<Object> figures) {
    public Finding {
        figures = List.copyOf(figures);
    }

    public static Finding of(String check, Level level, String kind, Object... figures) {
        return new Finding(check, level, kind, List.of(figures));
    }
}
