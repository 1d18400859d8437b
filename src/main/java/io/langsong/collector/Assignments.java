package io.langsong.collector;

import static java.util.stream.Collectors.toSet;

import io.langsong.collector.wire.Message.Access;
import io.langsong.collector.wire.Message.AssignedDevice;
import io.langsong.collector.wire.Message.Assignment;
import io.langsong.collector.wire.Message.Pace;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.ProfileShelf;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What a collector is told to do: the devices of its sites that are asked at all, with their credentials and nobody else's. Any thread. */
@Component
class Assignments {
    private static final int REVISION_OCTETS = 16;

    private final Collectors collectors;
    private final PollingProperties polling;
    private final Supplier<Map<String, String>> profiles;

    @Autowired
    Assignments(Collectors collectors, PollingProperties polling, ProfileShelf profiles) {
        this(collectors, polling, profiles::own);
    }

    Assignments(Collectors collectors, PollingProperties polling, Supplier<Map<String, String>> profiles) {
        this.collectors = collectors;
        this.polling = polling;
        this.profiles = profiles;
    }

    /** As things are now; its revision is another whenever anything in it is. */
    Assignment of(Collector collector) {
        List<Device> devices = collectors.devicesOf(collector);
        Set<DeviceId> ids = devices.stream().map(Device::id).collect(toSet());
        List<AssignedDevice> assigned = devices.stream()
                .map(device -> assigned(device, ids, collector.pace().deviceBudget()))
                .toList();
        Assignment unnamed = new Assignment("", assigned, profiles.get(), pace(collector.pace()));
        byte[] digest = EnrolmentToken.sha256(MessageCodec.encode(unnamed));
        String revision = HexFormat.of().formatHex(digest, 0, REVISION_OCTETS);
        return new Assignment(revision, unnamed.devices(), unnamed.profiles(), unnamed.pace());
    }

    /** An uplink that somebody else asks is nothing that the collector could ask at once. */
    private static AssignedDevice assigned(Device device, Set<DeviceId> ids, @Nullable Long budget) {
        Duration interval = device.interval();
        return new AssignedDevice(
                device.id().value(),
                device.name(),
                device.site().value(),
                device.kind().code(),
                device.address(),
                device.port(),
                access(Objects.requireNonNull(device.snmp())),
                device.profile(),
                device.reachability().code(),
                device.uplinks().stream()
                        .filter(ids::contains)
                        .map(DeviceId::value)
                        .toList(),
                interval == null ? null : interval.toMillis(),
                budget);
    }

    private static Access access(SnmpAccess snmp) {
        return new Access(
                snmp.version(),
                snmp.community(),
                snmp.user(),
                snmp.authProtocol(),
                snmp.authKey(),
                snmp.privProtocol(),
                snmp.privKey(),
                snmp.context());
    }

    private Pace pace(CollectorPace own) {
        return new Pace(
                Objects.requireNonNullElse(own.interval(), polling.interval()).toMillis(),
                Objects.requireNonNullElse(own.timeout(), polling.timeout()).toMillis(),
                Objects.requireNonNullElse(own.retries(), polling.retries()),
                own.budget(),
                own.spool().toBytes());
    }
}
