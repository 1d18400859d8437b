package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.provisioning.Proposal.Problem;
import io.langsong.provisioning.Values.Places;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How all access points stand. Each is rendered once for what it depends on, and again only when some of that is another: what it depends on is
 * read of all together, before anything is rendered, so a change that comes between is seen at the next look. Any thread.
 */
@Component
public class Standings {
    private final AccessPointTable table;
    private final Fleet fleet;
    private final Proposals proposals;
    private final Templates templates;
    private final Values values;
    private final Inventory inventory;
    private final Map<DeviceId, Rendered> known = new ConcurrentHashMap<>();

    Standings(
            JdbcClient jdbc,
            Fleet fleet,
            Proposals proposals,
            Templates templates,
            Values values,
            Inventory inventory) {
        this.table = new AccessPointTable(jdbc);
        this.fleet = fleet;
        this.proposals = proposals;
        this.templates = templates;
        this.values = values;
        this.inventory = inventory;
    }

    /**
     * All that a rendition depends on; no secret.
     *
     * @param place but for its life
     * @param box null for none
     * @param used in the order of merging
     * @param values marks of the values that bear on it, and when each was set
     * @param tunnel mark of its end of the tunnel; empty for none
     */
    private record Basis(
            AccessPoint place, @Nullable Hardware box, List<Template> used, List<String> values, String tunnel) {}

    /** What of a box goes into its configuration. Its key stays as long as its id. */
    private record Hardware(UUID id, String mac, String os) {}

    /** @param checksum null when there are problems */
    private record Rendered(Basis basis, @Nullable String checksum, List<Problem> problems) {}

    /** Ascending by id, retired ones too. */
    public List<Standing> all() {
        List<AccessPoint> places = table.all();
        List<Template> all = templates.all();
        Map<DeviceId, Box> there = fleet.filling();
        Map<DeviceId, String> letOut = fleet.letOutChecksums();
        Values.Marks marks = values.marks();
        Map<DeviceId, String> tunnel = fleet.tunnel().marks();
        InventorySnapshot seen = inventory.snapshot();
        List<Standing> standings = places.stream()
                .map(one -> {
                    Box box = there.get(one.id());
                    if (one.life().retired() != null) {
                        return new Standing(one, box, List.of(), false);
                    }
                    Basis basis = new Basis(
                            one.with(Life.planned(one.life().planned())),
                            box == null ? null : new Hardware(box.id(), box.mac(), box.os()),
                            proposals.used(one, box, all),
                            marks.bearingOn(Places.of(one, villageOf(one, seen))),
                            tunnel.getOrDefault(one.id(), ""));
                    return standing(one, box, letOut.get(one.id()), rendered(basis, one, box, all));
                })
                .toList();
        forgetGone(places);
        return standings;
    }

    private static String villageOf(AccessPoint place, InventorySnapshot inventory) {
        return inventory
                .site(place.site())
                .map(Site::village)
                .map(Object::toString)
                .orElse("");
    }

    private Rendered rendered(Basis basis, AccessPoint place, @Nullable Box box, List<Template> all) {
        Rendered before = known.get(place.id());
        if (before != null && before.basis().equals(basis)) {
            return before;
        }
        Proposal proposal = proposals.of(place, box, box == null ? null : fleet.key(box.id()), all);
        Rendition rendition = proposal.rendition();
        Rendered now = new Rendered(basis, rendition == null ? null : rendition.checksum(), proposal.problems());
        known.put(place.id(), now);
        return now;
    }

    private static Standing standing(AccessPoint place, @Nullable Box box, @Nullable String has, Rendered rendered) {
        boolean changed = rendered.checksum() != null
                && place.life().approved() != null
                && !rendered.checksum().equals(has);
        return new Standing(place, box, rendered.problems(), changed);
    }

    private void forgetGone(List<AccessPoint> places) {
        known.keySet().retainAll(places.stream().map(AccessPoint::id).collect(Collectors.toSet()));
    }
}
