package io.langsong.report;

import io.langsong.alert.Severity;
import io.langsong.incident.Fix;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incident that touches the period.
 *
 * @param number as people say it: {@code 2026-0042}
 * @param what name of what failed first
 * @param places villages that it touched, by name
 * @param points services, lines and devices that were out in it, its root among them
 * @param endedAt when the last of them was back; null while it lasts
 * @param seconds from the beginning until the end, whole, also what lies outside the period; while it lasts, until the period ended or
 *     the report was counted, whichever was first
 * @param inside of them, those inside the period
 * @param acknowledgedSeconds from its alarm until somebody took it; null: nobody did
 * @param people who had no service because of it; an estimate
 * @param peopleMinutes those times the minutes inside the period: the measure by which incidents are ranked
 * @param cause what a person said, else what the machine thinks
 * @param said whether a person said it
 * @param worker account of whoever took it
 * @param withinTarget whether it was over in the time set for its severity; null while it lasts and still may be
 * @param repeats number of the incident of the same point and cause within the 30 days before it
 */
public record IncidentLine(
        String number,
        ObjectRef object,
        String what,
        List<String> places,
        Severity severity,
        int points,
        Instant beganAt,
        @Nullable Instant endedAt,
        long seconds,
        long inside,
        @Nullable Long acknowledgedSeconds,
        int people,
        long peopleMinutes,
        Outage.Cause cause,
        boolean said,
        @Nullable Fix fix,
        @Nullable String worker,
        @Nullable Boolean withinTarget,
        @Nullable String repeats) {
    public IncidentLine {
        places = List.copyOf(places);
    }
}
