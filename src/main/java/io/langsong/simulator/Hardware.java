package io.langsong.simulator;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.DeviceKind;
import io.langsong.simulator.Commune.Make;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model of device is made of. Two devices with equal hardware share one table of objects.
 *
 * @param descr sysDescr
 * @param objectId sysObjectID, by which a poller tells the family
 * @param memoryKb installed
 */
record Hardware(
        Make make,
        DeviceKind kind,
        String model,
        String descr,
        String objectId,
        int memoryKb,
        List<PortSpec> ports,
        List<Radio> radios) {
    static final String PROVIDER_PORT = "sfp-sfpplus1";

    private static final int ETHERNET = 6;
    private static final int LOOPBACK = 24;
    private static final int IEEE80211 = 71;
    private static final int BRIDGE = 209;
    private static final String NET_SNMP = "1.3.6.1.4.1.8072.3.2.10";

    /**
     * @param name ifName and ifDescr
     * @param type of IANAifType
     */
    record PortSpec(int ifIndex, String name, int type, int speedMbps, Role role) {}

    enum Role {
        UPLINK,
        CHILD,
        RADIO,
        BRIDGE,
        LOOPBACK,
        IDLE
    }

    /**
     * @param port place of its port in the list
     * @param fiveGhz else 2.4 GHz
     * @param clients at full activity
     * @param share of the access point's traffic
     */
    record Radio(int port, String name, boolean fiveGhz, int clients, double share) {}

    static String childPort(Make make, int slot) {
        return (make == Make.MIKROTIK ? "ether" : "Port ") + (slot + 1);
    }

    /** @param children number of devices that hang on it */
    static Hardware of(Device device, int children) {
        if (device.id().equals(Commune.CORE)) {
            return core(device, children);
        }
        switch (device.make()) {
            case OPENWRT -> {
                return openWrt(device);
            }
            case MIKROTIK -> {
                return device.kind() == DeviceKind.ACCESS_POINT ? mikrotikAp(device) : mikrotikRouter(device, children);
            }
            case UNIFI -> {
                return device.kind() == DeviceKind.ACCESS_POINT ? unifiAp(device) : unifiSwitch(device);
            }
            default -> {
                return ups(device);
            }
        }
    }

    private static Hardware core(Device device, int children) {
        List<PortSpec> ports = new ArrayList<>();
        for (int port = 1; port <= Math.max(48, children); port++) {
            ports.add(new PortSpec(port, "ether" + port, ETHERNET, 1000, port <= children ? Role.CHILD : Role.IDLE));
        }
        ports.add(new PortSpec(ports.size() + 1, PROVIDER_PORT, ETHERNET, 10_000, Role.UPLINK));
        ports.add(new PortSpec(ports.size() + 1, "bridge", BRIDGE, 0, Role.BRIDGE));
        return mikrotik(device, 65_536, ports, List.of());
    }

    private static Hardware mikrotikRouter(Device device, int children) {
        List<PortSpec> ports = new ArrayList<>();
        ports.add(new PortSpec(1, "ether1", ETHERNET, 1000, Role.UPLINK));
        for (int port = 2; port <= 5; port++) {
            ports.add(new PortSpec(port, "ether" + port, ETHERNET, 1000, port - 2 < children ? Role.CHILD : Role.IDLE));
        }
        ports.add(new PortSpec(6, "bridge", BRIDGE, 0, Role.BRIDGE));
        return mikrotik(device, 262_144, ports, List.of());
    }

    private static Hardware mikrotikAp(Device device) {
        List<PortSpec> ports = List.of(
                new PortSpec(1, "ether1", ETHERNET, 1000, Role.UPLINK),
                new PortSpec(2, "ether2", ETHERNET, 1000, Role.IDLE),
                new PortSpec(3, "wlan1", IEEE80211, 0, Role.RADIO),
                new PortSpec(4, "wlan2", IEEE80211, 0, Role.RADIO),
                new PortSpec(5, "bridge", BRIDGE, 0, Role.BRIDGE));
        return mikrotik(device, 131_072, ports, radios("wlan1", 2, "wlan2", 3));
    }

    private static Hardware mikrotik(Device device, int memoryKb, List<PortSpec> ports, List<Radio> radios) {
        return new Hardware(
                device.make(),
                device.kind(),
                device.model(),
                "RouterOS " + device.model(),
                "1.3.6.1.4.1.14988.1",
                memoryKb,
                List.copyOf(ports),
                radios);
    }

    private static Hardware openWrt(Device device) {
        List<PortSpec> ports = List.of(
                new PortSpec(1, "lo", LOOPBACK, 10, Role.LOOPBACK),
                new PortSpec(2, "eth0", ETHERNET, 1000, Role.UPLINK),
                new PortSpec(3, "br-lan", BRIDGE, 0, Role.BRIDGE),
                new PortSpec(4, "wlan0", IEEE80211, 0, Role.RADIO),
                new PortSpec(5, "wlan1", IEEE80211, 0, Role.RADIO));
        return new Hardware(
                device.make(),
                device.kind(),
                device.model(),
                "Linux OpenWrt 5.15.167 #0 SMP mips",
                NET_SNMP,
                122_880,
                ports,
                radios("wlan0", 3, "wlan1", 4));
    }

    private static Hardware unifiAp(Device device) {
        List<PortSpec> ports = List.of(
                new PortSpec(1, "lo", LOOPBACK, 10, Role.LOOPBACK),
                new PortSpec(2, "eth0", ETHERNET, 1000, Role.UPLINK),
                new PortSpec(3, "br0", BRIDGE, 0, Role.BRIDGE),
                new PortSpec(4, "ath0", IEEE80211, 0, Role.RADIO),
                new PortSpec(5, "ath1", IEEE80211, 0, Role.RADIO));
        return new Hardware(
                device.make(),
                device.kind(),
                device.model(),
                device.model() + " 6.6.57.15206",
                "1.3.6.1.4.1.41112",
                125_952,
                ports,
                radios("ng", 3, "na", 4));
    }

    private static Hardware unifiSwitch(Device device) {
        List<PortSpec> ports = new ArrayList<>();
        int count = device.model().contains("16") ? 16 : 8;
        for (int port = 1; port <= count; port++) {
            Role role = port == 1 ? Role.UPLINK : port <= 4 ? Role.CHILD : Role.IDLE;
            ports.add(new PortSpec(port, "Port " + port, ETHERNET, 1000, role));
        }
        return new Hardware(
                device.make(),
                device.kind(),
                device.model(),
                device.model() + ", 6.5.59.14777, Linux 3.6.5",
                "1.3.6.1.4.1.4413",
                262_144,
                List.copyOf(ports),
                List.of());
    }

    private static Hardware ups(Device device) {
        return new Hardware(
                device.make(),
                device.kind(),
                device.model(),
                device.model() + " SNMP card",
                "1.3.6.1.2.1.33",
                0,
                List.of(new PortSpec(1, "eth0", ETHERNET, 100, Role.UPLINK)),
                List.of());
    }

    private static List<Radio> radios(String slow, int slowPort, String fast, int fastPort) {
        return List.of(new Radio(slowPort, slow, false, 16, 0.35), new Radio(fastPort, fast, true, 22, 0.65));
    }
}
