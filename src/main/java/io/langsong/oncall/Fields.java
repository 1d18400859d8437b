package io.langsong.oncall;

import io.langsong.access.People;
import io.langsong.access.Person;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people type about rotas and policies, checked. */
final class Fields {
    static final int LONGEST_NAME = 120;
    private static final int LONGEST_NOTE = 300;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;
    /** What broken UTF-8 becomes. */
    private static final int BROKEN = 0xFFFD;

    private Fields() {}

    /** One line that can be seen, in NFC. */
    static String text(String field, @Nullable String typed, int most) {
        String text = typed == null ? "" : typed.strip();
        if (text.isEmpty()) {
            throw OnCallRefused.invalid(
                    field, null, "empty", List.of(most), "is empty", "give 1 to " + most + " characters");
        }
        if (text.codePoints().anyMatch(point -> isHidden(point) || point == BROKEN)) {
            throw OnCallRefused.invalid(
                    field,
                    text,
                    "hidden",
                    List.of(),
                    "contains a control character, a line break or a mark that can not be seen",
                    "type it again without");
        }
        // Looked at before it is made NFC, which takes time with the length.
        String composed = text.length() > 4 * most ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
        int length = composed.codePointCount(0, composed.length());
        if (length > most) {
            throw OnCallRefused.invalid(
                    field,
                    text,
                    "too-long",
                    List.of(most),
                    "has %d characters".formatted(length),
                    "give at most " + most);
        }
        return composed;
    }

    /** Null: nothing was typed. */
    static @Nullable String note(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : text("note", typed, LONGEST_NOTE);
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT -> true;
            default -> false;
        };
    }

    static LocalDate date(String field, @Nullable String typed) {
        try {
            LocalDate date = LocalDate.parse(typed == null ? "" : typed.strip());
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeException notADate) {
            // As one that can not be.
        }
        throw OnCallRefused.invalid(field, typed, "date", List.of(), "is no date", "write it like 2026-12-07");
    }

    static LocalTime minute(String field, @Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9](:00)?")) {
            throw OnCallRefused.invalid(
                    field, typed, "time", List.of(), "is no time of the day", "write it like 07:30");
        }
        return LocalTime.parse(text);
    }

    /** One of an enum, as the API writes it: {@code WEEK} or {@code week}. */
    static <E extends Enum<E>> E choice(String field, @Nullable String typed, Class<E> type) {
        for (E one : type.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(typed)) {
                return one;
            }
        }
        throw OnCallRefused.invalid(
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

    /** Names of accounts that may be on duty, in their order; empty ones are left out. */
    static List<String> people(String field, List<String> typed, People accounts) {
        if (typed.size() > Rotation.MOST_PEOPLE) {
            throw OnCallRefused.invalid(
                    field,
                    null,
                    "too-many",
                    List.of(Rotation.MOST_PEOPLE),
                    "names %d people".formatted(typed.size()),
                    "give at most " + Rotation.MOST_PEOPLE);
        }
        return typed.stream()
                .filter(name -> !name.isBlank())
                .map(name -> person(field, name, accounts))
                .toList();
    }

    static String person(String field, @Nullable String typed, People accounts) {
        String name = typed == null ? "" : typed;
        return accounts.find(name)
                .filter(Person::enabled)
                .map(Person::name)
                .orElseThrow(() -> OnCallRefused.invalid(
                        field,
                        name,
                        "person",
                        List.of(name),
                        "is nobody who may sign in",
                        "give the name of an account that is enabled"));
    }
}
