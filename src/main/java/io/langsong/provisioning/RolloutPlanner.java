package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.provisioning.DryRun.Planned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Works out what a rollout would do, and in what order. Keeps nothing. Any thread. */
@Component
class RolloutPlanner {
    static final int MOST_STEPS = 2_000;

    private final RolloutTable table;
    private final AccessPointTable places;
    private final Fleet fleet;
    private final Proposals proposals;
    private final Inventory inventory;

    RolloutPlanner(JdbcClient jdbc, Fleet fleet, Proposals proposals, Inventory inventory) {
        this.table = new RolloutTable(jdbc);
        this.places = new AccessPointTable(jdbc);
        this.fleet = fleet;
        this.proposals = proposals;
        this.inventory = inventory;
    }

    /** What a look at the places found. */
    record Look(DryRun dryRun, Map<DeviceId, Rendition> renditions, Map<DeviceId, Rendition> before) {}

    /** What would go where if it began now. */
    Look look(Collection<DeviceId> wanted) {
        InventorySnapshot there = inventory.snapshot();
        Map<DeviceId, AccessPoint> changed = new HashMap<>();
        Map<DeviceId, Rendition> renditions = new HashMap<>();
        Map<DeviceId, Rendition> before = new HashMap<>();
        List<DeviceId> unchanged = new ArrayList<>();
        Map<DeviceId, String> impossible = new HashMap<>();
        Map<DeviceId, Long> inRollouts = new HashMap<>();
        for (DeviceId id : new LinkedHashSet<>(wanted)) {
            AccessPoint place = places.find(id).orElseThrow(() -> AccessPoints.missing(id));
            Proposal proposal = proposals.of(place, fleet.boxes().at(id).orElse(null), fleet.key(id));
            Rendition next = proposal.rendition();
            Optional<Rendition> now = fleet.letOut(id);
            Optional<Long> other = table.openAt(id);
            if (place.life().approved() == null || place.life().retired() != null) {
                impossible.put(id, "not-approved");
            } else if (other.isPresent()) {
                impossible.put(id, "in-rollout");
                inRollouts.put(id, other.get());
            } else if (next == null) {
                impossible.put(id, "problems");
            } else if (now.filter(one -> one.checksum().equals(next.checksum())).isPresent()) {
                unchanged.add(id);
            } else {
                changed.put(id, place);
                renditions.put(id, next);
                now.ifPresent(one -> before.put(id, one));
            }
        }
        List<Planned> steps = new ArrayList<>();
        int wave = 0;
        for (List<DeviceId> together : Waves.of(changed.values(), there)) {
            for (DeviceId id : together) {
                Waves.Blast blast = Waves.blast(Objects.requireNonNull(changed.get(id)), there);
                Rendition next = Objects.requireNonNull(renditions.get(id));
                Rendition now = before.get(id);
                steps.add(new Planned(
                        id,
                        wave,
                        next.checksum(),
                        UnifiedDiff.of(now == null ? "" : now.shown(), next.shown()),
                        blast.devices().size(),
                        blast.villages().stream().map(Object::toString).sorted().toList()));
            }
            wave++;
        }
        return new Look(new DryRun(steps, unchanged, impossible, inRollouts), renditions, before);
    }

    /**
     * As {@link #look}, of what can begin.
     *
     * @param looked checksum of each step of the dry run that was looked at; null for none
     * @throws Refused when it can not, or would be another
     */
    Look possible(Collection<DeviceId> wanted, @Nullable Map<DeviceId, String> looked) {
        Look look = look(wanted);
        DryRun dryRun = look.dryRun();
        requirePossible(dryRun);
        if (dryRun.steps().isEmpty() || dryRun.steps().size() > MOST_STEPS) {
            throw Refused.invalid(
                    "accessPoints",
                    null,
                    "provisioning.refused.nothing-to-do",
                    List.of(MOST_STEPS),
                    "have %d steps".formatted(dryRun.steps().size()),
                    "name 1 to " + MOST_STEPS + " access points that are to have something new");
        }
        if (looked != null && !looked.equals(checksums(dryRun))) {
            throw Refused.changed(
                    "provisioning.refused.changed-meanwhile",
                    "accessPoints",
                    Integer.toString(dryRun.steps().size()));
        }
        return look;
    }

    private void requirePossible(DryRun dryRun) {
        if (dryRun.impossible().isEmpty()) {
            return;
        }
        DeviceId first = dryRun.impossible().keySet().stream()
                .min(Comparator.comparing(DeviceId::value))
                .orElseThrow();
        Long other = dryRun.inRollouts().get(first);
        if (other != null) {
            throw inRollout(first, table.find(other).orElseThrow());
        }
        throw Refused.conflict(
                "accessPoints",
                first.value(),
                "provisioning.refused.impossible",
                List.of(first.value()),
                "can not be part of it: " + dryRun.impossible().get(first),
                "leave it out, or look at its preview");
    }

    /** An access point is in one rollout at a time. */
    static Refused inRollout(DeviceId place, Rollout other) {
        return Refused.conflict(
                "accessPoints",
                place.value(),
                "provisioning.refused.in-rollout",
                List.of(place.value(), Long.toString(other.id()), other.reason()),
                "is in rollout %d, which is %s"
                        .formatted(other.id(), other.state().code()),
                "leave it out, wait until rollout %d is over, or cancel that".formatted(other.id()));
    }

    private static Map<DeviceId, String> checksums(DryRun dryRun) {
        return dryRun.steps().stream().collect(Collectors.toMap(Planned::place, Planned::checksum));
    }
}
