package io.langsong.discovery;

import io.langsong.inventory.Device;
import io.langsong.polling.profile.Reason;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where something answered, as it is kept. Texts are the device's own, without characters that can not be seen, and hostile all
 * the same.
 *
 * @param number within its scan, from 1
 * @param credential by which of the scan it was read, from 0; -1 for none, and then {@code fault} says why
 * @param fault kind of {@link io.langsong.polling.SnmpFault}
 * @param reasons what spoke for the profile
 * @param kind what it may be, by its family and what it says it does
 * @param macs of its own ports
 * @param acceptedAs id of the device of the inventory that it became; null while nobody accepted it
 */
public record Found(
        int number,
        String address,
        int port,
        int credential,
        @Nullable String fault,
        @Nullable String profile,
        List<Reason> reasons,
        @Nullable String sysObjectId,
        @Nullable String sysDescr,
        @Nullable String sysName,
        @Nullable String sysLocation,
        @Nullable String vendor,
        @Nullable String model,
        @Nullable String firmware,
        @Nullable String serial,
        @Nullable String engineId,
        Device.Kind kind,
        List<String> macs,
        @Nullable String acceptedAs) {
    public Found {
        reasons = List.copyOf(reasons);
        macs = List.copyOf(macs);
    }

    Marks marks() {
        return new Marks(
                sysName, serial, engineId, macs.stream().map(MacAddress::parse).collect(Collectors.toSet()));
    }

    boolean isAt(Device device) {
        return device.address().equals(address) && device.port() == port;
    }
}
