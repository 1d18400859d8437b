package io.langsong.access;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people type, checked. */
public final class Typed {
    /** What broken UTF-8 becomes. */
    private static final int BROKEN = 0xFFFD;

    private Typed() {}

    /** One line that can be seen, in NFC. */
    public static String text(String field, @Nullable String typed, int most) {
        String text = typed == null ? "" : typed.strip();
        if (text.isEmpty()) {
            throw Refused.invalid(
                    field,
                    null,
                    "access.refused.empty",
                    List.of(most),
                    "is empty",
                    "give 1 to " + most + " characters");
        }
        if (text.codePoints().anyMatch(point -> AuditText.isHidden(point) || point == BROKEN)) {
            throw Refused.invalid(
                    field,
                    text,
                    "access.refused.hidden",
                    List.of(),
                    "contains a control character, a line break or a mark that can not be seen",
                    "type it again without");
        }
        // Looked at before it is made NFC, which takes time with the length.
        String composed = text.length() > 4 * most ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
        if (composed.codePointCount(0, composed.length()) > most) {
            throw Refused.invalid(
                    field,
                    text,
                    "access.refused.too-long",
                    List.of(most),
                    "has %d characters".formatted(composed.codePointCount(0, composed.length())),
                    "give at most " + most);
        }
        return composed;
    }

    /** One of an enum, as the API writes it: {@code ADMIN} or {@code admin}. */
    public static <E extends Enum<E>> E choice(String field, @Nullable String typed, Class<E> type) {
        for (E one : type.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(typed)) {
                return one;
            }
        }
        throw Refused.invalid(
                field,
                typed,
                "access.refused.choice",
                List.of(),
                typed == null || typed.isEmpty() ? "is missing" : "is not known",
                "give one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }
}
