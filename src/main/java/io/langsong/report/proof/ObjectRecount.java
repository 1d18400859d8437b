package io.langsong.report.proof;

import io.langsong.availability.Availability;
import io.langsong.availability.History;
import io.langsong.availability.OpeningHours;
import io.langsong.report.Measure;
import io.langsong.report.Measures;
import io.langsong.report.ObjectLine;
import io.langsong.report.Rules;
import io.langsong.report.Verdict;
import io.langsong.report.proof.Comparison.Part;
import io.langsong.uptime.Affected;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one object counted again.
 *
 * @param always day and night
 * @param before null where it was not there
 * @param expected null where nobody is expected
 */
record ObjectRecount(
        Uptime own,
        Uptime always,
        @Nullable Uptime before,
        @Nullable ExpectedUsers expected) {

    /** @param history of {@code own} */
    static ObjectRecount of(Uptime own, History history, @Nullable Uptime before, @Nullable ExpectedUsers expected) {
        return new ObjectRecount(own, dayAndNight(own, history), before, expected);
    }

    private static Uptime dayAndNight(Uptime own, History history) {
        if (own.calendar().isAllHours()) {
            return own;
        }
        History always = new History(
                history.period(),
                history.monitored(),
                OpeningHours.ALL_HOURS,
                history.conditions(),
                history.maintenance());
        return new Uptime(
                own.object(),
                own.monitored(),
                UptimeCalendar.ALL_HOURS,
                own.over(),
                false,
                Availability.of(always),
                own.records());
    }

    @Nullable
    Affected affected() {
        return expected == null ? null : Affected.of(own, expected);
    }

    void compare(ObjectLine said, Rules rules, Comparison comparison) {
        String of = said.object().toString();
        Measure counted = Measures.of(List.of(own), rules);
        comparison.compare(
                Part.OBJECTS, of, "calendar", said.calendar(), own.calendar().id());
        comparison.compare(Part.OBJECTS, of, "own", said.own(), counted);
        comparison.compare(Part.OBJECTS, of, "always", said.always(), Measures.of(List.of(always), rules));
        comparison.compare(
                Part.OBJECTS,
                of,
                "before",
                said.before(),
                before == null ? null : Measures.plain(before.availability().uptime()));
        Affected whom = affected();
        comparison.compare(
                Part.OBJECTS,
                of,
                "loss",
                said.loss(),
                whom == null ? null : new ObjectLine.Loss(whom.basis(), whom.people(), whom.userHours()));
        comparison.compare(
                Part.OBJECTS, of, "verdict", said.verdict(), Verdict.of(counted.uptime(), counted.coverage(), rules));
    }
}
