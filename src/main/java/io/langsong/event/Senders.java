package io.langsong.event;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpCredentials.User;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The devices of one inventory by what a message can tell of them. Immutable. */
final class Senders {
    private final InventorySnapshot inventory;
    private final List<Device> devices;
    private final Map<InetAddress, List<Device>> byAddress = new HashMap<>();
    private final Map<DeviceId, User> users = new HashMap<>();

    Senders(
            InventorySnapshot inventory,
            Function<Device, Optional<InetAddress>> addresses,
            Function<Device, Optional<SnmpCredentials>> credentials) {
        this.inventory = inventory;
        this.devices = List.copyOf(inventory.devices());
        for (Device device : devices) {
            addresses
                    .apply(device)
                    .ifPresent(address -> byAddress
                            .computeIfAbsent(address, one -> new ArrayList<>())
                            .add(device));
            if (credentials.apply(device).orElse(null) instanceof User user) {
                users.put(device.id(), user);
            }
        }
    }

    /** Of these devices alone. */
    private Senders(Senders all, Set<DeviceId> only) {
        this.inventory = all.inventory;
        this.devices = all.devices.stream()
                .filter(device -> only.contains(device.id()))
                .toList();
        all.byAddress.forEach((address, there) -> {
            List<Device> own =
                    there.stream().filter(device -> only.contains(device.id())).toList();
            if (!own.isEmpty()) {
                byAddress.put(address, own);
            }
        });
        this.devices.forEach(device -> {
            User user = all.users.get(device.id());
            if (user != null) {
                users.put(device.id(), user);
            }
        });
    }

    Senders only(Set<DeviceId> some) {
        return new Senders(this, some);
    }

    boolean isOf(InventorySnapshot other) {
        return inventory == other;
    }

    /** Whether any device is read by version 3. */
    boolean hasUsers() {
        return !users.isEmpty();
    }

    /** The one that is asked there; null when there is none, or several. */
    @Nullable
    DeviceId at(InetSocketAddress asked) {
        List<Device> there = at(asked.getAddress()).stream()
                .filter(device -> device.port() == asked.getPort())
                .toList();
        return there.size() == 1 ? there.get(0).id() : null;
    }

    List<Device> all() {
        return devices;
    }

    List<Device> at(InetAddress address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /** Null for a device that is not read by version 3. */
    @Nullable
    User user(Device device) {
        return users.get(device.id());
    }

    Optional<Device> byId(DeviceId id) {
        return inventory.device(id);
    }
}
