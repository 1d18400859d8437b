package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page "now" shows: one card for one root, however much is hidden behind it.
 *
 * @param people residents of the villages touched by any card, each village once
 * @param order ids of the cards as they stand, by which the page knows whether anything would move
 */
record NowView(
        List<Card> cards,
        List<Weak> weak,
        List<Recovered> recovered,
        int villagesTouched,
        int villages,
        long people,
        Freshness freshness,
        String order) {
    static final Duration RECOVERED_WITHIN = Duration.ofHours(4);
    private static final int RECOVERED_SHOWN = 20;

    /**
     * @param masked names of the devices and lines hidden behind it
     * @param services names of the services that do not serve because of it
     * @param people residents of the villages touched
     */
    record Card(
            long id,
            ObjectRef object,
            Look.Named named,
            String place,
            String state,
            Instant since,
            Outage.Cause cause,
            List<Fact> evidence,
            List<String> masked,
            List<String> services,
            Set<VillageId> villages,
            long people) {}

    /** Something that serves, but not as it should. */
    record Weak(
            ObjectRef object,
            Look.Named named,
            String place,
            String fault,
            @Nullable Instant since) {}

    record Recovered(
            ObjectRef object, Look.Named named, String place, Instant at, Duration lasted, Outage.Cause cause) {}

    static NowView of(Look look, List<Outage> lately, Duration staleAfter) {
        List<Card> cards = cards(look);
        Set<VillageId> touched =
                cards.stream().flatMap(card -> card.villages().stream()).collect(Collectors.toSet());
        return new NowView(
                cards,
                weak(look),
                recovered(look, lately),
                touched.size(),
                look.inventory().villages().size(),
                people(look, touched),
                Freshness.of(look, staleAfter),
                cards.stream().map(card -> String.valueOf(card.id())).collect(Collectors.joining(",")));
    }

    private static List<Card> cards(Look look) {
        Map<ObjectRef, Outage> byObject = new LinkedHashMap<>();
        look.open().forEach(outage -> byObject.put(outage.object(), outage));
        Map<Outage, List<Outage>> byRoot = new HashMap<>();
        for (Outage outage : look.open()) {
            byRoot.computeIfAbsent(root(look, outage, byObject, new HashSet<>()), root -> new ArrayList<>())
                    .add(outage);
        }
        return byRoot.entrySet().stream()
                .map(group -> card(look, group.getKey(), group.getValue()))
                .sorted(Comparator.comparingLong(Card::people)
                        .reversed()
                        .thenComparing(Card::since)
                        .thenComparing(Card::id))
                .toList();
    }

    /** What an outage is shown under: a root that lasts itself, and for a service the device or line it fell with. */
    private static Outage root(Look look, Outage outage, Map<ObjectRef, Outage> open, Set<ObjectRef> passed) {
        passed.add(outage.object());
        Outage named = open.get(outage.root());
        if (named != null && !passed.contains(named.object())) {
            return root(look, named, open, passed);
        }
        if (outage.root().equals(ObjectRef.UNSEEN)) {
            for (ObjectRef uplink : look.uplinksOf(outage.object())) {
                Outage over = open.get(uplink);
                if (over != null && !passed.contains(over.object())) {
                    return root(look, over, open, passed);
                }
            }
        }
        if (outage.object().kind() == ObjectRef.Kind.DEVICE) {
            return outage;
        }
        for (Device part : look.devicesOf(outage.object())) {
            Outage under = open.get(ObjectRef.of(part.id()));
            if (under != null && !passed.contains(under.object())) {
                return root(look, under, open, passed);
            }
        }
        return outage;
    }

    private static Card card(Look look, Outage root, List<Outage> group) {
        Set<VillageId> villages = group.stream()
                .flatMap(outage -> look.devicesOf(outage.object()).stream())
                .flatMap(device -> look.inventory().villageOf(device).stream())
                .map(Village::id)
                .collect(Collectors.toSet());
        return new Card(
                root.id(),
                root.object(),
                look.named(root.object()),
                look.placeOf(root.object()),
                Refs.code(root.condition()),
                root.from().best(),
                root.cause(),
                Fact.of(look, root.evidence()),
                names(look, group, root, false),
                names(look, group, root, true),
                villages,
                people(look, villages));
    }

    private static List<String> names(Look look, List<Outage> group, Outage root, boolean services) {
        return group.stream()
                .filter(outage -> outage != root)
                .filter(outage -> (outage.object().kind() == ObjectRef.Kind.SERVICE) == services)
                .map(outage -> look.name(outage.object()))
                .toList();
    }

    private static long people(Look look, Set<VillageId> villages) {
        return look.inventory().villages().stream()
                .filter(village -> villages.contains(village.id()))
                .mapToLong(Village::people)
                .sum();
    }

    private static List<Weak> weak(Look look) {
        List<Weak> weak = new ArrayList<>();
        look.watched().stream()
                .map(device -> ObjectRef.of(device.id()))
                .forEach(object -> addIfWeak(weak, look, object));
        look.inventory().links().stream()
                .map(link -> ObjectRef.of(link.id()))
                .forEach(object -> addIfWeak(weak, look, object));
        return weak;
    }

    private static void addIfWeak(List<Weak> weak, Look look, ObjectRef object) {
        State state = look.of(object);
        if (state.condition() == Condition.DEGRADED) {
            weak.add(new Weak(object, look.named(object), look.placeOf(object), state.fault(), state.since()));
        }
    }

    private static List<Recovered> recovered(Look look, List<Outage> lately) {
        Instant earliest = look.at().minus(RECOVERED_WITHIN);
        List<Recovered> recovered = new ArrayList<>();
        for (OutageList.Entry entry : OutageList.roots(look, lately)) {
            Instant at = entry.to();
            boolean own = entry.object().kind() != ObjectRef.Kind.SERVICE
                    && entry.state().equals("down");
            if (at != null && own && !at.isBefore(earliest)) {
                recovered.add(
                        new Recovered(entry.object(), entry.named(), entry.place(), at, entry.lasted(), entry.cause()));
            }
        }
        recovered.sort(Comparator.comparing(Recovered::at).reversed());
        return recovered.subList(0, Math.min(RECOVERED_SHOWN, recovered.size()));
    }
}
