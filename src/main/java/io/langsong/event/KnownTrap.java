package io.langsong.event;

import io.langsong.polling.DeviceNotice;
import io.langsong.snmp.Oid;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The traps whose meaning we know, from their MIBs. Each has words: {@code event.kind.CODE}. */
enum KnownTrap {
    COLD_START("1.3.6.1.6.3.1.1.5.1", Severity.NOTICE, DeviceNotice.Kind.COLD_START),
    WARM_START("1.3.6.1.6.3.1.1.5.2", Severity.NOTICE, DeviceNotice.Kind.WARM_START),
    LINK_DOWN("1.3.6.1.6.3.1.1.5.3", Severity.WARNING, DeviceNotice.Kind.LINK_DOWN),
    LINK_UP("1.3.6.1.6.3.1.1.5.4", Severity.NOTICE, DeviceNotice.Kind.LINK_UP),
    /** Often our own discovery with another community. */
    AUTHENTICATION_FAILURE("1.3.6.1.6.3.1.1.5.5", Severity.NOTICE, null),
    EGP_NEIGHBOR_LOSS("1.3.6.1.6.3.1.1.5.6", Severity.NOTICE, null),
    UPS_ON_BATTERY("1.3.6.1.2.1.33.2.1", Severity.ERROR, DeviceNotice.Kind.ON_BATTERY),
    UPS_TEST_COMPLETED("1.3.6.1.2.1.33.2.2", Severity.INFO, null),
    /** What it says of the power depends on the alarm. */
    UPS_ALARM_ADDED("1.3.6.1.2.1.33.2.3", Severity.WARNING, null),
    UPS_ALARM_REMOVED("1.3.6.1.2.1.33.2.4", Severity.NOTICE, null),
    NEW_ROOT("1.3.6.1.2.1.17.0.1", Severity.NOTICE, null),
    TOPOLOGY_CHANGE("1.3.6.1.2.1.17.0.2", Severity.NOTICE, null),
    NEIGHBOURS_CHANGED("1.0.8802.1.1.2.0.0.1", Severity.INFO, null),
    PARTS_CHANGED("1.3.6.1.2.1.47.2.0.1", Severity.NOTICE, null),
    POE_PORT_SWITCHED("1.3.6.1.2.1.105.0.1", Severity.NOTICE, null),
    MIKROTIK_TRAP("1.3.6.1.4.1.14988.1.1.9.0.1", Severity.NOTICE, null),
    MIKROTIK_TEMPERATURE("1.3.6.1.4.1.14988.1.1.9.0.2", Severity.WARNING, null),
    AGENT_STARTED("1.3.6.1.4.1.8072.4.0.1", Severity.INFO, null),
    AGENT_STOPPED("1.3.6.1.4.1.8072.4.0.2", Severity.NOTICE, null),
    AGENT_RESTARTED("1.3.6.1.4.1.8072.4.0.3", Severity.INFO, null);

    private static final Map<Oid, KnownTrap> BY_OID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(trap -> trap.oid, Function.identity()));

    private final Oid oid;
    private final Severity severity;
    private final DeviceNotice.@Nullable Kind notice;

    KnownTrap(String oid, Severity severity, DeviceNotice.@Nullable Kind notice) {
        this.oid = Oid.parse(oid);
        this.severity = severity;
        this.notice = notice;
    }

    /** A trap of version 1 has a zero before its last number that the MIB may not have (RFC 3584 section 3.1). */
    static Optional<KnownTrap> of(Oid trap) {
        KnownTrap found = BY_OID.get(trap);
        int last = trap.length() - 1;
        if (found == null && last >= 2 && trap.arc(last - 1) == 0) {
            int[] arcs = trap.toIntArray();
            int[] without = Arrays.copyOf(arcs, last);
            without[last - 1] = arcs[last];
            found = BY_OID.get(Oid.taking(without));
        }
        return Optional.ofNullable(found);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Severity severity() {
        return severity;
    }

    /** What it tells the judgement by itself; null for nothing. */
    DeviceNotice.@Nullable Kind notice() {
        return notice;
    }
}
