package io.langsong.oncall.web;

import io.langsong.availability.Interval;
import io.langsong.oncall.DutyOverride;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Roster;
import io.langsong.oncall.Swap;
import io.langsong.oncall.Turn;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rotas as pages show them, in the language of the request on this thread. Any thread. */
@Component
class RotaView {
    static final Duration SHOWN = Duration.ofDays(28);
    /** How far ahead turns may be chosen for a swap. */
    private static final Duration SWAPPED = Duration.ofDays(92);

    private final DutyWords duty;
    private final Words words;

    RotaView(DutyWords duty, Words words) {
        this.duty = duty;
        this.words = words;
    }

    /**
     * A turn as a page shows it.
     *
     * @param from null: since always
     * @param warning {@code nobody}, {@code disabled}, or null
     * @param note empty without
     * @param state whose shape and colour stand for the warning
     */
    record Row(
            @Nullable Instant from,
            Instant until,
            String who,
            @Nullable String warning,
            String note,
            boolean now,
            String state) {}

    /** A rota in the list: who has it, and who comes. @param next null: far away */
    record Line(String id, String name, Row now, @Nullable Row next) {}

    /** An override as it is listed. @param open it can still be ended */
    record OverrideRow(
            long id,
            String who,
            boolean vacant,
            Instant from,
            Instant until,
            @Nullable String note,
            String addedBy,
            boolean open) {}

    /** A swap as it is listed. @param open it can still be undone */
    record SwapRow(
            long id,
            String one,
            Instant oneFrom,
            Instant oneUntil,
            String other,
            Instant otherFrom,
            Instant otherUntil,
            @Nullable String note,
            String addedBy,
            boolean inEffect,
            boolean open) {}

    /** A turn that may be chosen for a swap. @param value as {@link ArrangementForms} reads it */
    record Choice(String value, String label) {}

    /** How a page of four weeks begins. */
    static Interval weeksFrom(Instant begin) {
        return new Interval(begin, begin.plus(SHOWN));
    }

    /** Of a day that was asked for; null: that is none. */
    static @Nullable Instant day(String asked) {
        if (!asked.matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]")) {
            return null;
        }
        try {
            return LocalDate.parse(asked).atStartOfDay(OnCall.ZONE).toInstant();
        } catch (java.time.DateTimeException notDay) {
            return null;
        }
    }

    Line line(Roster roster, Names names, Instant now) {
        Turn turn = roster.at(now);
        Instant end = turn.span().until();
        Turn next = end.isBefore(now.plus(SWAPPED)) ? roster.at(end) : null;
        return new Line(
                roster.rota().id().value(),
                roster.rota().name(),
                row(turn, names, now),
                next == null ? null : row(next, names, now));
    }

    List<Row> rows(Roster roster, Names names, Interval window, Instant now) {
        return roster.turns(window).stream().map(turn -> row(turn, names, now)).toList();
    }

    Row row(Turn turn, Names names, Instant now) {
        Interval span = turn.span();
        String warning = duty.warning(turn, names);
        return new Row(
                span.hasBeginning() ? span.from() : null,
                span.until(),
                duty.who(turn, names),
                warning,
                duty.note(turn, names),
                !now.isBefore(span.from()) && now.isBefore(span.until()),
                warning == null ? "up" : warning.equals("nobody") ? "down" : "degraded");
    }

    /** Those that touch the window, newest first. */
    List<OverrideRow> overrides(Roster roster, Names names, Interval window, Instant now) {
        return roster.overrides().stream()
                .filter(override -> override.span().overlaps(window))
                .sorted((one, other) -> Long.compare(other.id(), one.id()))
                .map(override -> row(override, names, now))
                .toList();
    }

    private OverrideRow row(DutyOverride override, Names names, Instant now) {
        String person = override.person();
        return new OverrideRow(
                override.id(),
                person == null ? words.message("oncall.nobody") : names.shown(person),
                person == null,
                override.span().from(),
                override.span().until(),
                override.note(),
                names.shown(override.addedBy()),
                override.span().until().isAfter(now));
    }

    /** Those of which a turn touches the window or is to come, newest first. */
    List<SwapRow> swaps(Roster roster, Names names, Interval window, Instant now) {
        return roster.swaps().stream()
                .filter(swap -> touches(swap.one(), window, now) || touches(swap.other(), window, now))
                .sorted((one, other) -> Long.compare(other.id(), one.id()))
                .map(swap -> row(swap, roster, names, now))
                .toList();
    }

    private static boolean touches(Swap.Side side, Interval window, Instant now) {
        return side.span().overlaps(window) || side.span().from().isAfter(now);
    }

    private static SwapRow row(Swap swap, Roster roster, Names names, Instant now) {
        return new SwapRow(
                swap.id(),
                names.shown(swap.one().person()),
                swap.one().span().from(),
                swap.one().span().until(),
                names.shown(swap.other().person()),
                swap.other().span().from(),
                swap.other().span().until(),
                swap.note(),
                names.shown(swap.addedBy()),
                roster.inEffect(swap),
                swap.one().span().from().isAfter(now)
                        && swap.other().span().from().isAfter(now));
    }

    /** Turns that have not begun, of people who serve. */
    List<Choice> choices(Roster roster, Names names, Instant now) {
        return roster.planned(new Interval(now, now.plus(SWAPPED))).stream()
                .filter(turn -> turn.span().from().isAfter(now))
                .filter(turn -> turn.person() != null && names.serves(turn.person()))
                .map(turn -> new Choice(
                        turn.person() + " " + turn.span().from() + " "
                                + turn.span().until(),
                        words.message(
                                "oncall.swap.choice",
                                duty.who(turn, names),
                                words.shortMoment(turn.span().from()),
                                words.shortMoment(turn.span().until()))))
                .toList();
    }
}
