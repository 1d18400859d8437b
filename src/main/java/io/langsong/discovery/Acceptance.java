package io.langsong.discovery;

import io.langsong.discovery.AcceptRefused.Problem;
import io.langsong.discovery.DiscoveryRefused.Fault;
import io.langsong.discovery.FoundRow.UplinkProposal;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes devices of the inventory out of what was found and chosen. For one acceptance, one thread. */
final class Acceptance {
    private final InventorySnapshot inventory;
    private final Map<Integer, FoundRow> rows = new HashMap<>();
    private final List<@Nullable SnmpAccess> credentials;
    private final Map<Integer, DeviceId> ids = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Acceptance(InventorySnapshot inventory, List<FoundRow> rows, List<@Nullable SnmpAccess> credentials) {
        this.inventory = inventory;
        rows.forEach(row -> this.rows.put(row.found().number(), row));
        this.credentials = credentials;
    }

    /**
     * @return by the numbers of what was found
     * @throws AcceptRefused with all that is wrong
     */
    Map<Integer, Device> devices(List<Choice> choices) {
        choices.forEach(this::name);
        Map<Integer, Device> devices = new LinkedHashMap<>();
        for (Choice choice : choices) {
            FoundRow row = rows.get(choice.number());
            if (row != null && ids.containsKey(choice.number())) {
                try {
                    devices.put(choice.number(), device(choice, row));
                } catch (InventoryRefused refused) {
                    add(row, refused.problem());
                } catch (DiscoveryRefused refused) {
                    add(row, refused);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new AcceptRefused(problems);
        }
        return devices;
    }

    /** Ids first, since what is chosen together may hang behind each other. */
    private void name(Choice choice) {
        FoundRow row = rows.get(choice.number());
        if (row == null || !row.acceptable()) {
            DiscoveryRefused refused =
                    new DiscoveryRefused("number", Integer.toString(choice.number()), Fault.NOT_TO_ACCEPT);
            problems.add(new Problem(
                    choice.number(),
                    row == null ? "" : row.found().address(),
                    refused.field(),
                    refused.value(),
                    refused::what,
                    refused::remedy));
            return;
        }
        Set<String> taken = new HashSet<>();
        ids.values().forEach(id -> taken.add(id.value()));
        String name = given(choice.name(), row.name());
        ids.put(
                choice.number(),
                row.device() != null
                        ? row.device()
                        : new DeviceId(devices()
                                .freeId(
                                        name,
                                        id -> taken.contains(id)
                                                || inventory
                                                        .device(new DeviceId(id))
                                                        .isPresent())));
    }

    private static Form<?> devices() {
        return Form.named("devices").orElseThrow();
    }

    private static String given(@Nullable String typed, String proposed) {
        return typed == null ? proposed : typed;
    }

    private Device device(Choice choice, FoundRow row) {
        DeviceId known = row.device();
        Device stored = known == null ? null : inventory.device(known).orElse(null);
        List<DeviceId> uplinks = uplinks(choice, row);
        if (stored != null) {
            Device there = row.group() == Group.MOVED
                    ? stored.at(row.found().address(), row.found().port())
                    : stored;
            Set<DeviceId> all = new LinkedHashSet<>(stored.uplinks());
            all.addAll(uplinks);
            return there.behind(List.copyOf(all));
        }
        SiteId proposed = row.site();
        String site = given(choice.site(), proposed == null ? "" : proposed.value());
        if (site.isBlank()) {
            throw new DiscoveryRefused("site", null, Fault.NO_SITE);
        }
        DeviceId id = ids.get(choice.number());
        if (id == null) {
            throw new IllegalStateException("Every chosen row was named: " + choice.number());
        }
        return new Device(
                id,
                given(choice.name(), row.name()),
                new SiteId(site),
                kind(choice, row),
                row.found().address(),
                row.found().port(),
                access(row),
                null,
                Device.Reachability.NONE,
                uplinks,
                null,
                true,
                null);
    }

    private static Device.Kind kind(Choice choice, FoundRow row) {
        String code = choice.kind();
        return code == null
                ? row.found().kind()
                : Arrays.stream(Device.Kind.values())
                        .filter(kind -> kind.code().equals(code))
                        .findFirst()
                        .orElseThrow(() -> new DiscoveryRefused("kind", code, Fault.NOT_TO_ACCEPT));
    }

    private SnmpAccess access(FoundRow row) {
        int number = row.found().credential();
        SnmpAccess access = number < 0 || number >= credentials.size() ? null : credentials.get(number);
        if (access == null) {
            throw new DiscoveryRefused("credential", null, Fault.NO_KNOWN_DEVICES);
        }
        return access;
    }

    private static List<UplinkProposal> chosen(Choice choice, FoundRow row) {
        Set<String> keys = choice.uplinks();
        if (keys == null) {
            return row.uplinks();
        }
        List<UplinkProposal> chosen =
                row.uplinks().stream().filter(one -> keys.contains(one.key())).toList();
        if (chosen.size() < keys.size()) {
            Set<String> unknown = new TreeSet<>(keys);
            chosen.forEach(one -> unknown.remove(one.key()));
            throw new DiscoveryRefused("uplink", unknown.iterator().next(), Fault.UPLINK_NOT_PROPOSED);
        }
        return chosen;
    }

    private List<DeviceId> uplinks(Choice choice, FoundRow row) {
        List<DeviceId> uplinks = new ArrayList<>();
        for (UplinkProposal proposal : chosen(choice, row)) {
            DeviceId parent = proposal.parentDevice();
            Integer number = proposal.parentNumber();
            if (parent == null && number != null) {
                FoundRow other = rows.get(number);
                String accepted = other == null ? null : other.found().acceptedAs();
                parent = accepted == null ? ids.get(number) : new DeviceId(accepted);
            }
            if (parent == null || (inventory.device(parent).isEmpty() && !ids.containsValue(parent))) {
                throw new DiscoveryRefused("uplink", proposal.label(), Fault.UPLINK_NOT_THERE);
            }
            if (!uplinks.contains(parent)) {
                uplinks.add(parent);
            }
        }
        return uplinks;
    }

    /** @throws AcceptRefused when the inventory does not take it, said of the row that it is about */
    void apply(Runnable change, Map<Integer, Device> devices) {
        try {
            change.run();
        } catch (InventoryRefused refused) {
            InventoryRefused.Problem problem = refused.problem();
            Integer number = devices.entrySet().stream()
                    .filter(entry -> entry.getValue().id().equals(problem.object()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> devices.keySet().iterator().next());
            FoundRow row = rows.get(number);
            if (row == null) {
                throw refused;
            }
            add(row, problem);
            throw new AcceptRefused(problems);
        }
    }

    private void add(FoundRow row, InventoryRefused.Problem problem) {
        problems.add(new Problem(
                row.found().number(),
                row.found().address(),
                problem.field().equals("uplinks") ? "uplink" : problem.field(),
                problem.value(),
                language -> problem.wording().what(language),
                language -> problem.wording().remedy(language)));
    }

    private void add(FoundRow row, DiscoveryRefused refused) {
        problems.add(new Problem(
                row.found().number(),
                row.found().address(),
                refused.field(),
                refused.value(),
                refused::what,
                refused::remedy));
    }

    Marks marks(int number) {
        FoundRow row = rows.get(number);
        if (row == null) {
            throw new IllegalStateException("Only what was found is accepted: " + number);
        }
        return row.found().marks();
    }
}
