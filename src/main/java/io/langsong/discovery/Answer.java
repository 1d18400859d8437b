package io.langsong.discovery;

import io.langsong.polling.SnmpFault;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Recognition;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address at which something answered. Its texts are the device's own: without characters that can not be seen, and hostile
 * all the same.
 *
 * @param credential which of those of the scan worked, from 0; -1 when none did, and then {@code fault} says why
 * @param recognised the family of the device; null when no credential worked
 * @param engineId of SNMPv3 in hexadecimal
 * @param services sysServices, RFC 3418: 4 is set of what forwards packets, 2 of a bridge; 0 when it is not known
 * @param forwards whether it says that it is a router
 * @param macs of its own ports
 */
public record Answer(
        InetSocketAddress address,
        int credential,
        @Nullable SnmpFault fault,
        Recognition.@Nullable Recognised recognised,
        Profile.Identified identified,
        @Nullable String sysName,
        @Nullable String sysLocation,
        @Nullable String engineId,
        int services,
        boolean forwards,
        List<String> macs) {
    static final Profile.Identified UNKNOWN = new Profile.Identified(null, null, null, null);

    public Answer {
        macs = List.copyOf(macs);
    }

    static Answer unread(InetSocketAddress address, SnmpFault fault) {
        return new Answer(address, -1, fault, null, UNKNOWN, null, null, null, 0, false, List.of());
    }
}
