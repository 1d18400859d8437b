package io.langsong.dashboard;

import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Condition;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The outage record as people see it: what is recorded without a gap is one, and what hid behind another stands under it. */
final class OutageList {
    /** Between two outages of one object that are less apart than this nobody had service. */
    private static final Duration NO_GAP = Duration.ofSeconds(1);

    private OutageList() {}

    /**
     * @param number of the outage whose cause is shown, and of its page
     * @param state {@code down}, or {@code masked} when it was nothing but hidden
     * @param to null while it lasts
     * @param parts more than one when it was hidden for a while and down by itself for another
     * @param hidden what could not be seen because of it, none of them with any of its own
     */
    record Entry(
            long number,
            ObjectRef object,
            Look.Named named,
            String place,
            String state,
            Instant from,
            @Nullable Instant to,
            Duration lasted,
            Outage.Cause cause,
            Outage.Confidence confidence,
            List<Part> parts,
            List<Fact> evidence,
            List<Entry> hidden,
            Set<VillageId> villages) {
        public long masked() {
            return hidden.size() - services();
        }

        public long services() {
            return hidden.stream()
                    .filter(entry -> entry.object().kind() == ObjectRef.Kind.SERVICE)
                    .count();
        }

        private Entry over(List<Entry> others) {
            Set<VillageId> touched = new HashSet<>(villages);
            others.forEach(other -> touched.addAll(other.villages()));
            return new Entry(
                    number,
                    object,
                    named,
                    place,
                    state,
                    from,
                    to,
                    lasted,
                    cause,
                    confidence,
                    parts,
                    evidence,
                    others,
                    touched);
        }
    }

    /** @param root what it hid behind, null when it was down by itself */
    record Part(String state, Instant from, @Nullable Instant to, Look.@Nullable Named root) {}

    /** Each outage of an object by itself, those that last first, then the newest. */
    static List<Entry> each(Look look, List<Outage> outages) {
        return wholes(outages).stream()
                .map(whole -> entry(look, whole))
                .sorted(newestFirst())
                .toList();
    }

    /** As {@link #each}, but what hid behind another only under that. */
    static List<Entry> roots(Look look, List<Outage> outages) {
        Map<ObjectRef, List<Whole>> byObject = wholes(outages).stream()
                .collect(Collectors.groupingBy(Whole::object, LinkedHashMap::new, Collectors.toList()));
        Map<Whole, List<Whole>> byRoot = new LinkedHashMap<>();
        byObject.values()
                .forEach(wholes -> wholes.forEach(whole -> {
                    Whole root = root(look, whole, byObject, new HashSet<>());
                    List<Whole> under = byRoot.computeIfAbsent(root, key -> new ArrayList<>());
                    if (root != whole) {
                        under.add(whole);
                    }
                }));
        return byRoot.entrySet().stream()
                .map(group -> entry(look, group.getKey())
                        .over(group.getValue().stream()
                                .map(whole -> entry(look, whole))
                                .toList()))
                .sorted(newestFirst())
                .toList();
    }

    private static Comparator<Entry> newestFirst() {
        return Comparator.comparing((Entry entry) -> entry.to() != null)
                .thenComparing(Entry::from, Comparator.reverseOrder());
    }

    /** Outages of one object without a gap, in their order. */
    private record Whole(ObjectRef object, List<Outage> parts) {
        Instant from() {
            return parts.get(0).from().best();
        }

        @Nullable
        Instant to() {
            Outage last = parts.get(parts.size() - 1);
            return last.to() == null ? null : last.to().best();
        }

        boolean isOwn() {
            return parts.stream().anyMatch(part -> part.root().equals(object))
                    && object.kind() == ObjectRef.Kind.DEVICE;
        }

        boolean overlaps(Whole other) {
            return beginsBeforeEndOf(other) && other.beginsBeforeEndOf(this);
        }

        private boolean beginsBeforeEndOf(Whole other) {
            Instant end = other.to();
            return end == null || from().isBefore(end);
        }
    }

    private static List<Whole> wholes(List<Outage> outages) {
        Map<ObjectRef, List<Outage>> byObject = outages.stream()
                .sorted(Comparator.comparing(outage -> outage.from().best()))
                .collect(Collectors.groupingBy(Outage::object, LinkedHashMap::new, Collectors.toList()));
        List<Whole> wholes = new ArrayList<>();
        byObject.forEach((object, all) -> {
            List<Outage> parts = new ArrayList<>();
            for (Outage outage : all) {
                Outage last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
                boolean apart = last != null
                        && last.to() != null
                        && outage.from().best().isAfter(last.to().best().plus(NO_GAP));
                if (apart) {
                    wholes.add(new Whole(object, List.copyOf(parts)));
                    parts.clear();
                }
                parts.add(outage);
            }
            wholes.add(new Whole(object, List.copyOf(parts)));
        });
        return wholes;
    }

    /** What it is shown under: what it hid behind, and for a service or line the device it fell with; else itself. */
    private static Whole root(Look look, Whole whole, Map<ObjectRef, List<Whole>> byObject, Set<Whole> passed) {
        if (whole.isOwn() || !passed.add(whole)) {
            return whole;
        }
        List<ObjectRef> above = new ArrayList<>();
        whole.parts().stream()
                .map(Outage::root)
                .filter(root -> !root.equals(whole.object()))
                .forEach(above::add);
        if (above.contains(ObjectRef.UNSEEN)) {
            above.addAll(look.uplinksOf(whole.object()));
        }
        above.addAll(look.partsOf(whole.object()));
        for (ObjectRef one : above) {
            for (Whole over : byObject.getOrDefault(one, List.of())) {
                if (over.overlaps(whole)) {
                    return root(look, over, byObject, passed);
                }
            }
        }
        return whole;
    }

    private static Entry entry(Look look, Whole whole) {
        ObjectRef object = whole.object();
        Instant to = whole.to();
        List<Evidence> evidence =
                whole.parts().stream().flatMap(part -> part.evidence().stream()).toList();
        boolean own = whole.parts().stream().anyMatch(part -> part.condition() != Condition.UNREACHABLE);
        Outage decisive = decisive(whole);
        return new Entry(
                decisive.id(),
                object,
                look.named(object),
                look.placeOf(object),
                own ? "down" : "masked",
                whole.from(),
                to,
                Duration.between(whole.from(), to == null ? look.at() : to),
                decisive.cause(),
                decisive.confidence(),
                whole.parts().stream().map(part -> part(look, part)).toList(),
                Fact.of(look, evidence),
                List.of(),
                look.devicesOf(object).stream()
                        .flatMap(device -> look.inventory().villageOf(device).stream())
                        .map(Village::id)
                        .collect(Collectors.toSet()));
    }

    /** Of the part in which it failed by itself, where there is one. */
    private static Outage decisive(Whole whole) {
        return whole.parts().stream()
                .filter(part -> part.condition() != Condition.UNREACHABLE)
                .findFirst()
                .orElse(whole.parts().get(0));
    }

    private static Part part(Look look, Outage outage) {
        return new Part(
                Refs.code(outage.condition()),
                outage.from().best(),
                outage.to() == null ? null : outage.to().best(),
                outage.root().equals(outage.object()) ? null : look.named(outage.root()));
    }
}
