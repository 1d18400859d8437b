package io.langsong.snmp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trap or inform as it came, one of version 1 in the form of version 2 (RFC 3584 section 3.1).
 *
 * @param trap snmpTrapOID: what happened
 * @param ticks sysUpTime of its sender, hundredths of a second, 0 to 2^32 - 1; -1 when it does not say
 * @param agentAddress of version 1, whom it is about; null where that says nothing
 * @param varBinds without sysUpTime and snmpTrapOID; what the values mean is hostile
 * @param requestId of version 2c and 3; an inform that is sent again has the same
 */
public record Notification(
        Origin origin,
        boolean confirmed,
        Oid trap,
        long ticks,
        @Nullable InetAddress agentAddress,
        int requestId,
        List<VarBind> varBinds) {
    public Notification {
        varBinds = List.copyOf(varBinds);
    }

    /** As whom it was sent. {@code toString} masks the secrets. */
    public sealed interface Origin {
        /** What it says, not checked yet. */
        record Community(SnmpCredentials.Version version, String community) implements Origin {
            @Override
            public String toString() {
                return "Community[" + version + ", ***]";
            }
        }

        /**
         * Its sender has shown that it knows the user's keys, as far as the user has any.
         *
         * @param engineId of the sender in hexadecimal digits; empty of an inform, whose engine is ours
         * @param clock of the sender; null of an inform, and of a user without a key
         */
        record User(
                SnmpCredentials.User user,
                String engineId,
                @Nullable EngineClock clock) implements Origin {}
    }

    /** The value that came under this very name. */
    public Optional<SnmpValue> value(Oid name) {
        return varBinds.stream()
                .filter(one -> one.oid().equals(name))
                .map(VarBind::value)
                .findFirst();
    }
}
