package io.langsong.report.proof;

import io.langsong.availability.Availability;
import io.langsong.availability.GroupUptime;
import io.langsong.availability.History;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.availability.OpeningHours;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outages.Stretch;
import io.langsong.outage.Recorded;
import io.langsong.report.Measure;
import io.langsong.report.Measures;
import io.langsong.report.ObjectLine;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.Rules;
import io.langsong.report.Verdict;
import io.langsong.report.proof.Comparison.Part;
import io.langsong.report.proof.Proof.Observed;
import io.langsong.report.proof.Proof.Opening;
import io.langsong.report.proof.Proof.Span;
import io.langsong.report.proof.Proof.Thing;
import io.langsong.uptime.Affected;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts every figure of an evidence file again, from that file alone, but for those of use, whose days stay in the house. Pure; any
 * thread.
 */
public final class Recount {
    private static final String LINK = "link";
    private static final String ACCESS_POINT = "access-point";

    private final Proof proof;
    private final Report facts;
    private final Interval period;
    private final Interval earlier;
    private final Map<String, UptimeCalendar> calendars = new HashMap<>();
    private final Map<String, OpeningHours> hours = new HashMap<>();
    private final Map<ObjectRef, ObjectRecount> objects = new LinkedHashMap<>();
    private final Comparison comparison = new Comparison();

    private Recount(Proof proof) {
        this.proof = proof;
        this.facts = proof.facts();
        this.period = facts.period().interval();
        this.earlier = earlier(facts);
    }

    /** @throws IllegalArgumentException when the file contradicts itself, so that nothing can be counted from it */
    public static Comparison of(Proof proof) {
        return new Recount(proof).compared();
    }

    /** The month before, as the rules of these facts count months. */
    static Interval earlier(Report facts) {
        YearMonth month = facts.period().month();
        if (month == null) {
            throw new IllegalArgumentException("Evidence is of a month, not of " + facts.period());
        }
        Rules rules = facts.rules();
        return new UptimeProperties(
                        rules.target(),
                        rules.cutoffDay(),
                        Duration.ofSeconds(rules.blipSeconds()),
                        rules.enoughCoverage())
                .month(month.minusMonths(1));
    }

    private Comparison compared() {
        openings();
        proof.objects().forEach(thing -> objects.put(thing.object(), counted(thing)));
        comparison.compareAll(
                Part.OBJECTS,
                "objects",
                facts.objects().stream().map(line -> line.object().toString()).toList(),
                objects.keySet().stream().map(ObjectRef::toString).toList());
        for (ObjectLine line : facts.objects()) {
            ObjectRecount counted = objects.get(line.object());
            if (counted != null) {
                counted.compare(line, facts.rules(), comparison);
            }
        }
        facts.places().forEach(this::compare);
        Map<ObjectRef, ExpectedUsers> expected = new HashMap<>();
        proof.objects()
                .forEach(thing ->
                        Optional.ofNullable(thing.expected()).ifPresent(users -> expected.put(thing.object(), users)));
        new IncidentRecount(facts, expected).compare(proof.incidents(), comparison);
        comparison.compareAll(Part.GAPS, "gaps", facts.gaps(), gaps());
        return comparison;
    }

    private void openings() {
        ZoneId zone = ZoneId.of(proof.zone());
        Holidays known = new Holidays(proof.holidays());
        for (Opening one : proof.opening()) {
            UptimeCalendar calendar = one.allDay()
                    ? UptimeCalendar.ALL_HOURS
                    : new UptimeCalendar(one.id(), one.name(), one.weekly(), one.holidays(), one.version());
            calendars.put(one.id(), calendar);
            OpeningHours open = calendar.hours(zone, known);
            hours.put(one.id(), open);
            if (!one.hours().isEmpty()) {
                Interval all = new Interval(
                        one.hours().get(0).interval().from(),
                        one.hours().get(one.hours().size() - 1).interval().until());
                comparison.compare(
                        Part.HOURS,
                        "calendar:" + one.id(),
                        "hours",
                        intervals(one.hours()),
                        one.allDay() ? intervals(one.hours()) : open.within(all));
            }
        }
    }

    private static Intervals intervals(List<Span> spans) {
        return new Intervals(spans.stream().map(Span::interval).toList());
    }

    private ObjectRecount counted(Thing thing) {
        History history = history(thing.during(), period);
        Observed before = thing.before();
        return ObjectRecount.of(
                uptime(thing, thing.during(), history, records(thing)),
                history,
                before == null ? null : uptime(thing, before, history(before, earlier), List.of()),
                thing.expected());
    }

    private Uptime uptime(Thing thing, Observed observed, History history, List<Recorded> records) {
        return new Uptime(
                thing.object(),
                observed.monitored().interval(),
                known(calendars, observed.calendar()),
                facts.over(),
                observed.estimated(),
                Availability.of(history),
                records);
    }

    private History history(Observed observed, Interval of) {
        return new History(
                of,
                observed.monitored().interval(),
                known(hours, observed.calendar()),
                observed.conditions().stream()
                        .map(one -> new Stretch(
                                one.condition(), one.from(), one.until() == null ? Instant.MAX : one.until()))
                        .toList(),
                intervals(observed.maintenance()));
    }

    private static <T> T known(Map<String, T> all, String calendar) {
        T found = all.get(calendar);
        if (found == null) {
            throw new IllegalArgumentException("The file names a calendar that is not in it: " + calendar);
        }
        return found;
    }

    private static List<Recorded> records(Thing thing) {
        return thing.records().stream()
                .map(one -> new Recorded(one.id(), one.condition(), one.root(), one.from(), one.to(), one.cause()))
                .toList();
    }

    private void compare(PlaceLine said) {
        List<ObjectLine> members = facts.objects().stream()
                .filter(members(said))
                .filter(line -> objects.containsKey(line.object()))
                .toList();
        List<ObjectRecount> counted =
                of(members, line -> said.kind() == Kind.GROUP || line.object().kind() == ObjectRef.Kind.SERVICE);
        String of = said.kind().code() + (said.id().isEmpty() ? "" : ":" + said.id());
        Measure services = measure(counted, ObjectRecount::own);
        comparison.compare(Part.PLACES, of, "services", said.services(), services);
        comparison.compare(Part.PLACES, of, "always", said.always(), measure(counted, ObjectRecount::always));
        comparison.compare(
                Part.PLACES,
                of,
                "accessPoints",
                said.accessPoints(),
                measure(ofType(members, ACCESS_POINT), ObjectRecount::own));
        comparison.compare(Part.PLACES, of, "links", said.links(), measure(ofType(members, LINK), ObjectRecount::own));
        comparison.compare(Part.PLACES, of, "before", said.before(), before(counted));
        comparison.compare(Part.PLACES, of, "userHours", said.userHours(), userHours(counted));
        comparison.compare(
                Part.PLACES, of, "weighted", said.weighted(), said.kind() == Kind.COMMUNE ? weighted() : null);
        comparison.compare(
                Part.PLACES,
                of,
                "verdict",
                said.verdict(),
                Verdict.of(services.uptime(), services.coverage(), facts.rules()));
    }

    private static Predicate<ObjectLine> members(PlaceLine place) {
        return switch (place.kind()) {
            case COMMUNE -> line -> true;
            case GROUP -> line -> line.type().equals(place.id());
            case VILLAGE -> line -> place.id().equals(line.village());
            case SITE -> line -> place.id().equals(line.site());
        };
    }

    private List<ObjectRecount> ofType(List<ObjectLine> members, String type) {
        return of(members, line -> line.type().equals(type));
    }

    private List<ObjectRecount> of(List<ObjectLine> members, Predicate<ObjectLine> which) {
        List<ObjectRecount> found = new ArrayList<>();
        for (ObjectLine line : members) {
            ObjectRecount one = objects.get(line.object());
            if (one != null && which.test(line)) {
                found.add(one);
            }
        }
        return found;
    }

    private Measure measure(Collection<ObjectRecount> some, Function<ObjectRecount, Uptime> which) {
        return Measures.of(some.stream().map(which).toList(), facts.rules());
    }

    private static @Nullable BigDecimal before(List<ObjectRecount> some) {
        List<Availability> earlier = some.stream()
                .flatMap(one -> Optional.ofNullable(one.before()).stream())
                .map(Uptime::availability)
                .toList();
        return Measures.plain(GroupUptime.of(earlier, BigDecimal.ZERO).uptime());
    }

    private static @Nullable Double userHours(List<ObjectRecount> some) {
        List<Double> lost = some.stream()
                .flatMap(one -> Optional.ofNullable(one.affected()).stream())
                .map(Affected::userHours)
                .toList();
        return lost.isEmpty()
                ? null
                : (Double) lost.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** From the figures of the villages, which are compared themselves. */
    private @Nullable BigDecimal weighted() {
        BigDecimal sum = BigDecimal.ZERO;
        long people = 0;
        for (PlaceLine village : facts.places(Kind.VILLAGE)) {
            BigDecimal uptime = village.services().uptime();
            if (uptime != null) {
                sum = sum.add(uptime.multiply(BigDecimal.valueOf(village.people())));
                people += village.people();
            }
        }
        return people == 0 ? null : sum.divide(BigDecimal.valueOf(people), 12, RoundingMode.DOWN);
    }

    private List<Report.Gap> gaps() {
        Intervals gaps = null;
        for (ObjectRecount one : objects.values()) {
            Intervals blind = one.always()
                    .availability()
                    .unknown()
                    .or(Intervals.of(period).minus(Intervals.of(one.always().monitored())));
            gaps = gaps == null ? blind : gaps.and(blind);
        }
        return gaps == null
                ? List.of()
                : gaps.list().stream()
                        .map(gap -> new Report.Gap(gap.from(), gap.until()))
                        .toList();
    }
}
