package io.langsong.inventory;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Text typed by people: kept in NFC, without control characters, bounded. */
final class Texts {
    private Texts() {}

    static String required(String what, @Nullable String text, int most) {
        String kept = optional(what, text, most);
        if (kept == null) {
            throw new IllegalArgumentException(what + " is empty");
        }
        return kept;
    }

    static @Nullable String optional(String what, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String kept = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (kept.length() > most) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d fit".formatted(what, kept.length(), most));
        }
        if (kept.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x202E || c == 0x202D)) {
            throw new IllegalArgumentException(what + " contains a control character");
        }
        return kept;
    }
}
