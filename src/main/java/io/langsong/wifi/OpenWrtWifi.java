package io.langsong.wifi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network as NetJSON for OpenWrt: wireless interfaces, a bridge for its VLAN, queues of the package {@code sqm} for its limits, files for
 * its hours. What people typed stands in values of variables alone.
 */
final class OpenWrtWifi {
    private static final JsonMapper JSON = JsonMapper.shared();

    private OpenWrtWifi() {}

    static String content(WifiNetwork network) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ArrayNode interfaces = config.putArray("interfaces");
        Integer vlan = network.vlan();
        if (vlan != null) {
            bridge(interfaces.addObject(), vlan);
        }
        List<Air> airs = Air.of(network);
        airs.forEach(air -> wireless(interfaces.addObject(), network, air));
        if (network.isLimited()) {
            ArrayNode queues = config.putArray("sqm");
            airs.forEach(air -> queue(queues.addObject(), network, air));
        }
        OpenWrtFiles.of(network).forEach(file -> config.withArray("files").add(file));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config).replace("\r\n", "\n") + "\n";
    }

    /**
     * As Linux names the interface, within 15 characters. That of a network with hours is another than without, so that a box sets it up
     * anew when it gets or loses them, which is when the hours are looked at first.
     */
    static String interfaceName(WifiNetwork network, Band band, boolean twin) {
        return "wifi%d%s%s-%s"
                .formatted(network.id(), network.schedule() == null ? "" : "s", twin ? "o" : "", band.suffix());
    }

    /** The section that the interface has in the package {@code wireless}. */
    static String section(WifiNetwork network, Air air) {
        return "wifi_" + interfaceName(network, air.band(), air.twin()).replace('-', '_');
    }

    /** The uplink may be a port or a bridge: what has its tag goes by this one, before any bridge sees it. */
    private static void bridge(ObjectNode bridge, int vlan) {
        bridge.put("type", "bridge").put("name", "br-v" + vlan).put("network", "v" + vlan);
        bridge.putArray("bridge_members").add("{{ " + WifiVariables.UPLINK + " }}." + vlan);
    }

    private static void wireless(ObjectNode one, WifiNetwork network, Air air) {
        one.put("type", "wireless").put("name", interfaceName(network, air.band(), air.twin()));
        ObjectNode wireless = one.putObject("wireless");
        wireless.put("mode", "access_point")
                .put("radio", "{{ " + WifiVariables.radio(air.band()) + " }}")
                .put("ssid", air.twin() ? twinSsid(network) : "{{ " + network.ssidVariable() + " }}")
                .put("hidden", air.hidden())
                .put("isolate", network.isolated());
        wireless.putArray("network")
                .add(network.vlan() == null ? "{{ " + WifiVariables.NETWORK + " }}" : "v" + network.vlan());
        if (air.paired()) {
            wireless.put("owe_transition_ifname", interfaceName(network, air.band(), !air.twin()));
        }
        ObjectNode encryption = wireless.putObject("encryption").put("protocol", protocol(air.cipher()));
        if (air.cipher().hasPassword()) {
            encryption.put("key", "{{ " + network.keyVariable() + " }}");
        }
    }

    /** Nobody reads it, but it has to differ from that of the open one. */
    static String twinSsid(WifiNetwork network) {
        return "owe-" + network.id();
    }

    private static String protocol(Security cipher) {
        return switch (cipher) {
            case OPEN -> "none";
            case OWE, OWE_TRANSITION -> "owe";
            case WPA2 -> "wpa2_personal";
            case WPA2_WPA3 -> "wpa3_personal_mixed";
            case WPA3 -> "wpa3_personal";
        };
    }

    /** To a queue, what comes in by the interface is a download: here that is what people send. */
    private static void queue(ObjectNode queue, WifiNetwork network, Air air) {
        queue.put("config_name", "queue")
                .put("config_value", section(network, air))
                .put("enabled", true)
                .put("interface", interfaceName(network, air.band(), air.twin()))
                .put("download", orNone(network.upKbit()))
                .put("upload", orNone(network.downKbit()))
                .put("qdisc", "cake")
                .put("script", "piece_of_cake.qos")
                .put("linklayer", "none");
    }

    private static int orNone(@Nullable Integer kbit) {
        return kbit == null ? 0 : kbit;
    }
}
