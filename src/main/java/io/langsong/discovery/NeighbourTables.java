package io.langsong.discovery;

import io.langsong.discovery.Sighting.Source;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what a box tells of its neighbours: LLDP, CDP, forwarding tables, address tables. Pure; keeps what is ours alone. */
final class NeighbourTables {
    // LLDP-MIB of IEEE Std 802.1AB-2005.
    private static final Oid LLDP_LOC_PORT_ID = Oid.parse("1.0.8802.1.1.2.1.3.7.1.3");
    private static final Oid LLDP_LOC_PORT_DESC = Oid.parse("1.0.8802.1.1.2.1.3.7.1.4");
    private static final Oid LLDP_REM_CHASSIS_ID_SUBTYPE = Oid.parse("1.0.8802.1.1.2.1.4.1.1.4");
    private static final Oid LLDP_REM_CHASSIS_ID = Oid.parse("1.0.8802.1.1.2.1.4.1.1.5");
    private static final Oid LLDP_REM_PORT_ID = Oid.parse("1.0.8802.1.1.2.1.4.1.1.7");
    private static final Oid LLDP_REM_SYS_NAME = Oid.parse("1.0.8802.1.1.2.1.4.1.1.9");
    private static final Oid LLDP_REM_MAN_ADDR_IF_SUBTYPE = Oid.parse("1.0.8802.1.1.2.1.4.2.1.3");
    // CISCO-CDP-MIB.
    private static final Oid CDP_CACHE_ADDRESS = Oid.parse("1.3.6.1.4.1.9.9.23.1.2.1.1.4");
    private static final Oid CDP_CACHE_DEVICE_ID = Oid.parse("1.3.6.1.4.1.9.9.23.1.2.1.1.6");
    // BRIDGE-MIB, RFC 4188, and Q-BRIDGE-MIB, RFC 4363.
    private static final Oid DOT1D_BASE_PORT_IF_INDEX = Oid.parse("1.3.6.1.2.1.17.1.4.1.2");
    private static final Oid DOT1D_TP_FDB_PORT = Oid.parse("1.3.6.1.2.1.17.4.3.1.2");
    private static final Oid DOT1Q_TP_FDB_PORT = Oid.parse("1.3.6.1.2.1.17.7.1.2.2.1.2");
    // IP-MIB, RFC 4293.
    private static final Oid IP_NET_TO_MEDIA_PHYS_ADDRESS = Oid.parse("1.3.6.1.2.1.4.22.1.2");
    private static final Oid IP_NET_TO_PHYSICAL_PHYS_ADDRESS = Oid.parse("1.3.6.1.2.1.4.35.1.4");

    /** Tables with equal rows are walked side by side. */
    static final List<List<Oid>> WALKS = List.of(
            List.of(LLDP_LOC_PORT_ID, LLDP_LOC_PORT_DESC),
            List.of(LLDP_REM_CHASSIS_ID_SUBTYPE, LLDP_REM_CHASSIS_ID, LLDP_REM_PORT_ID, LLDP_REM_SYS_NAME),
            List.of(LLDP_REM_MAN_ADDR_IF_SUBTYPE),
            List.of(CDP_CACHE_ADDRESS, CDP_CACHE_DEVICE_ID),
            List.of(DOT1D_BASE_PORT_IF_INDEX),
            List.of(DOT1D_TP_FDB_PORT),
            List.of(DOT1Q_TP_FDB_PORT),
            List.of(IP_NET_TO_MEDIA_PHYS_ADDRESS),
            List.of(IP_NET_TO_PHYSICAL_PHYS_ADDRESS));

    private static final int LONGEST_PORT = 60;
    private static final int CHASSIS_COMPONENT_MAC = 4;
    private static final int CHASSIS_NETWORK_ADDRESS = 5;

    private final Known known;
    private final String self;
    private final Map<Integer, String> ports;
    private final Map<Oid, Map<Oid, SnmpValue>> columns = new HashMap<>();
    private final Set<Sighting> seen = new LinkedHashSet<>();

    private NeighbourTables(List<VarBind> answers, String self, Map<Integer, String> ports, Known known) {
        this.known = known;
        this.self = self;
        this.ports = ports;
        for (VarBind answer : answers) {
            WALKS.stream()
                    .flatMap(List::stream)
                    .filter(column -> answer.value().isPresent()
                            && answer.oid().length() > column.length()
                            && answer.oid().startsWith(column))
                    .findFirst()
                    .ifPresent(column -> columns.computeIfAbsent(column, first -> new LinkedHashMap<>())
                            .put(Oid.of(answer.oid().suffix(column.length())), answer.value()));
        }
    }

    /**
     * @param self key of the box that answered
     * @param ports its names of ports by ifIndex
     */
    static List<Sighting> read(List<VarBind> answers, String self, Map<Integer, String> ports, Known known) {
        NeighbourTables tables = new NeighbourTables(answers, self, ports, known);
        tables.lldp();
        tables.cdp();
        Map<Integer, String> bridgePorts = tables.bridgePorts();
        tables.forwarding(DOT1D_TP_FDB_PORT, 0, bridgePorts);
        tables.forwarding(DOT1Q_TP_FDB_PORT, 1, bridgePorts);
        tables.addresses();
        return new ArrayList<>(tables.seen);
    }

    private void each(Oid column, BiConsumer<Oid, SnmpValue> row) {
        columns.getOrDefault(column, Map.of()).forEach(row);
    }

    private @Nullable SnmpValue cell(Oid column, Oid row) {
        return columns.getOrDefault(column, Map.of()).get(row);
    }

    private void add(Source source, String port, @Nullable String sees) {
        if (sees != null && !sees.equals(self)) {
            seen.add(new Sighting(source, port, sees));
        }
    }

    /** Rows are indexed by time mark, local port and number; those of management addresses have the address behind it. */
    private void lldp() {
        each(LLDP_REM_CHASSIS_ID, (row, value) -> {
            if (row.length() >= 3) {
                String sees = chassis(cell(LLDP_REM_CHASSIS_ID_SUBTYPE, row), value);
                add(Source.LLDP, lldpPort(row), sees != null ? sees : byName(cell(LLDP_REM_SYS_NAME, row)));
            }
        });
        each(LLDP_REM_MAN_ADDR_IF_SUBTYPE, (row, value) -> {
            if (row.length() > 5) {
                add(Source.LLDP, lldpPort(row), known.by(address(row.toIntArray(), 5)));
            }
        });
    }

    private @Nullable String chassis(@Nullable SnmpValue subtype, SnmpValue id) {
        int kind = subtype instanceof SnmpValue.Int number ? number.value() : 0;
        if (!(id instanceof SnmpValue.Octets octets)) {
            return null;
        }
        if (kind == CHASSIS_COMPONENT_MAC || octets.bytes().length == 6 && kind == 0) {
            return MacAddress.of(octets.bytes()).map(known::by).orElse(null);
        }
        if (kind == CHASSIS_NETWORK_ADDRESS && octets.bytes().length > 1) {
            // Its first octet is the family, IANA's address family numbers.
            byte[] bytes = octets.bytes();
            return known.by(address(Arrays.copyOfRange(bytes, 1, bytes.length)));
        }
        return byName(id);
    }

    private String lldpPort(Oid row) {
        Oid local = Oid.of((int) row.arc(1));
        String described = DeviceText.kept(cell(LLDP_LOC_PORT_DESC, local), LONGEST_PORT);
        String named = described == null ? DeviceText.kept(cell(LLDP_LOC_PORT_ID, local), LONGEST_PORT) : described;
        return named == null ? port((int) row.arc(1)) : named;
    }

    private String port(int ifIndex) {
        return ports.getOrDefault(ifIndex, Integer.toString(ifIndex));
    }

    private @Nullable String byName(@Nullable SnmpValue value) {
        String text = DeviceText.kept(value, 255);
        if (text == null) {
            return null;
        }
        String whole = known.by(Known.Name.of(text));
        // CDP and some agents send the name with its domain, or with a serial number in brackets.
        return whole != null ? whole : known.by(Known.Name.of(text.replaceFirst("[.(].*", "")));
    }

    /** Indexed by ifIndex and number. */
    private void cdp() {
        each(CDP_CACHE_DEVICE_ID, (row, value) -> add(Source.CDP, port((int) row.arc(0)), byName(value)));
        each(CDP_CACHE_ADDRESS, (row, value) -> {
            if (value instanceof SnmpValue.Octets octets) {
                add(Source.CDP, port((int) row.arc(0)), known.by(address(octets.bytes())));
            }
        });
    }

    private Map<Integer, String> bridgePorts() {
        Map<Integer, String> names = new HashMap<>();
        each(DOT1D_BASE_PORT_IF_INDEX, (row, value) -> {
            if (value instanceof SnmpValue.Int ifIndex && row.length() == 1) {
                names.put((int) row.arc(0), port(ifIndex.value()));
            }
        });
        return names;
    }

    /** @param from where the MAC address begins in the index: behind the VLAN's number, if there is one */
    private void forwarding(Oid table, int from, Map<Integer, String> bridgePorts) {
        each(table, (row, value) -> {
            if (value instanceof SnmpValue.Int port && port.value() > 0) {
                String name = bridgePorts.getOrDefault(port.value(), port(port.value()));
                MacAddress.of(row.toIntArray(), from).ifPresent(mac -> add(Source.BRIDGE, name, known.by(mac)));
            }
        });
    }

    private void addresses() {
        each(IP_NET_TO_MEDIA_PHYS_ADDRESS, (row, value) -> {
            if (row.length() == 5) {
                neighbour((int) row.arc(0), address(row.toIntArray(), 1), value);
            }
        });
        each(IP_NET_TO_PHYSICAL_PHYS_ADDRESS, (row, value) -> {
            if (row.length() > 3) {
                neighbour((int) row.arc(0), address(row.toIntArray(), 3), value);
            }
        });
    }

    private void neighbour(int ifIndex, @Nullable InetAddress address, SnmpValue value) {
        String sees = known.by(address);
        add(
                Source.ARP,
                port(ifIndex),
                sees != null ? sees : MacAddress.of(value).map(known::by).orElse(null));
    }

    private static @Nullable InetAddress address(int[] arcs, int from) {
        byte[] octets = new byte[Math.max(0, arcs.length - from)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) arcs[from + i];
        }
        return address(octets);
    }

    private static @Nullable InetAddress address(byte[] octets) {
        try {
            return octets.length == 4 || octets.length == 16 ? InetAddress.getByAddress(octets) : null;
        } catch (UnknownHostException impossible) {
            return null;
        }
    }
}
