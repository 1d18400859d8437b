package io.langsong.oncall.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.availability.Holiday;
import io.langsong.oncall.Swap;
import io.langsong.oncall.Turn;
import io.langsong.oncall.Turn.Reason;
import io.langsong.web.Words;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Turns in words, in the language of the request on this thread. Any thread. */
@Component
class DutyWords {
    private final People people;
    private final Words words;

    DutyWords(People people, Words words) {
        this.people = people;
        this.words = words;
    }

    /** Everybody who has an account, as one request looks at them. */
    record Names(Map<String, Person> byName) {
        /** As others see that person; the name itself of somebody who is gone. */
        String shown(String name) {
            Person person = byName.get(name);
            return person == null ? name : person.displayName();
        }

        boolean serves(String name) {
            Person person = byName.get(name);
            return person != null && person.enabled();
        }

        /** Who may be chosen, by the names that others see. */
        List<Person> serving() {
            return byName.values().stream()
                    .filter(Person::enabled)
                    .sorted((one, other) -> Words.plain(one.displayName()).compareTo(Words.plain(other.displayName())))
                    .toList();
        }
    }

    Names names() {
        return new Names(people.all().stream().collect(Collectors.toMap(Person::name, Function.identity())));
    }

    /** {@code nobody}, {@code disabled}: who is on duty may not sign in; null: nothing is wrong. */
    @Nullable
    String warning(Turn turn, Names names) {
        if (turn.person() == null) {
            return "nobody";
        }
        return names.serves(turn.person()) ? null : "disabled";
    }

    /** Who it is, or that it is nobody. */
    String who(Turn turn, Names names) {
        return turn.person() == null ? words.message("oncall.nobody") : names.shown(turn.person());
    }

    /** Why it is this person, where it is not by the order of the rota alone; empty else. */
    String note(Turn turn, Names names) {
        return note(turn.reason(), turn, names);
    }

    private String note(Reason reason, Turn turn, Names names) {
        if (reason instanceof Reason.OnHoliday on) {
            return holiday(on.holiday());
        }
        if (reason instanceof Reason.BySwap by) {
            String before = note(by.instead(), turn, names);
            String swapped = words.message("oncall.note.swap", names.shown(other(by.swap(), turn)));
            return before.isEmpty() ? swapped : before + " · " + swapped;
        }
        if (reason instanceof Reason.ByOverride by) {
            String what = words.message(turn.person() == null ? "oncall.note.away" : "oncall.note.override");
            return by.override().note() == null
                    ? what
                    : what + ": " + by.override().note();
        }
        return reason instanceof Reason.NotBegun ? words.message("oncall.note.not-begun") : "";
    }

    private static String other(Swap swap, Turn turn) {
        return swap.one().person().equals(turn.person())
                ? swap.other().person()
                : swap.one().person();
    }

    private String holiday(Holiday holiday) {
        boolean english = LocaleContextHolder.getLocale().getLanguage().equals("en");
        String name = english ? holiday.english() : holiday.vietnamese();
        return holiday.estimated() ? words.message("oncall.note.estimated", name) : name;
    }

    /** As the API has it. */
    static String why(Reason reason) {
        if (reason instanceof Reason.OnHoliday) {
            return "holiday";
        }
        if (reason instanceof Reason.BySwap) {
            return "swap";
        }
        if (reason instanceof Reason.ByOverride) {
            return "override";
        }
        return reason instanceof Reason.NotBegun ? "not-begun" : "rotation";
    }
}
