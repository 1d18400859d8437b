package io.langsong.polling;

import io.langsong.inventory.Device;
import io.langsong.inventory.SnmpAccess;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.Community;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.SnmpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** From a device of the inventory to what the engine asks. Pure. */
public final class Targets {
    private static final int MAX_REPETITIONS = 60;
    private static final int MAX_VAR_BINDS = 60;

    private Targets() {}

    /**
     * How a device is asked while its family is not known.
     *
     * @param address where the device's own is now
     * @param access the device's own
     */
    public static SnmpTarget of(Device device, InetAddress address, SnmpAccess access, PollingProperties settings) {
        boolean canBulk = !access.version().equals("1");
        return new SnmpTarget(
                new InetSocketAddress(address, device.port()),
                credentials(access),
                settings.timeout(),
                settings.retries(),
                canBulk ? MAX_REPETITIONS : 0,
                MAX_VAR_BINDS);
    }

    /** The same target with what its family of devices can bear. */
    static SnmpTarget limited(SnmpTarget target, int maxRepetitions, int maxVarBinds) {
        return new SnmpTarget(
                target.address(),
                target.credentials(),
                target.timeout(),
                target.retries(),
                Math.min(target.maxRepetitions(), maxRepetitions),
                Math.min(target.maxVarBinds(), maxVarBinds));
    }

    /** The same credentials in the words of the engine. */
    public static SnmpCredentials credentials(SnmpAccess access) {
        if (!access.version().equals("3")) {
            String community = access.community();
            return new Community(
                    access.version().equals("1") ? Version.V1 : Version.V2C, community == null ? "" : community);
        }
        String user = access.user();
        String context = access.context();
        return new User(
                user == null ? "" : user,
                auth(access.authProtocol()),
                access.authKey(),
                priv(access.privProtocol()),
                access.privKey(),
                context == null ? "" : context);
    }

    private static @Nullable AuthProtocol auth(@Nullable String name) {
        return name == null ? null : AuthProtocol.valueOf(name);
    }

    /** The inventory writes C for the key extension of Reeder's draft, which Cisco uses. */
    private static @Nullable PrivProtocol priv(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return PrivProtocol.valueOf(name.endsWith("C") ? name.substring(0, name.length() - 1) + "_CISCO" : name);
    }
}
