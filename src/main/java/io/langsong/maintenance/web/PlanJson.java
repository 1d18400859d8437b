package io.langsong.maintenance.web;

import io.langsong.availability.Interval;
import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Rhythm;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A plan for programs.
 *
 * @param kind work or power-cut
 * @param title null, as all words are, of a plan that names what may not be seen
 * @param scope what it names and may be seen, each as kind:id; all alone for the whole commune
 * @param unseen how much else it names
 * @param from of one that does not recur
 * @param repeat of one that does
 * @param state now, coming or past
 * @param announced whether it was entered before it first began
 * @param ended from when on nothing of it counts
 * @param withdrawn by whom and when it was taken back, since when it counts nowhere
 * @param intervals that count, those that touch what was asked for
 */
record PlanJson(
        long id,
        String kind,
        @Nullable String title,
        @Nullable String reason,
        @Nullable String notice,
        List<String> scope,
        int unseen,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable RepeatJson repeat,
        String state,
        boolean announced,
        String enteredBy,
        Instant enteredAt,
        @Nullable MarkJson ended,
        @Nullable MarkJson withdrawn,
        List<IntervalJson> intervals) {

    /**
     * @param every daily, weekly or monthly
     * @param at when it begins, in Vietnamese time
     * @param until when it ends; on the next day when that is not after at
     */
    record RepeatJson(
            String every,
            @Nullable List<String> days,
            @Nullable Integer dayOfMonth,
            String at,
            String until,
            LocalDate firstDay,
            @Nullable LocalDate lastDay) {
        static RepeatJson of(Timing.Recurring recurring) {
            Rhythm rhythm = recurring.rhythm();
            return new RepeatJson(
                    rhythm.code(),
                    rhythm instanceof Rhythm.Weekly weekly
                            ? weekly.days().stream()
                                    .map(day -> day.name().toLowerCase(Locale.ROOT))
                                    .toList()
                            : null,
                    rhythm instanceof Rhythm.Monthly monthly ? monthly.day() : null,
                    recurring.at().toString(),
                    recurring.until().toString(),
                    recurring.first(),
                    recurring.last());
        }
    }

    record MarkJson(Instant at, String by, @Nullable String reason) {
        static @Nullable MarkJson of(Plan.@Nullable Mark mark, SeenPlan seen) {
            return mark == null ? null : new MarkJson(mark.at(), mark.by(), seen.shown(mark.reason()));
        }
    }

    /** @param announced whether the plan was entered before this began */
    record IntervalJson(Instant from, Instant to, boolean announced) {
        static IntervalJson of(Occurrence occurrence) {
            return new IntervalJson(
                    occurrence.interval().from(), occurrence.interval().until(), occurrence.announced());
        }
    }

    static PlanJson of(SeenPlan seen, Interval period, Instant now) {
        Plan plan = seen.plan();
        Timing timing = plan.timing();
        Interval once = timing instanceof Timing.Once one ? one.interval() : null;
        return new PlanJson(
                plan.id(),
                plan.kind().code(),
                seen.shown(plan.title()),
                seen.shown(plan.reason()),
                seen.shown(plan.notice()),
                plan.scope().all()
                        ? List.of(Scope.ALL_TEXT)
                        : seen.objects().stream().map(Scope::text).toList(),
                seen.unseen(),
                once == null ? null : once.from(),
                once == null ? null : once.until(),
                timing instanceof Timing.Recurring recurring ? RepeatJson.of(recurring) : null,
                plan.state(now).name().toLowerCase(Locale.ROOT),
                plan.announced(),
                plan.enteredBy(),
                plan.enteredAt(),
                MarkJson.of(plan.ended(), seen),
                MarkJson.of(plan.withdrawn(), seen),
                plan.occurrences(period).stream().map(IntervalJson::of).toList());
    }
}
