package io.langsong.inventory;

import io.langsong.inventory.InventoryRefused.Problem;
import io.langsong.inventory.InventoryRefused.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold between the objects of an inventory. Pure. */
final class Consistency {
    private static final int MOST_NAMED = 20;

    private final InventorySnapshot after;
    private final Set<InventoryId> changed = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private Consistency(InventorySnapshot after, Collection<? extends InventoryObject> objects) {
        this.after = after;
        for (InventoryObject object : objects) {
            if (!changed.add(object.id())) {
                problems.add(new Problem(
                        Reason.CONFLICT,
                        object.id(),
                        "id",
                        object.id().value(),
                        "is given twice",
                        "leave one of them out"));
            }
        }
    }

    /** What is wrong with {@code after} because of {@code objects}, which are in it; everything else was right. */
    static List<Problem> problems(
            InventorySnapshot after, Collection<? extends InventoryObject> objects, List<DeviceRule> rules) {
        Consistency consistency = new Consistency(after, objects);
        objects.forEach(consistency::checkReferences);
        rules.forEach(rule -> consistency.checkRule(rule, objects));
        consistency.checkNames();
        consistency.checkAddresses();
        consistency.checkLoops();
        return consistency.problems;
    }

    /** Who names {@code id}, and would be left pointing nowhere without it. */
    static List<InventoryId> references(InventorySnapshot snapshot, InventoryId id) {
        List<InventoryId> users = new ArrayList<>();
        for (Form<?> form : Form.all()) {
            for (InventoryObject object : form.in(snapshot)) {
                if (referencesOf(object).containsValue(id)) {
                    users.add(object.id());
                }
            }
        }
        return users;
    }

    private void checkReferences(InventoryObject object) {
        referencesOf(object).forEach((place, target) -> {
            if (after.find(target).isEmpty()) {
                String field = place.replaceAll("#.*", "");
                problems.add(new Problem(
                        Reason.INVALID,
                        object.id(),
                        field,
                        target.value(),
                        "is not a " + target.kind() + " of the inventory",
                        "add it first, or name one that is there"));
            }
        });
    }

    /** By field, with a number behind those that have several. */
    private static Map<String, InventoryId> referencesOf(InventoryObject object) {
        Map<String, InventoryId> references = new LinkedHashMap<>();
        if (object instanceof Site site) {
            references.put("village", site.village());
            put(references, "powerArea", site.powerArea());
        } else if (object instanceof Device device) {
            references.put("site", device.site());
            device.uplinks().forEach(uplink -> references.put("uplinks#" + uplink, uplink));
        } else if (object instanceof Link link) {
            references.put("near.device", link.near().device());
            put(references, "far.device", link.far() == null ? null : link.far().device());
        } else if (object instanceof Service service) {
            references.put("site", service.site());
            service.members().forEach(member -> references.put("members#" + member, member));
            put(references, "link", service.link());
        }
        return references;
    }

    private static void put(Map<String, InventoryId> references, String field, @Nullable InventoryId target) {
        if (target != null) {
            references.put(field, target);
        }
    }

    private void checkRule(DeviceRule rule, Collection<? extends InventoryObject> objects) {
        for (InventoryObject object : objects) {
            if (object instanceof Device device) {
                rule.objectionTo(device)
                        .ifPresent(objection -> problems.add(new Problem(
                                Reason.INVALID,
                                device.id(),
                                objection.field(),
                                objection.value(),
                                objection.what(),
                                objection.remedy())));
            }
        }
    }

    private void checkNames() {
        Map<String, InventoryId> holders = new HashMap<>();
        for (Form<?> form : Form.all()) {
            for (InventoryObject object : form.in(after)) {
                claim(
                        holders,
                        form.kind() + "/" + scope(object) + "/" + folded(object.name()),
                        object,
                        "name",
                        object.name(),
                        "give another name");
            }
        }
        for (Village village : after.villages()) {
            String position = Integer.toString(village.position());
            claim(holders, "position/" + position, village, "position", position, "give another position");
        }
    }

    /** Two rows of a sheet with one address would be one box that is counted twice. */
    private void checkAddresses() {
        Map<String, InventoryId> holders = new HashMap<>();
        for (Device device : after.devices()) {
            SnmpAccess access = device.snmp();
            if (access != null && device.enabled()) {
                claim(
                        holders,
                        device.address() + "/" + device.port() + "/" + view(access),
                        device,
                        "address",
                        device.address(),
                        "the port is %d for both; give each its own address or port, or its own SNMP context or community when one agent answers for both"
                                .formatted(device.port()));
            }
        }
    }

    /**
     * What tells devices apart behind one agent, a proxy say: the context, which versions 1 and 2c write as the community
     * (RFC 3584 section 5.2).
     */
    private static String view(SnmpAccess access) {
        return access.version().equals("3") ? "context/" + access.context() : "community/" + access.community();
    }

    /** Within what a name must be the only one: there is a culture house in every village. */
    private static String scope(InventoryObject object) {
        if (object instanceof Site site) {
            return site.village().value();
        }
        if (object instanceof Device device) {
            return device.site().value();
        }
        return object instanceof Service service ? service.site().value() : "";
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void claim(
            Map<String, InventoryId> holders,
            String what,
            InventoryObject object,
            String field,
            String value,
            String remedy) {
        InventoryId holder = holders.putIfAbsent(what, object.id());
        // Neither of them is new: an earlier version took them, and this change is not to blame.
        if (holder == null || (!changed.contains(holder) && !changed.contains(object.id()))) {
            return;
        }
        InventoryId blamed = changed.contains(object.id()) ? object.id() : holder;
        InventoryId other = blamed.equals(holder) ? object.id() : holder;
        problems.add(new Problem(
                Reason.CONFLICT,
                blamed,
                field,
                value,
                "is that of %s %s too".formatted(other.kind(), other.value()),
                remedy));
    }

    private void checkLoops() {
        Set<DeviceId> clear = new HashSet<>();
        for (InventoryId id : changed) {
            if (id instanceof DeviceId device) {
                List<DeviceId> loop = loop(device, clear);
                if (!loop.isEmpty()) {
                    addLoop(loop);
                    clear.addAll(loop);
                }
            }
        }
    }

    private void addLoop(List<DeviceId> loop) {
        DeviceId device = loop.stream().filter(changed::contains).findFirst().orElse(loop.get(0));
        String path = loop.stream().limit(MOST_NAMED).map(DeviceId::value).collect(Collectors.joining(" -> "));
        problems.add(new Problem(
                Reason.INVALID,
                device,
                "uplinks",
                after.device(device).map(Device::uplinks).orElse(List.of()).toString(),
                "make a loop: " + path + (loop.size() > MOST_NAMED ? " -> ..." : ""),
                "take one of these uplinks away"));
    }

    /**
     * Depth first without recursion: a chain of uplinks may be as long as there are devices.
     *
     * @param clear devices from which no loop can be reached; grows
     * @return the devices of a loop that can be reached from {@code start}, first again at the end; empty for none
     */
    private List<DeviceId> loop(DeviceId start, Set<DeviceId> clear) {
        List<DeviceId> path = new ArrayList<>();
        Set<DeviceId> onPath = new HashSet<>();
        List<List<DeviceId>> open = new ArrayList<>();
        open.add(new ArrayList<>(List.of(start)));
        while (!open.isEmpty()) {
            List<DeviceId> choices = open.get(open.size() - 1);
            if (choices.isEmpty()) {
                open.remove(open.size() - 1);
                if (!path.isEmpty()) {
                    DeviceId done = path.remove(path.size() - 1);
                    onPath.remove(done);
                    clear.add(done);
                }
                continue;
            }
            DeviceId next = choices.remove(choices.size() - 1);
            if (onPath.contains(next)) {
                List<DeviceId> loop = new ArrayList<>(path.subList(path.indexOf(next), path.size()));
                loop.add(next);
                return loop;
            }
            if (!clear.contains(next)) {
                path.add(next);
                onPath.add(next);
                open.add(new ArrayList<>(after.device(next).map(Device::uplinks).orElse(List.of())));
            }
        }
        return List.of();
    }
}
