package io.langsong.access;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people type about people, checked. */
final class Fields {
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
    private static final Pattern VILLAGE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MOST_VILLAGES = 500;

    private Fields() {}

    /** As it is typed at sign-in, in any case. */
    static String fold(String name) {
        return name.length() > 200 ? "" : name.strip().toLowerCase(Locale.ROOT);
    }

    static String name(@Nullable String typed) {
        String name = fold(typed == null ? "" : typed);
        if (!NAME.matcher(name).matches()) {
            throw Refused.invalid(
                    "name",
                    typed,
                    "access.refused.name-form",
                    List.of(),
                    "is not made of 1 to 63 letters a-z, digits, dots and dashes",
                    "give one that begins and ends with a letter or digit, e.g. thang.hv");
        }
        if (name.equals(AuditTrail.SYSTEM)) {
            throw Refused.invalid(
                    "name",
                    typed,
                    "access.refused.name-system",
                    List.of(),
                    "stands for the server itself",
                    "choose another");
        }
        return name;
    }

    static @Nullable String language(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        if (!typed.equals("vi") && !typed.equals("en")) {
            throw Refused.invalid(
                    "language", typed, "access.refused.language", List.of(), "is not spoken here", "give vi or en");
        }
        return typed;
    }

    static Set<String> villages(@Nullable Collection<String> typed) {
        Set<String> villages = new TreeSet<>();
        for (String village : typed == null ? List.<String>of() : typed) {
            if (!VILLAGE.matcher(village).matches()) {
                throw Refused.invalid(
                        "villages",
                        village,
                        "access.refused.village",
                        List.of(),
                        "is not the id of a village",
                        "give ids as the inventory has them, e.g. thon-man");
            }
            villages.add(village);
        }
        if (villages.size() > MOST_VILLAGES) {
            throw Refused.invalid(
                    "villages",
                    null,
                    "access.refused.village",
                    List.of(),
                    "names " + villages.size() + " villages",
                    "give at most " + MOST_VILLAGES + ", or none for all");
        }
        return villages;
    }
}
