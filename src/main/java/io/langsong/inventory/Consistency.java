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
                        Reason.CONFLICT, object.id(), "id", object.id().value(), Wording.of(Fault.GIVEN_TWICE)));
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
        consistency.checkContracts(objects);
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
                        Wording.of(Fault.NO_SUCH, Wording.kind(target.kind()))));
            }
        });
    }

    /** By field, with a number behind those that have several. */
    private static Map<String, InventoryId> referencesOf(InventoryObject object) {
        Map<String, InventoryId> references = new LinkedHashMap<>();
        if (object instanceof Contact contact) {
            references.put("village", contact.village());
        } else if (object instanceof Contract contract) {
            references.put("provider", contract.provider());
        } else if (object instanceof Site site) {
            references.put("village", site.village());
            put(references, "powerArea", site.powerArea());
        } else if (object instanceof Device device) {
            references.put("site", device.site());
            device.uplinks().forEach(uplink -> references.put("uplinks#" + uplink, uplink));
        } else if (object instanceof Link link) {
            references.put("near.device", link.near().device());
            put(references, "far.device", link.far() == null ? null : link.far().device());
            put(references, "provider", link.provider());
            put(references, "contract", link.contract());
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
                                objection.wording())));
            }
        }
    }

    private void checkNames() {
        Map<String, InventoryId> holders = new HashMap<>();
        for (Form<?> form : Form.all()) {
            for (InventoryObject object : form.in(after)) {
                claim(
                        holders,
                        form.kind() + "/" + form.scopeOf(object) + "/" + folded(object.name()),
                        object,
                        "name",
                        object.name(),
                        Fault.NAME_TAKEN);
            }
        }
        for (Village village : after.villages()) {
            String position = Integer.toString(village.position());
            claim(holders, "position/" + position, village, "position", position, Fault.POSITION_TAKEN);
        }
    }

    private void checkContracts(Collection<? extends InventoryObject> objects) {
        for (InventoryObject object : objects) {
            if (object instanceof Link link && link.contract() != null && link.provider() != null) {
                after.contract(link.contract())
                        .filter(contract -> !contract.provider().equals(link.provider()))
                        .ifPresent(contract -> problems.add(new Problem(
                                Reason.INVALID,
                                link.id(),
                                "contract",
                                contract.id().value(),
                                Wording.of(
                                        Fault.OTHER_PROVIDER,
                                        contract.provider().value()))));
            }
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
                        Fault.ADDRESS_TAKEN,
                        device.port());
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

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void claim(
            Map<String, InventoryId> holders,
            String what,
            InventoryObject object,
            String field,
            String value,
            Fault fault,
            Object... arguments) {
        InventoryId holder = holders.putIfAbsent(what, object.id());
        // Neither of them is new: an earlier version took them, and this change is not to blame.
        if (holder == null || (!changed.contains(holder) && !changed.contains(object.id()))) {
            return;
        }
        InventoryId blamed = changed.contains(object.id()) ? object.id() : holder;
        InventoryId other = blamed.equals(holder) ? object.id() : holder;
        problems.add(new Problem(Reason.CONFLICT, blamed, field, value, wording(fault, other, arguments)));
    }

    private static Wording wording(Fault fault, InventoryId other, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(Wording.kind(other.kind()), other.value()));
        arguments.addAll(List.of(more));
        return new Wording(fault, arguments, "", "");
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
                Wording.of(Fault.LOOP, path + (loop.size() > MOST_NAMED ? " -> ..." : ""))));
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
