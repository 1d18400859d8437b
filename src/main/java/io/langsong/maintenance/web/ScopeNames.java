package io.langsong.maintenance.web;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Scope;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a plan may name, as people call it: each with the place it stands in, and its id where that would not tell it apart. */
final class ScopeNames {
    private static final int MOST_OFFERED = 3_000;
    private static final int MOST_NAMED = 5;

    private final InventorySnapshot inventory;
    private final Map<InventoryId, String> labels = new LinkedHashMap<>();
    private final Map<String, List<InventoryId>> byLabel = new LinkedHashMap<>();
    private final Map<String, List<InventoryId>> byName = new HashMap<>();

    ScopeNames(InventorySnapshot inventory) {
        this.inventory = inventory;
        List<Collection<? extends InventoryObject>> kinds = List.of(
                inventory.villages(),
                inventory.powerAreas(),
                inventory.sites(),
                inventory.links(),
                inventory.services(),
                inventory.devices());
        for (Collection<? extends InventoryObject> kind : kinds) {
            for (InventoryObject object : kind) {
                byLabel.computeIfAbsent(described(object), label -> new ArrayList<>())
                        .add(object.id());
                byName.computeIfAbsent(Words.plain(object.name()), name -> new ArrayList<>())
                        .add(object.id());
            }
        }
        byLabel.forEach((label, ids) ->
                ids.forEach(id -> labels.put(id, ids.size() == 1 ? label : label + " (" + Scope.text(id) + ")")));
    }

    private String described(InventoryObject object) {
        if (object instanceof Site site) {
            return site.name() + " – " + village(site.village());
        } else if (object instanceof Device device) {
            return device.name() + " – " + site(device.site());
        } else if (object instanceof Service service) {
            return service.name() + " – " + site(service.site());
        }
        return object.name();
    }

    private String village(VillageId id) {
        return inventory.village(id).map(village -> village.name()).orElse("");
    }

    private String site(SiteId id) {
        return inventory
                .site(id)
                .map(site -> site.name() + ", " + village(site.village()))
                .orElse("");
    }

    /** The id where there is no such object any more. */
    String label(InventoryId id) {
        return labels.getOrDefault(id, Scope.text(id));
    }

    String labels(Collection<InventoryId> ids) {
        return ids.stream().map(this::label).collect(Collectors.joining(", "));
    }

    /** To choose from while typing: all but villages and power areas, devices last. */
    List<String> offered() {
        return labels.entrySet().stream()
                .filter(entry -> !entry.getKey().kind().equals("village")
                        && !entry.getKey().kind().equals("power-area"))
                .limit(MOST_OFFERED)
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * What a person means by a label, a name or {@code kind:id}.
     *
     * @throws MaintenanceRefused when there is no such thing, or more than one
     */
    InventoryId meant(String typed) {
        String text = typed.strip();
        for (Map.Entry<InventoryId, String> entry : labels.entrySet()) {
            if (entry.getValue().equals(text) || Scope.text(entry.getKey()).equals(text)) {
                return entry.getKey();
            }
        }
        List<InventoryId> named = byName.getOrDefault(Words.plain(text), List.of());
        if (named.size() > 1) {
            throw new MaintenanceRefused(
                    "scope",
                    text,
                    Fault.NAME_UNCLEAR,
                    named.stream().limit(MOST_NAMED).map(Scope::text).collect(Collectors.joining(", ")));
        }
        if (named.isEmpty()) {
            throw new MaintenanceRefused("scope", text, Fault.NO_SUCH_OBJECT);
        }
        return named.get(0);
    }
}
