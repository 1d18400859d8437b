package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The VLANs that a bridge filters by. Each is a section {@code bridge-vlan}, and an interface without addresses that brings its device
 * up, unless the configuration has an interface for that device.
 */
final class BridgeVlans {
    static final String TYPE = "bridge-vlan";

    private final Rendering rendering;
    private final String bridge;
    private final String section;

    BridgeVlans(Rendering rendering, String bridge, String section) {
        this.rendering = rendering;
        this.bridge = bridge;
        this.section = section;
    }

    /** @param names of the interfaces that there are */
    void render(JsonNode vlans, Set<String> names) {
        for (JsonNode vlan : vlans) {
            ObjectNode options = ((ObjectNode) vlan).objectNode();
            options.put("device", bridge);
            options.set("vlan", vlan.path("vlan"));
            List<String> ports = new ArrayList<>();
            vlan.path("ports").forEach(port -> ports.add(port(port)));
            Fields.put(options, "ports", ports);
            rendering.add(InterfaceSections.NETWORK, TYPE, name(vlan), options);
        }
        for (JsonNode vlan : vlans) {
            String device = bridge + "." + vlan.path("vlan").asString("");
            if (!names.contains(device)) {
                ObjectNode options = ((ObjectNode) vlan).objectNode();
                options.put("device", device).put(Addresses.PROTO, "none");
                // Two sections of one name are one to UCI.
                rendering.add(InterfaceSections.NETWORK, InterfaceSections.INTERFACE, "if_" + name(vlan), options);
            }
        }
    }

    private String name(JsonNode vlan) {
        return section + "_vlan_" + vlan.path("vlan").asString("");
    }

    private static String port(JsonNode port) {
        return port.path("ifname").asString("") + ":"
                + port.path("tagging").asString("u")
                + (port.path("primary_vid").asBoolean(false) ? "*" : "");
    }

    /** What {@link #render} wrote, of one bridge. */
    static ArrayNode parse(List<UciSection> sections, ArrayNode vlans) {
        for (UciSection section : sections) {
            ObjectNode options = Parsing.object(section);
            ObjectNode vlan = vlans.addObject();
            vlan.put("vlan", options.path("vlan").asString(""));
            ArrayNode ports = vlan.putArray("ports");
            Fields.words(options.path("ports")).forEach(port -> parsePort(port, ports.addObject()));
            Parsing.type(vlan, Schema.openWrt().properties("bridge_vlan"));
        }
        return vlans;
    }

    private static void parsePort(String text, ObjectNode port) {
        int colon = text.lastIndexOf(':');
        String flags = colon < 0 ? "" : text.substring(colon + 1);
        port.put("ifname", colon < 0 ? text : text.substring(0, colon));
        port.put("tagging", flags.contains("t") ? "t" : "u");
        port.put("primary_vid", flags.contains("*"));
    }
}
