package io.langsong.maintenance.web;

import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plan.State;
import io.langsong.maintenance.Rhythm;
import io.langsong.maintenance.Timing;
import io.langsong.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a row of the list and at the top of its page.
 *
 * @param title its own where it is seen whole, else what kind it is
 * @param objects in words
 * @param rhythm in words; null for one that does not recur
 * @param from of the interval that is now or comes next, else of the first one
 * @param to where that ends
 * @param late whether that was entered after it began
 */
record PlanView(
        Plan plan,
        State state,
        String title,
        @Nullable String reason,
        String objects,
        @Nullable String rhythm,
        Instant from,
        Instant to,
        boolean late) {

    static PlanView of(SeenPlan seen, ScopeNames names, Instant now, Words words) {
        Plan plan = seen.plan();
        State state = plan.state(now);
        Optional<Occurrence> shown = plan.current(now).or(() -> plan.next(now));
        Instant from =
                shown.map(one -> one.interval().from()).orElse(plan.timing().begin());
        Instant to = shown.map(one -> one.interval().until())
                .orElseGet(() -> plan.timing().end().orElse(from));
        return new PlanView(
                plan,
                state,
                seen.whole()
                        ? plan.title()
                        : words.message("maintenance.kind." + plan.kind().code()),
                seen.shown(plan.reason()),
                objects(seen, names, words),
                plan.timing() instanceof Timing.Recurring recurring ? rhythm(recurring, words) : null,
                from,
                to,
                shown.map(one -> !one.announced()).orElse(!plan.announced()));
    }

    private static String objects(SeenPlan seen, ScopeNames names, Words words) {
        if (seen.plan().scope().all()) {
            return words.message("maintenance.all");
        }
        String named = names.labels(seen.objects());
        return seen.whole()
                ? named
                : (named.isEmpty() ? "" : named + ", ")
                        + words.message("maintenance.unseen", words.whole(seen.unseen()));
    }

    /** {@code thứ bảy, chủ nhật hằng tuần, 22:00–02:00, từ 05/12/2026} */
    static String rhythm(Timing.Recurring recurring, Words words) {
        String days = "";
        if (recurring.rhythm() instanceof Rhythm.Weekly weekly) {
            days = weekly.days().stream()
                    .map(day ->
                            words.message("maintenance.weekday." + day.name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.joining(", "));
        } else if (recurring.rhythm() instanceof Rhythm.Monthly monthly) {
            days = Integer.toString(monthly.day());
        }
        String text = words.message(
                "maintenance.rhythm." + recurring.rhythm().code(), time(recurring.at()), time(recurring.until()), days);
        LocalDate last = recurring.last();
        return last == null
                ? words.message("maintenance.rhythm.since", text, date(recurring.first(), words))
                : words.message("maintenance.rhythm.between", text, date(recurring.first(), words), date(last, words));
    }

    private static String time(LocalTime time) {
        return time.toString();
    }

    private static String date(LocalDate day, Words words) {
        return words.date(day.atStartOfDay(Timing.ZONE).toInstant());
    }

    /** Whose shape and colour stand for it. */
    public String shape() {
        return state == State.NOW ? "maintenance" : "unknown";
    }

    public String stateCode() {
        return plan.withdrawn() != null
                ? "withdrawn"
                : plan.ended() != null && state == State.PAST
                        ? ended()
                        : state.name().toLowerCase(Locale.ROOT);
    }

    /** Ended early, or cancelled before it began. */
    private String ended() {
        return plan.ended() != null && !plan.ended().at().isAfter(plan.timing().begin()) ? "cancelled" : "ended";
    }
}
