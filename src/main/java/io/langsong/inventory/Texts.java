package io.langsong.inventory;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text typed by people: kept in NFC, without characters that can not be seen, bounded. */
final class Texts {
    private static final int MOST_SHOWN = 80;
    private static final int LONGEST_NOTE = 2_000;
    private static final int LONGEST_PHONE = 30;
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ().-]{2,28}");
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Texts() {}

    static String required(InventoryId object, String field, @Nullable String text, int most) {
        String kept = optional(object, field, text, most);
        if (kept == null) {
            throw InventoryRefused.invalid(object, field, null, Fault.EMPTY, most);
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
            throw InventoryRefused.invalid(object, field, kept, Fault.TOO_LONG, kept.length(), most);
        }
        if (kept.codePoints().anyMatch(Texts::isHidden)) {
            throw InventoryRefused.invalid(object, field, kept, Fault.HIDDEN_CHARACTER);
        }
        return kept.isEmpty() ? null : Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    /** Text of several lines, at most 2,000 characters. */
    static @Nullable String note(InventoryId object, String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String kept = trim(text.replace("\r\n", "\n"));
        if (kept.length() > 4 * LONGEST_NOTE
                || Normalizer.normalize(kept, Normalizer.Form.NFC).length() > LONGEST_NOTE) {
            throw InventoryRefused.invalid(object, field, kept, Fault.TOO_LONG, kept.length(), LONGEST_NOTE);
        }
        if (kept.codePoints().anyMatch(c -> c != '\n' && c != '\t' && isHidden(c))) {
            throw InventoryRefused.invalid(object, field, kept, Fault.HIDDEN_CHARACTER);
        }
        return kept.isEmpty() ? null : Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    /** A telephone number as people write it. */
    static @Nullable String phone(InventoryId object, String field, @Nullable String text) {
        String kept = optional(object, field, text, LONGEST_PHONE);
        if (kept != null && !PHONE.matcher(kept).matches()) {
            throw InventoryRefused.invalid(object, field, kept, Fault.NOT_A_PHONE);
        }
        return kept;
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
