package io.langsong.access;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people type about people, checked. */
final class Fields {
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
    private static final Pattern VILLAGE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    /** What broken UTF-8 becomes. */
    private static final int BROKEN = 0xFFFD;

    private static final int MOST_VILLAGES = 500;

    private Fields() {}

    /** As it is typed at sign-in, in any case. */
    static String fold(String name) {
        return name.length() > 200 ? "" : name.strip().toLowerCase(Locale.ROOT);
    }

    static String name(@Nullable String typed) {
        String name = fold(typed == null ? "" : typed);
        if (!NAME.matcher(name).matches()) {
            throw AccessRefused.invalid(
                    "name",
                    typed,
                    "name-form",
                    List.of(),
                    "is not made of 1 to 63 letters a-z, digits, dots and dashes",
                    "give one that begins and ends with a letter or digit, e.g. thang.hv");
        }
        if (name.equals(AuditTrail.SYSTEM)) {
            throw AccessRefused.invalid(
                    "name", typed, "name-system", List.of(), "stands for the server itself", "choose another");
        }
        return name;
    }

    /** One line that can be seen, in NFC. */
    static String text(String field, @Nullable String typed, int most) {
        String text = typed == null ? "" : typed.strip();
        if (text.isEmpty()) {
            throw AccessRefused.invalid(
                    field, null, "empty", List.of(most), "is empty", "give 1 to " + most + " characters");
        }
        if (text.codePoints().anyMatch(point -> AuditText.isHidden(point) || point == BROKEN)) {
            throw AccessRefused.invalid(
                    field,
                    text,
                    "hidden",
                    List.of(),
                    "contains a control character, a line break or a mark that can not be seen",
                    "type it again without");
        }
        // Looked at before it is made NFC, which takes time with the length.
        String composed = text.length() > 4 * most ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
        if (composed.codePointCount(0, composed.length()) > most) {
            throw AccessRefused.invalid(
                    field,
                    text,
                    "too-long",
                    List.of(most),
                    "has %d characters".formatted(composed.codePointCount(0, composed.length())),
                    "give at most " + most);
        }
        return composed;
    }

    static @Nullable String language(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        if (!typed.equals("vi") && !typed.equals("en")) {
            throw AccessRefused.invalid(
                    "language", typed, "language", List.of(), "is not spoken here", "give vi or en");
        }
        return typed;
    }

    static Set<String> villages(@Nullable Collection<String> typed) {
        Set<String> villages = new TreeSet<>();
        for (String village : typed == null ? List.<String>of() : typed) {
            if (!VILLAGE.matcher(village).matches()) {
                throw AccessRefused.invalid(
                        "villages",
                        village,
                        "village",
                        List.of(),
                        "is not the id of a village",
                        "give ids as the inventory has them, e.g. thon-man");
            }
            villages.add(village);
        }
        if (villages.size() > MOST_VILLAGES) {
            throw AccessRefused.invalid(
                    "villages",
                    null,
                    "village",
                    List.of(),
                    "names " + villages.size() + " villages",
                    "give at most " + MOST_VILLAGES + ", or none for all");
        }
        return villages;
    }

    /** One of an enum, as the API writes it: {@code ADMIN} or {@code admin}. */
    static <E extends Enum<E>> E choice(String field, @Nullable String typed, Class<E> type) {
        for (E one : type.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(typed)) {
                return one;
            }
        }
        throw AccessRefused.invalid(
                field,
                typed,
                "choice",
                List.of(),
                typed == null || typed.isEmpty() ? "is missing" : "is not known",
                "give one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }
}
