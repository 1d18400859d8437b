package io.langsong.oncall;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people type about rotas and policies, checked. */
final class Fields {
    static final int LONGEST_NAME = 120;
    private static final int LONGEST_NOTE = 300;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;

    private Fields() {}

    /** Null: nothing was typed. */
    static @Nullable String note(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : Typed.text("note", typed, LONGEST_NOTE);
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
        throw Refused.invalid(field, typed, "oncall.refused.date", List.of(), "is no date", "write it like 2026-12-07");
    }

    static LocalTime minute(String field, @Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9](:00)?")) {
            throw Refused.invalid(
                    field, typed, "oncall.refused.time", List.of(), "is no time of the day", "write it like 07:30");
        }
        return LocalTime.parse(text);
    }

    /** Names of accounts that may be on duty, in their order; empty ones are left out. */
    static List<String> people(String field, List<String> typed, People accounts) {
        if (typed.size() > Rotation.MOST_PEOPLE) {
            throw Refused.invalid(
                    field,
                    null,
                    "oncall.refused.too-many",
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
                .orElseThrow(() -> Refused.invalid(
                        field,
                        name,
                        "oncall.refused.person",
                        List.of(name),
                        "is nobody who may sign in",
                        "give the name of an account that is enabled"));
    }
}
