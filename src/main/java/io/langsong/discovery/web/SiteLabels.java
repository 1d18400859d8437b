package io.langsong.discovery.web;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sites as a person chooses them: by village, in the official order. Public for the template. */
public final class SiteLabels {
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();

    SiteLabels(InventorySnapshot inventory) {
        List<Site> sites = new ArrayList<>(inventory.sites());
        sites.sort(Comparator.comparingInt((Site site) -> position(site, inventory))
                .thenComparing(Site::name));
        for (Site site : sites) {
            String village =
                    inventory.village(site.village()).map(one -> one.name()).orElse("");
            String label = village + " – " + site.name();
            String only = ids.containsKey(label) ? label + " (" + site.id().value() + ")" : label;
            ids.put(only, site.id().value());
            labels.put(site.id().value(), only);
        }
    }

    private static int position(Site site, InventorySnapshot inventory) {
        return inventory
                .village(site.village())
                .map(village -> village.position())
                .orElse(Integer.MAX_VALUE);
    }

    /** All, in their order. */
    public Iterable<String> all() {
        return ids.keySet();
    }

    /** Empty for none. */
    public String labelOf(@Nullable SiteId site) {
        return site == null ? "" : labels.getOrDefault(site.value(), site.value());
    }

    /** What was typed as an id: of the label, or as it is. */
    String idOf(String typed) {
        String label = typed.strip();
        return ids.getOrDefault(label, label);
    }
}
