package io.langsong.oncall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a policy to be, as typed; {@link Policies} checks it.
 *
 * @param position null: behind all others
 * @param villages ids, as {@code powerAreas}; whoever sends the wish may see them
 * @param from {@code 17:00}; null or empty with {@code until}: all day
 */
public record PolicyWish(
        @Nullable String name,
        @Nullable Integer position,
        List<String> severities,
        List<String> villages,
        List<String> powerAreas,
        @Nullable String from,
        @Nullable String until,
        List<LevelWish> levels) {
    public PolicyWish {
        severities = List.copyOf(severities);
        villages = List.copyOf(villages);
        powerAreas = List.copyOf(powerAreas);
        levels = List.copyOf(levels);
    }

    /**
     * @param targets {@code rota:ky-thuat} or {@code person:ha}; empty ones are left out
     * @param minutes null when none was given
     */
    public record LevelWish(List<String> targets, @Nullable Integer minutes) {
        public LevelWish {
            targets = List.copyOf(targets);
        }
    }
}
