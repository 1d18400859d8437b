package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The addresses of an interface. UCI has one protocol a section: all fixed addresses share the first, each kind of DHCP has one of its
 * own.
 */
final class Addresses {
    static final String PROTO = "proto";
    private static final String NONE = "none";

    private Addresses() {}

    /** The options of each section that the addresses need; at least one. */
    static List<ObjectNode> render(ObjectNode iface) {
        JsonNode addresses = iface.path("addresses");
        List<ObjectNode> sections = new ArrayList<>();
        ObjectNode fixed = fixed(addresses, iface);
        if (!fixed.isEmpty()) {
            sections.add(fixed.put(PROTO, "static"));
        }
        for (JsonNode address : addresses) {
            if (address.path(PROTO).asString("").equals("dhcp")) {
                sections.add(iface.objectNode().put(PROTO, isVersion6(address) ? "dhcpv6" : "dhcp"));
            }
        }
        return sections.isEmpty() ? List.of(iface.objectNode().put(PROTO, NONE)) : sections;
    }

    private static ObjectNode fixed(JsonNode addresses, ObjectNode iface) {
        ObjectNode options = iface.objectNode();
        List<String> version4 = new ArrayList<>();
        List<String> version6 = new ArrayList<>();
        for (JsonNode address : addresses) {
            if (address.path(PROTO).asString("").equals("static")) {
                (isVersion6(address) ? version6 : version4).add(withMask(address));
                Fields.text(address, "gateway")
                        .ifPresent(gateway -> options.put(isVersion6(address) ? "ip6gw" : "gateway", gateway));
            }
        }
        if (version4.size() == 1) {
            // Older versions of OpenWrt read the length of the network only in lists.
            Ip one = Ip.of(version4.get(0), "").orElseThrow();
            options.put("ipaddr", one.text()).put("netmask", one.mask());
        } else if (!version4.isEmpty()) {
            Fields.put(options, "ipaddr", version4);
        }
        if (version6.size() == 1) {
            options.put("ip6addr", version6.get(0));
        } else if (!version6.isEmpty()) {
            Fields.put(options, "ip6addr", version6);
        }
        return options;
    }

    private static boolean isVersion6(JsonNode address) {
        return address.path("family").asString("").equals("ipv6");
    }

    static String withMask(JsonNode address) {
        return address.path("address").asString("") + "/" + address.path("mask").asString("");
    }

    /** Takes what {@link #render} writes out of the options of a section; what is no address is lost. */
    static ArrayNode parse(ObjectNode options, String proto) {
        ArrayNode addresses = options.arrayNode();
        if (proto.equals("dhcp") || proto.equals("dhcpv6")) {
            addresses.addObject().put(PROTO, "dhcp").put("family", proto.equals("dhcp") ? "ipv4" : "ipv6");
        }
        String mask = Fields.take(options, "netmask").orElse("");
        take(options, "ipaddr").forEach(text -> add(addresses, text, mask));
        take(options, "ip6addr").forEach(text -> add(addresses, text, ""));
        gateway(addresses, options, "gateway", "ipv4");
        gateway(addresses, options, "ip6gw", "ipv6");
        return addresses;
    }

    /** Gives it to the address whose network it lies in; to the last when it is in none, as a link-local one is. */
    private static void gateway(ArrayNode addresses, ObjectNode options, String option, String family) {
        Optional<Ip> gateway = Ip.of(options.path(option).asString(""), "");
        if (gateway.isEmpty()) {
            return;
        }
        @Nullable ObjectNode chosen = null;
        for (JsonNode address : addresses) {
            if (address.has("address") && address.path("family").asString("").equals(family)) {
                chosen = (ObjectNode) address;
                if (Ip.of(withMask(address), "").orElseThrow().contains(gateway.get())) {
                    break;
                }
            }
        }
        if (chosen != null) {
            chosen.set("gateway", options.remove(option));
        }
    }

    /** The fixed addresses of a WireGuard interface. */
    static ArrayNode parseList(ObjectNode options, String option) {
        ArrayNode addresses = options.arrayNode();
        take(options, option).forEach(text -> add(addresses, text, ""));
        return addresses;
    }

    private static List<String> take(ObjectNode options, String option) {
        JsonNode value = options.remove(option);
        return value == null ? List.of() : Fields.words(value);
    }

    private static void add(ArrayNode addresses, String text, String mask) {
        Optional<Ip> known = Ip.of(text, mask);
        if (known.isEmpty()) {
            return;
        }
        Ip ip = known.get();
        ObjectNode address = addresses.addObject();
        address.put("address", ip.text());
        address.put("mask", ip.prefix());
        address.put(PROTO, "static");
        address.put("family", ip.isVersion4() ? "ipv4" : "ipv6");
    }
}
