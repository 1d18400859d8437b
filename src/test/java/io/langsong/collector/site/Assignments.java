package io.langsong.collector.site;

import io.langsong.collector.wire.Message.Access;
import io.langsong.collector.wire.Message.AssignedDevice;
import io.langsong.collector.wire.Message.Assignment;
import io.langsong.collector.wire.Message.Pace;
import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.simulator.Commune;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a server would assign of a simulated commune. */
final class Assignments {
    private Assignments() {}

    static Assignment of(Commune commune, Pace pace) {
        List<AssignedDevice> devices = SimulatedInventory.of(commune).devices().stream()
                .filter(device -> device.snmp() != null && device.enabled())
                .map(Assignments::assigned)
                .toList();
        return new Assignment(UUID.randomUUID().toString(), devices, Map.of(), pace);
    }

    static Pace pace(long interval, @Nullable Long budget) {
        return new Pace(interval, 300, 0, budget, 256L << 20);
    }

    private static AssignedDevice assigned(Device device) {
        SnmpAccess access = Objects.requireNonNull(device.snmp());
        return new AssignedDevice(
                device.id().value(),
                device.name(),
                device.site().value(),
                device.kind().code(),
                device.address(),
                device.port(),
                new Access(
                        access.version(),
                        access.community(),
                        access.user(),
                        access.authProtocol(),
                        access.authKey(),
                        access.privProtocol(),
                        access.privKey(),
                        access.context()),
                device.profile(),
                Device.Reachability.NONE.code(),
                device.uplinks().stream().map(DeviceId::value).toList(),
                null,
                null);
    }
}
