package io.langsong.notification;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to be told, as typed; {@link Preferences} checks it.
 *
 * @param contacts by {@link PersonalSettings#CONTACTS}; empty ones are left out
 * @param quietFrom like {@code 22:00}; empty with {@code quietUntil}: no quiet hours
 * @param quietHolds {@code info}, or {@code warning} for warnings too; null is the latter
 */
public record PersonalWish(
        Map<String, String> contacts,
        List<String> channels,
        @Nullable String quietFrom,
        @Nullable String quietUntil,
        @Nullable String quietHolds) {
    public PersonalWish {
        contacts = Map.copyOf(contacts);
        channels = List.copyOf(channels);
    }
}
