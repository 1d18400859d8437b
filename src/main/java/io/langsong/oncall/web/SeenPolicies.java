package io.langsong.oncall.web;

import io.langsong.access.Refused;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.VillageId;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Policy;
import io.langsong.oncall.PolicyWish;
import io.langsong.web.SeenInventory;
import io.langsong.web.VillageSight;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Policies as far as whoever sent the request on this thread sees the places they are for: one for other places is not there, and
 * of one for several only those that are seen are named. Any thread.
 */
@Component
class SeenPolicies {
    private final OnCall onCall;
    private final SeenInventory inventory;

    SeenPolicies(OnCall onCall, SeenInventory inventory) {
        this.onCall = onCall;
        this.inventory = inventory;
    }

    /** In the order in which they are asked. */
    List<Policy> all() {
        VillageSight sight = VillageSight.current();
        List<Policy> policies = onCall.policies();
        return sight.all()
                ? policies
                : policies.stream()
                        .flatMap(policy -> seen(policy, sight).stream())
                        .toList();
    }

    Optional<Policy> find(String id) {
        return all().stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    /** A power area belongs to no village, so only those see it who see all. */
    private static Optional<Policy> seen(Policy policy, VillageSight sight) {
        boolean everywhere = policy.villages().isEmpty() && policy.powerAreas().isEmpty();
        Set<VillageId> villages = policy.villages().stream()
                .filter(village -> sight.sees(village.value()))
                .collect(Collectors.toUnmodifiableSet());
        if (!everywhere && villages.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Policy(
                policy.id(),
                policy.name(),
                policy.position(),
                policy.severities(),
                villages,
                Set.of(),
                policy.hours(),
                policy.levels()));
    }

    /** @throws Refused when the wish names a place that the inventory does not have */
    void requirePlaces(PolicyWish wish) {
        Set<String> villages = inventory.snapshot().villages().stream()
                .map(village -> village.id().value())
                .collect(Collectors.toSet());
        Set<String> powerAreas = inventory.snapshot().powerAreas().stream()
                .map(area -> area.id().value())
                .collect(Collectors.toSet());
        require("villages", wish.villages(), villages::contains);
        require("powerAreas", wish.powerAreas(), powerAreas::contains);
    }

    private static void require(String field, List<String> ids, Predicate<String> known) {
        ids.stream().filter(known.negate()).findFirst().ifPresent(id -> {
            throw Refused.invalid(
                    field,
                    id,
                    "oncall.refused.place",
                    List.of(),
                    "is no place of the inventory",
                    "give ids as the inventory has them");
        });
    }

    String village(VillageId id) {
        return inventory.snapshot().villages().stream()
                .filter(village -> village.id().equals(id))
                .map(village -> village.name())
                .findFirst()
                .orElse(id.value());
    }

    String powerArea(PowerAreaId id) {
        return inventory.snapshot().powerAreas().stream()
                .filter(area -> area.id().equals(id))
                .map(area -> area.name())
                .findFirst()
                .orElse(id.value());
    }
}
