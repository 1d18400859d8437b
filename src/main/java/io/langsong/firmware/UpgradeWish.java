package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade that somebody wants.
 *
 * @param image its SHA-256
 * @param places to be upgraded
 * @param looked version of each as the dry run showed it; when it would be another now, the upgrade is refused. Null: any
 * @param stopAfter null: the first that fails
 * @param atOnce null: one
 * @param notBefore null: at once
 * @param from of each day; null with {@code until} for all day
 */
public record UpgradeWish(
        String image,
        List<DeviceId> places,
        @Nullable Map<DeviceId, String> looked,
        @Nullable String reason,
        @Nullable Integer stopAfter,
        @Nullable Integer atOnce,
        @Nullable Instant notBefore,
        @Nullable LocalTime from,
        @Nullable LocalTime until) {
    public UpgradeWish {
        places = List.copyOf(places);
    }
}
