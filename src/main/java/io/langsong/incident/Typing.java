package io.langsong.incident;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.outage.Outage.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people type about incidents, checked. */
final class Typing {
    static final int LONGEST_NOTE = 2000;
    private static final int LONGEST_LINE = 120;

    private Typing() {}

    /** One line; null: nothing was typed. */
    static @Nullable String line(String field, @Nullable String typed) {
        return typed == null || typed.isBlank() ? null : Typed.text(field, typed, LONGEST_LINE);
    }

    /** Lines; null: nothing was typed. */
    static @Nullable String lines(String field, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        if (typed.length() > 4 * LONGEST_NOTE) {
            throw tooLong(field, typed);
        }
        List<String> lines = new ArrayList<>();
        for (String line : typed.strip().split("\\r?\\n", -1)) {
            lines.add(line.isBlank() ? "" : Typed.text(field, line, LONGEST_NOTE));
        }
        String text = String.join("\n", lines);
        if (text.codePointCount(0, text.length()) > LONGEST_NOTE) {
            throw tooLong(field, text);
        }
        return text;
    }

    private static Refused tooLong(String field, String typed) {
        return Refused.invalid(
                field,
                typed,
                "access.refused.too-long",
                List.of(LONGEST_NOTE),
                "has %d characters".formatted(typed.codePointCount(0, typed.length())),
                "give at most " + LONGEST_NOTE);
    }

    /** Lines that must be there. */
    static String note(String field, @Nullable String typed) {
        String text = lines(field, typed);
        return text == null ? Typed.text(field, typed, LONGEST_NOTE) : text;
    }

    static Cause cause(@Nullable String typed) {
        return Typed.choice("cause", typed, Cause.class);
    }

    static Fix fix(@Nullable String typed) {
        return Typed.choice("fix", typed == null ? null : typed.replace('-', '_'), Fix.class);
    }
}
