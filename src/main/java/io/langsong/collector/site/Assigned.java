package io.langsong.collector.site;

import io.langsong.collector.wire.Message.Access;
import io.langsong.collector.wire.Message.AssignedDevice;
import io.langsong.collector.wire.Message.Assignment;
import io.langsong.collector.wire.Message.Pace;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.profile.ProfileException;
import io.langsong.polling.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An assignment in the words of what asks. What of it can not be used is left out and said, since the rest can.
 *
 * @param budgets bits a second that the polls of a device may take, of those that have a limit
 */
record Assigned(InventorySnapshot inventory, PollingProperties polling, Map<DeviceId, Long> budgets) {
    private static final Logger log = LoggerFactory.getLogger(Assigned.class);
    private static final VillageId SOMEWHERE = new VillageId("site");
    private static final PollingProperties USUAL =
            new PollingProperties(Duration.ofSeconds(30), Duration.ofSeconds(1), 1);

    static Assigned of(Assignment assignment) {
        List<Device> devices = new ArrayList<>();
        Map<DeviceId, Long> budgets = new HashMap<>();
        for (AssignedDevice assigned : assignment.devices()) {
            Device device = device(assigned);
            if (device != null) {
                devices.add(device);
                Long budget = assigned.budget();
                if (budget != null) {
                    budgets.put(device.id(), budget);
                }
            }
        }
        return new Assigned(InventorySnapshot.of(placed(devices)), polling(assignment.pace()), Map.copyOf(budgets));
    }

    private static @Nullable Device device(AssignedDevice assigned) {
        try {
            Long interval = assigned.interval();
            return new Device(
                    new DeviceId(assigned.id()),
                    assigned.name(),
                    new SiteId(assigned.site()),
                    Device.Kind.valueOf(constant(assigned.kind())),
                    assigned.address(),
                    assigned.port(),
                    access(assigned.access()),
                    assigned.profile(),
                    Device.Reachability.valueOf(constant(assigned.reachability())),
                    assigned.uplinks().stream().map(DeviceId::new).toList(),
                    interval == null ? null : Duration.ofMillis(interval),
                    true,
                    null);
        } catch (RuntimeException wrong) {
            log.error(
                    "device of the assignment can not be asked device={} reason={}",
                    Plain.text(String.valueOf(assigned.id())),
                    Plain.text(String.valueOf(wrong.getMessage())));
            return null;
        }
    }

    private static String constant(String code) {
        return code.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static SnmpAccess access(Access given) {
        return new SnmpAccess(
                given.version(),
                given.community(),
                given.user(),
                given.authProtocol(),
                given.authKey(),
                given.privProtocol(),
                given.privKey(),
                given.context());
    }

    /** An inventory holds devices at sites of villages, and uplinks that are there. */
    private static List<InventoryObject> placed(List<Device> devices) {
        Set<DeviceId> ids = devices.stream().map(Device::id).collect(Collectors.toSet());
        Set<SiteId> sites = devices.stream().map(Device::site).collect(Collectors.toCollection(LinkedHashSet::new));
        List<InventoryObject> all = new ArrayList<>();
        all.add(new Village(SOMEWHERE, "site", 1, 0, null, null));
        sites.forEach(site -> all.add(new Site(site, SOMEWHERE, site.value(), Site.Kind.OTHER, null, null, null)));
        devices.forEach(device -> all.add(
                device.behind(device.uplinks().stream().filter(ids::contains).toList())));
        return all;
    }

    private static PollingProperties polling(Pace pace) {
        try {
            return new PollingProperties(
                    Duration.ofMillis(pace.interval()), Duration.ofMillis(pace.timeout()), pace.retries());
        } catch (IllegalArgumentException wrong) {
            log.error("pace of the assignment can not be kept, the usual one is reason={}", wrong.getMessage());
            return USUAL;
        }
    }

    /**
     * The shipped profiles, and the server's own.
     *
     * @param folder of which the files are replaced
     */
    static Profiles profiles(Assignment assignment, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old = files.toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
        int number = 0;
        for (String text : assignment.profiles().values()) {
            // Names are the server's, and no business of our disk.
            Files.writeString(folder.resolve("%04d.yaml".formatted(number++)), text);
        }
        try {
            return Profiles.load(number == 0 ? List.of() : List.of(folder));
        } catch (ProfileException wrong) {
            log.error(
                    "own profiles can not be used, those shipped are reason={}",
                    Plain.text(String.valueOf(wrong.getMessage())));
            return Profiles.load();
        }
    }
}
