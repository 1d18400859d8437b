package io.langsong.inventory;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Text typed by people: kept in NFC, without characters that can not be seen, bounded. */
final class Texts {
    private static final int MOST_SHOWN = 80;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Texts() {}

    static String required(InventoryId object, String field, @Nullable String text, int most) {
        String kept = optional(object, field, text, most);
        if (kept == null) {
            throw InventoryRefused.invalid(object, field, null, "is empty", "give 1 to %d characters".formatted(most));
        }
        return kept;
    }

    static @Nullable String optional(InventoryId object, String field, @Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        String kept = trim(text);
        // Looked at before it is made NFC, which takes time with the length.
        if (kept.length() > 4 * most
                || Normalizer.normalize(kept, Normalizer.Form.NFC).length() > most) {
            throw InventoryRefused.invalid(
                    object,
                    field,
                    kept,
                    "has %d characters".formatted(kept.length()),
                    "at most %d fit".formatted(most));
        }
        if (kept.codePoints().anyMatch(Texts::isHidden)) {
            throw InventoryRefused.invalid(
                    object,
                    field,
                    kept,
                    "contains a control character, a line break or a mark that can not be seen",
                    "type it again without");
        }
        return kept.isEmpty() ? null : Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    /** For what goes to a device octet by octet: kept as typed, only without control characters. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** A value as it may stand in a message, a log line or a terminal. */
    static String shown(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(MOST_SHOWN).forEach(c -> {
            if (isHidden(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return value.codePointCount(0, value.length()) > MOST_SHOWN
                ? shown.append('…').toString()
                : shown.toString();
    }

    /** Controls, line breaks, lone surrogates, and format marks such as the right-to-left override; not joiners. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }

    private static String trim(String text) {
        int from = 0;
        int until = text.length();
        while (from < until && isSpace(text.charAt(from))) {
            from++;
        }
        while (until > from && isSpace(text.charAt(until - 1))) {
            until--;
        }
        return text.substring(from, until);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
