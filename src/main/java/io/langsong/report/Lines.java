package io.langsong.report;

import io.langsong.availability.Availability;
import io.langsong.availability.GroupUptime;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.outage.ObjectRef;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Things.Thing;
import io.langsong.uptime.Affected;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.Uptime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of objects, and of what they make up together. */
final class Lines {
    private final Things things;
    private final Rules rules;
    private final Map<ObjectRef, Uptime> own;
    private final Map<ObjectRef, Uptime> always;
    private final Map<ObjectRef, Uptime> before;
    private final Map<ObjectRef, Affected> affected = new HashMap<>();

    Lines(
            Things things,
            Rules rules,
            Map<ObjectRef, Uptime> own,
            Map<ObjectRef, Uptime> always,
            Map<ObjectRef, Uptime> before,
            Map<ServiceId, ExpectedUsers> expected) {
        this.things = things;
        this.rules = rules;
        this.own = own;
        this.always = always;
        this.before = before;
        expected.forEach((service, users) -> {
            Uptime uptime = own.get(ObjectRef.of(service));
            if (uptime != null) {
                affected.put(uptime.object(), Affected.of(uptime, users));
            }
        });
    }

    /** What was not there in the period has no line. */
    List<ObjectLine> objects() {
        return things.list().stream()
                .filter(thing -> own.containsKey(thing.ref()))
                .map(this::line)
                .toList();
    }

    private ObjectLine line(Thing thing) {
        Uptime uptime = Objects.requireNonNull(own.get(thing.ref()));
        Measure measure = Measures.of(List.of(uptime), rules);
        Affected whom = affected.get(thing.ref());
        return new ObjectLine(
                thing.ref(),
                thing.name(),
                thing.type(),
                thing.village() == null ? null : thing.village().value(),
                thing.site() == null ? null : thing.site().value(),
                thing.contract(),
                thing.retired(),
                uptime.calendar().id(),
                measure,
                uptime.calendar().isAllHours()
                        ? measure
                        : Measures.of(List.of(Objects.requireNonNull(always.get(thing.ref()))), rules),
                before(List.of(thing)),
                whom == null ? null : new ObjectLine.Loss(whom.basis(), whom.people(), whom.userHours()),
                Verdict.of(measure.uptime(), measure.coverage(), rules));
    }

    List<PlaceLine> places() {
        Map<String, List<Thing>> bySite = new HashMap<>();
        Map<String, List<Thing>> byVillage = new HashMap<>();
        for (Thing thing : things.list()) {
            if (thing.site() != null) {
                bySite.computeIfAbsent(thing.site().value(), id -> new ArrayList<>())
                        .add(thing);
            }
            if (thing.village() != null) {
                byVillage
                        .computeIfAbsent(thing.village().value(), id -> new ArrayList<>())
                        .add(thing);
            }
        }
        List<Village> villages = things.inventory().villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .toList();
        List<PlaceLine> ofVillages = villages.stream()
                .map(village -> place(
                        Kind.VILLAGE,
                        village.id().value(),
                        village.name(),
                        village.position(),
                        village.people(),
                        byVillage.getOrDefault(village.id().value(), List.of())))
                .toList();
        List<PlaceLine> places = new ArrayList<>();
        int people = villages.stream().mapToInt(Village::people).sum();
        places.add(place(Kind.COMMUNE, "", "", 0, people, things.list(), weighted(ofVillages)));
        for (String group : List.of(Things.PUBLIC_WIFI, Things.OFFICE_LINE, Things.LINK)) {
            List<Thing> members = things.list().stream()
                    .filter(thing -> thing.type().equals(group))
                    .toList();
            places.add(place(Kind.GROUP, group, group, 0, 0, members));
        }
        places.addAll(ofVillages);
        Map<String, Integer> positions = villages.stream()
                .collect(Collectors.toMap(village -> village.id().value(), Village::position));
        things.inventory().sites().stream()
                .sorted(Comparator.comparing((Site site) ->
                                positions.getOrDefault(site.village().value(), Integer.MAX_VALUE))
                        .thenComparing(site -> site.id().value()))
                .map(site -> place(
                        Kind.SITE,
                        site.id().value(),
                        site.name(),
                        0,
                        0,
                        bySite.getOrDefault(site.id().value(), List.of())))
                .filter(PlaceLine::wasThere)
                .forEach(places::add);
        return places;
    }

    private PlaceLine place(Kind kind, String id, String name, int position, int people, List<Thing> members) {
        return place(kind, id, name, position, people, members, null);
    }

    private PlaceLine place(
            Kind kind,
            String id,
            String name,
            int position,
            int people,
            List<Thing> members,
            @Nullable BigDecimal weighted) {
        Predicate<Thing> counts = kind == Kind.GROUP ? thing -> true : Thing::isService;
        List<Thing> counted = members.stream().filter(counts).toList();
        Measure services = measure(counted, own);
        return new PlaceLine(
                kind,
                id,
                name,
                position,
                people,
                services,
                counted.stream().allMatch(this::servesAlways) ? services : measure(counted, always),
                measure(of(members, Things.ACCESS_POINT), own),
                measure(of(members, Things.LINK), own),
                before(counted),
                userHours(counted),
                weighted,
                Verdict.of(services.uptime(), services.coverage(), rules),
                kind == Kind.VILLAGE ? days(counted) : List.of());
    }

    private List<PlaceLine.Day> days(List<Thing> services) {
        List<Availability> all = services.stream()
                .map(thing -> own.get(thing.ref()))
                .filter(Objects::nonNull)
                .map(uptime -> Objects.requireNonNull(uptime).availability())
                .toList();
        return Days.of(all);
    }

    /** Then what it has day and night is what it has anyway, and need not be counted twice. */
    private boolean servesAlways(Thing thing) {
        Uptime uptime = own.get(thing.ref());
        return uptime == null || uptime.calendar().isAllHours();
    }

    private static List<Thing> of(List<Thing> members, String type) {
        return members.stream().filter(thing -> thing.type().equals(type)).toList();
    }

    private Measure measure(List<Thing> some, Map<ObjectRef, Uptime> uptimes) {
        return Measures.of(
                some.stream()
                        .map(thing -> uptimes.get(thing.ref()))
                        .filter(Objects::nonNull)
                        .<Uptime>map(Objects::requireNonNull)
                        .toList(),
                rules);
    }

    /** The uptime of all of them together in the period before. */
    private @Nullable BigDecimal before(List<Thing> some) {
        List<Availability> earlier = some.stream()
                .map(thing -> before.get(thing.ref()))
                .filter(Objects::nonNull)
                .map(uptime -> Objects.requireNonNull(uptime).availability())
                .toList();
        return Measures.plain(GroupUptime.of(earlier, BigDecimal.ZERO).uptime());
    }

    private @Nullable Double userHours(List<Thing> some) {
        List<Double> lost = some.stream()
                .map(thing -> affected.get(thing.ref()))
                .filter(Objects::nonNull)
                .map(one -> Objects.requireNonNull(one).userHours())
                .toList();
        return lost.isEmpty()
                ? null
                : lost.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Villages without a figure, or of which nobody says how many live there, weigh nothing. */
    private static @Nullable BigDecimal weighted(List<PlaceLine> villages) {
        BigDecimal sum = BigDecimal.ZERO;
        long people = 0;
        for (PlaceLine village : villages) {
            BigDecimal uptime = village.services().uptime();
            if (uptime != null) {
                sum = sum.add(uptime.multiply(BigDecimal.valueOf(village.people())));
                people += village.people();
            }
        }
        return people == 0 ? null : sum.divide(BigDecimal.valueOf(people), 12, RoundingMode.DOWN);
    }
}
