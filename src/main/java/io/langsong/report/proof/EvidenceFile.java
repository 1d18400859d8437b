package io.langsong.report.proof;

import io.langsong.access.Refused;
import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.availability.History;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.holiday.HolidayBook;
import io.langsong.incident.Incidents;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plans;
import io.langsong.outage.Correction;
import io.langsong.outage.Corrections;
import io.langsong.outage.Corrections.MachineGuess;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Recorded;
import io.langsong.report.ObjectLine;
import io.langsong.report.Report;
import io.langsong.report.ReportJson;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.proof.Comparison.Difference;
import io.langsong.report.proof.Proof.Case;
import io.langsong.report.proof.Proof.Found;
import io.langsong.report.proof.Proof.Lasted;
import io.langsong.report.proof.Proof.Observed;
import io.langsong.report.proof.Proof.Opening;
import io.langsong.report.proof.Proof.Planned;
import io.langsong.report.proof.Proof.Span;
import io.langsong.report.proof.Proof.Thing;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.Impact;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeProperties;
import io.langsong.uptime.Uptimes;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes the evidence of a version as one JSON text, always the same octets for the same content: names in alphabetical order, no
 * white space, UTF-8, instants in UTC. What it says is {@link Proof}. Some hundred objects are in memory at a time. Any thread.
 */
@Component
class EvidenceFile {
    private static final int AT_A_TIME = 400;

    private final Uptimes uptimes;
    private final Impact impact;
    private final Ledger ledger;
    private final Corrections corrections;
    private final Incidents incidents;
    private final Plans plans;
    private final HolidayBook holidays;

    EvidenceFile(
            Uptimes uptimes,
            Impact impact,
            Ledger ledger,
            Corrections corrections,
            Incidents incidents,
            Plans plans,
            HolidayBook holidays) {
        this.uptimes = uptimes;
        this.impact = impact;
        this.ledger = ledger;
        this.corrections = corrections;
        this.incidents = incidents;
        this.plans = plans;
        this.holidays = holidays;
    }

    /**
     * @param out is not closed
     * @throws Refused when the record does not bear the facts any more: something was corrected since they were counted
     */
    void write(
            OutputStream out,
            ReportVersion version,
            Report facts,
            Map<Section, ReportText> texts,
            int serial,
            @Nullable String previous) {
        ObjectWriter writer = ReportJson.mapper().writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET);
        try (JsonGenerator json = writer.createGenerator(out)) {
            Comparison comparison = new Comparison();
            Map<ObjectRef, ExpectedUsers> expected = new HashMap<>();
            impact.expected().forEach((service, users) -> expected.put(ObjectRef.of(service), users));
            Holidays known = holidays.current();
            json.writeStartObject();
            json.writePOJOProperty("facts", facts);
            json.writeStringProperty("format", Proof.FORMAT);
            json.writePOJOProperty("holidays", known.days());
            List<Case> cases = cases(facts);
            new IncidentRecount(facts, expected).compare(cases, comparison);
            json.writePOJOProperty("incidents", cases);
            json.writePOJOProperty("issued", version.issued());
            json.writeArrayPropertyStart("objects");
            Calendars calendars = new Calendars(known);
            List<ObjectLine> lines = facts.objects();
            for (int i = 0; i < lines.size(); i += AT_A_TIME) {
                List<ObjectLine> some = lines.subList(i, Math.min(lines.size(), i + AT_A_TIME));
                new Chunk(facts, expected, calendars, comparison).write(some, json);
            }
            json.writeEndArray();
            json.writePOJOProperty("opening", calendars.opening());
            json.writePOJOProperty("plans", planned(facts.period().interval()));
            json.writePOJOProperty("previous", previous);
            json.writeNumberProperty("serial", serial);
            json.writePOJOProperty("texts", texts);
            json.writeNumberProperty("version", version.version());
            json.writeStringProperty("zone", UptimeProperties.ZONE.getId());
            json.writeEndObject();
            comparison.first().ifPresent(difference -> refuse(version, difference));
        }
    }

    private static void refuse(ReportVersion version, Difference difference) {
        String what = difference.of() + " " + difference.figure();
        throw Refused.conflict(
                "version",
                Integer.toString(version.version()),
                "proof.refused.changed",
                List.of(what.strip(), difference.said(), difference.counted()),
                "says %s = %s, but the record comes to %s now"
                        .formatted(what.strip(), difference.said(), difference.counted()),
                "count the month again, and review what came out");
    }

    private List<Case> cases(Report facts) {
        Instant from = facts.period().from().minus(IncidentRecount.AGAIN);
        return incidents.between(from, facts.period().until()).stream()
                .map(EvidenceFile::ofIncident)
                .toList();
    }

    private static Case ofIncident(Incidents.Whole whole) {
        return new Case(
                whole.incident().acknowledgedAt(),
                whole.incident().beganAt(),
                whole.incident().cause(),
                whole.incident().number().toString(),
                whole.incident().object(),
                whole.incident().openedAt(),
                whole.parts().stream()
                        .map(part -> new Case.Part(part.beganAt(), part.endedAt(), part.object()))
                        .toList(),
                whole.incident().severity());
    }

    private List<Planned> planned(Interval period) {
        return plans.touching(period).stream().map(plan -> ofPlan(plan, period)).toList();
    }

    private static Planned ofPlan(Plan plan, Interval period) {
        return new Planned(
                plan.ended(),
                plan.enteredAt(),
                plan.enteredBy(),
                plan.id(),
                plan.occurrences(period).stream()
                        .map(one -> Span.of(one.interval()))
                        .toList(),
                plan.kind(),
                plan.notice(),
                plan.reason(),
                plan.scope().texts(),
                plan.title(),
                plan.withdrawn());
    }

    /** A figure with what it was counted from. */
    private record Whole(Uptime uptime, History history) {
        Observed observed() {
            return new Observed(
                    uptime.calendar().id(),
                    history.conditions().stream()
                            .map(one -> new Lasted(
                                    one.condition(), one.from(), one.until().equals(Instant.MAX) ? null : one.until()))
                            .toList(),
                    uptime.estimated(),
                    history.maintenance().list().stream().map(Span::of).toList(),
                    Span.of(history.monitored()));
        }
    }

    /** Some hundred objects. */
    private final class Chunk {
        private final Report facts;
        private final Map<ObjectRef, ExpectedUsers> expected;
        private final Calendars calendars;
        private final Comparison comparison;

        Chunk(Report facts, Map<ObjectRef, ExpectedUsers> expected, Calendars calendars, Comparison comparison) {
            this.facts = facts;
            this.expected = expected;
            this.calendars = calendars;
            this.comparison = comparison;
        }

        void write(List<ObjectLine> lines, JsonGenerator json) {
            List<ObjectRef> objects = lines.stream().map(ObjectLine::object).toList();
            Map<ObjectRef, Whole> before = wholes(objects, Recount.earlier(facts));
            Map<ObjectRef, Whole> during = wholes(objects, facts.period().interval());
            Map<Long, Found> found = found(during);
            for (ObjectLine line : lines) {
                Whole now = during.get(line.object());
                if (now == null) {
                    // It is not there any more as it was when the facts were counted.
                    comparison.compare(Comparison.Part.OBJECTS, line.object().toString(), "own", line.own(), null);
                    continue;
                }
                Whole earlier = before.get(line.object());
                ExpectedUsers users = expected.get(line.object());
                ObjectRecount.of(now.uptime(), now.history(), earlier == null ? null : earlier.uptime(), users)
                        .compare(line, facts.rules(), comparison);
                json.writePOJO(new Thing(
                        earlier == null ? null : earlier.observed(),
                        now.observed(),
                        users,
                        line.object(),
                        now.uptime().records().stream()
                                .map(record -> Objects.requireNonNull(found.get(record.id())))
                                .toList()));
            }
        }

        private Map<ObjectRef, Whole> wholes(List<ObjectRef> objects, Interval period) {
            Map<ObjectRef, Whole> wholes = new HashMap<>();
            uptimes.each(objects, period, null, (uptime, history) -> {
                wholes.put(uptime.object(), new Whole(uptime, history));
                calendars.use(uptime);
            });
            return wholes;
        }

        /** The rows with their evidence and what was said of them: three questions to the database for all. */
        private Map<Long, Found> found(Map<ObjectRef, Whole> during) {
            List<Recorded> records = new ArrayList<>();
            during.values().forEach(one -> records.addAll(one.uptime().records()));
            List<Long> ids = records.stream().map(Recorded::id).toList();
            Map<Long, Outage> outages = ledger.outages(ids);
            Map<Long, List<Correction>> said = corrections.of(ids);
            Map<Long, Found> found = new HashMap<>();
            for (Recorded one : records) {
                Outage outage = outages.get(one.id());
                List<Correction> corrected = said.getOrDefault(one.id(), List.of());
                found.put(
                        one.id(),
                        new Found(
                                one.cause(),
                                outage == null ? null : outage.confidence(),
                                one.condition(),
                                corrected,
                                outage == null ? List.of() : outage.evidence(),
                                one.from(),
                                corrected.isEmpty() ? null : guess(one.id()),
                                one.id(),
                                one.root(),
                                one.to()));
            }
            return found;
        }

        private Outage.@Nullable Cause guess(long outage) {
            return corrections.guess(outage).map(MachineGuess::cause).orElse(null);
        }
    }

    /** The calendars that were met, and from when to when each was needed. */
    private static final class Calendars {
        private final Holidays known;
        private final Map<String, UptimeCalendar> calendars = new TreeMap<>();
        private final Map<String, Interval> needed = new HashMap<>();

        Calendars(Holidays known) {
            this.known = known;
        }

        void use(Uptime uptime) {
            UptimeCalendar calendar = uptime.calendar();
            calendars.put(calendar.id(), calendar);
            Availability all = uptime.availability();
            widen(calendar, all.period());
            for (CountedOutage outage : all.outages()) {
                widen(calendar, outage.counted().hull());
            }
        }

        private void widen(UptimeCalendar calendar, Interval more) {
            needed.merge(
                    calendar.id(),
                    more,
                    (one, other) -> new Interval(
                            one.from().isBefore(other.from()) ? one.from() : other.from(),
                            one.until().isAfter(other.until()) ? one.until() : other.until()));
        }

        List<Opening> opening() {
            return calendars.values().stream().map(this::opening).toList();
        }

        private Opening opening(UptimeCalendar calendar) {
            boolean allDay = calendar.isAllHours();
            return new Opening(
                    allDay,
                    calendar.holidays(),
                    allDay
                            ? List.of()
                            : calendar
                                    .hours(UptimeProperties.ZONE, known)
                                    .within(Objects.requireNonNull(needed.get(calendar.id())))
                                    .list()
                                    .stream()
                                    .map(Span::of)
                                    .toList(),
                    calendar.id(),
                    calendar.name(),
                    calendar.version(),
                    new TreeMap<>(calendar.weekly()));
        }
    }
}
