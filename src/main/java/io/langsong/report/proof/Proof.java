package io.langsong.report.proof;

import io.langsong.alert.Severity;
import io.langsong.availability.Holiday;
import io.langsong.availability.Interval;
import io.langsong.availability.WeeklyHours.Hours;
import io.langsong.maintenance.Plan;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.Correction;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.uptime.ExpectedUsers;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evidence file says, by the names that it has in it: {@link EvidenceFile} writes it piece by piece, since it may be long.
 *
 * @param facts that were issued
 * @param format {@link #FORMAT}
 * @param holidays that were known, and days worked in exchange
 * @param incidents of the period, and of the thirty days before it, by which repeated ones are told
 * @param objects in the order of the facts
 * @param opening the calendars of the objects
 * @param plans that bear on the period, also such as were withdrawn
 * @param previous SHA-256 of the evidence file issued before, in lower-case hexadecimal digits; null of the first
 * @param serial from 1, without a gap
 * @param version of the month
 * @param zone of the calendars and days
 */
public record Proof(
        Report facts,
        String format,
        List<Holiday> holidays,
        List<Case> incidents,
        ReportVersion.@Nullable Mark issued,
        List<Thing> objects,
        List<Opening> opening,
        List<Planned> plans,
        @Nullable String previous,
        int serial,
        Map<Section, ReportText> texts,
        int version,
        String zone) {
    public static final String FORMAT = "langsong-evidence/1";

    public Proof {
        holidays = List.copyOf(holidays);
        incidents = List.copyOf(incidents);
        objects = List.copyOf(objects);
        opening = List.copyOf(opening);
        plans = List.copyOf(plans);
        texts = Map.copyOf(texts);
    }

    /** {@code from <= at < until}; null where it has no end. */
    public record Span(Instant from, @Nullable Instant until) {
        static Span of(Interval interval) {
            return new Span(interval.from(), interval.hasEnd() ? interval.until() : null);
        }

        Interval interval() {
            return new Interval(from, until == null ? Instant.MAX : until);
        }
    }

    /**
     * One service, line or device.
     *
     * @param before what it went through in the period before; null where it was not there
     * @param during the same of the period
     * @param expected people who use it; of a service
     * @param records of the period, whole, and some around it; ascending
     */
    public record Thing(
            @Nullable Observed before,
            Observed during,
            @Nullable ExpectedUsers expected,
            ObjectRef object,
            List<Found> records) {
        public Thing {
            records = List.copyOf(records);
        }
    }

    /**
     * What an object went through, as it is counted.
     *
     * @param calendar id of one of {@link Proof#opening}
     * @param conditions {@code UP} where none is given
     * @param estimated whether the calendar lies over days that were not decided yet
     * @param maintenance planned intervals, as they bear on it
     * @param monitored from when it was added until it was taken out of use
     */
    public record Observed(
            String calendar, List<Lasted> conditions, boolean estimated, List<Span> maintenance, Span monitored) {
        public Observed {
            conditions = List.copyOf(conditions);
            maintenance = List.copyOf(maintenance);
        }
    }

    /** @param until null while it lasted */
    public record Lasted(
            Condition condition, Instant from, @Nullable Instant until) {}

    /**
     * A row of the record.
     *
     * @param confidence how sure the cause is; null of what only degraded it
     * @param corrections what people said of the cause, the newest first
     * @param guess what the machine thinks, where a person said otherwise
     * @param root the object whose failure it hides behind; itself when it is its own
     * @param to null while it lasted
     */
    public record Found(
            Outage.Cause cause,
            Outage.@Nullable Confidence confidence,
            Condition condition,
            List<Correction> corrections,
            List<Evidence> evidence,
            Bound from,
            Outage.@Nullable Cause guess,
            long id,
            ObjectRef root,
            @Nullable Bound to) {
        public Found {
            corrections = List.copyOf(corrections);
            evidence = List.copyOf(evidence);
        }
    }

    /** An incident, as far as figures are counted from it. */
    public record Case(
            @Nullable Instant acknowledgedAt,
            Instant beganAt,
            Outage.Cause cause,
            String number,
            ObjectRef object,
            Instant openedAt,
            List<Part> parts,
            Severity severity) {
        public Case {
            parts = List.copyOf(parts);
        }

        /** @param endedAt null while it lasted */
        public record Part(Instant beganAt, @Nullable Instant endedAt, ObjectRef object) {}
    }

    /**
     * Hours in which something is meant to serve.
     *
     * @param allDay day and night: then there are no others
     * @param holidays whether it is closed on holidays
     * @param hours laid out, from the first to the last instant for which anything was counted
     * @param version of the calendar
     * @param weekly a day that is missing is closed
     */
    public record Opening(
            boolean allDay,
            boolean holidays,
            List<Span> hours,
            String id,
            String name,
            int version,
            Map<DayOfWeek, List<Hours>> weekly) {
        public Opening {
            hours = List.copyOf(hours);
            weekly = Map.copyOf(weekly);
        }
    }

    /**
     * A plan as it was entered, and what became of it.
     *
     * @param intervals of the period that count
     * @param scope each object as {@code kind:id}; {@code all} alone for the whole commune
     */
    public record Planned(
            Plan.@Nullable Mark ended,
            Instant enteredAt,
            String enteredBy,
            long id,
            List<Span> intervals,
            Plan.Kind kind,
            @Nullable String notice,
            @Nullable String reason,
            List<String> scope,
            String title,
            Plan.@Nullable Mark withdrawn) {
        public Planned {
            intervals = List.copyOf(intervals);
            scope = List.copyOf(scope);
        }
    }
}
