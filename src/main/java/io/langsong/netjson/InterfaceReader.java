package io.langsong.netjson;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the interfaces of the package {@code network}, in either syntax. */
final class InterfaceReader {
    /** Protocols that addresses tell. */
    static final Set<String> SIMPLE = Set.of("", "none", "static", "dhcp", "dhcpv6");

    private static final String DNS = "dns";
    private static final String SEARCH = "dns_search";
    private static final Set<String> LOOPBACKS = Set.of("lo", "lo0", "loopback");
    private static final Map<String, String> SCHEMAS = Map.of(
            "wireless",
            "interface.wireless",
            Devices.BRIDGE,
            "interface.bridge",
            "8021q",
            "interface.vlan",
            "8021ad",
            "interface.vlan",
            "dialup",
            "interface.dialup",
            "modem-manager",
            "interface.modem-manager",
            "wireguard",
            "interface.wireguard",
            "vxlan",
            "interface.vxlan");

    private final Parsing parsing;
    /** Devices by name, until an interface has them. */
    private final Map<String, ObjectNode> devices = new LinkedHashMap<>();

    private final Map<String, List<UciSection>> vlans = new LinkedHashMap<>();
    /** Of each interface that was read. */
    private final Map<ObjectNode, String> protocols = new IdentityHashMap<>();

    InterfaceReader(Parsing parsing) {
        this.parsing = parsing;
    }

    void read() {
        for (UciSection section : parsing.take(InterfaceSections.NETWORK, "device")) {
            ObjectNode device = Parsing.object(section);
            Fields.take(device, "name").ifPresent(name -> devices.put(name, device));
        }
        for (UciSection section : parsing.take(InterfaceSections.NETWORK, BridgeVlans.TYPE)) {
            UciValue device = section.options().get("device");
            if (device != null) {
                vlans.computeIfAbsent(device.text(), first -> new ArrayList<>()).add(section);
            }
        }
        for (UciSection section : parsing.take(InterfaceSections.NETWORK, InterfaceSections.INTERFACE)) {
            read(section).ifPresent(one -> parsing.add(InterfaceSections.INTERFACES, one));
        }
        common(DNS, "dns_servers", "static"::equals);
        common(SEARCH, "dns_search", proto -> SIMPLE.contains(proto) && !proto.matches("none|"));
        new LinkedHashMap<>(devices).forEach(this::readAlone);
    }

    /** Empty for an interface that only brings a VLAN of a bridge up. */
    private Optional<ObjectNode> read(UciSection section) {
        ObjectNode options = Parsing.object(section);
        String proto = Fields.take(options, Addresses.PROTO).orElse("");
        String sectionName = section.name() == null ? "" : section.name();
        String type = Fields.take(options, "type").orElse("");
        ObjectNode one = options.objectNode();
        boolean simple = SIMPLE.contains(proto);
        if (proto.equals("wireguard")) {
            one.put("name", sectionName).put("type", "wireguard");
        } else if (type.equals(Devices.BRIDGE)) {
            one.put("name", Devices.nameOfOldBridge(sectionName)).put("type", Devices.BRIDGE);
            Fields.put(one, "bridge_members", Fields.words(options.path("ifname")));
            options.remove("ifname");
            options.remove("bridge_empty");
        } else {
            String name = Fields.take(options, "ifname")
                    .or(() -> Fields.take(options, "device"))
                    .orElse(sectionName);
            boolean signsIn = options.has("username") && options.has("password");
            String kind = kind(name, proto);
            one.put("name", name).put("type", kind.equals("dialup") && !signsIn ? "other" : kind);
            if (!simple && one.path("type").asString("").matches("other|dialup")) {
                one.put(Addresses.PROTO, proto);
            }
        }
        boolean ofVlan = isVlanOfBridge(one.path("name").asString(""));
        if (ofVlan && proto.matches("none|") && options.size() == (options.has("device") ? 1 : 0)) {
            return Optional.empty();
        }
        network(one, sectionName, ofVlan);
        device(one, sectionName);
        finish(one, options, proto);
        protocols.put(one, proto);
        return Optional.of(one);
    }

    private static String kind(String name, String proto) {
        if (SIMPLE.contains(proto)) {
            return LOOPBACKS.contains(name) ? "loopback" : "ethernet";
        }
        if (proto.equals("vxlan") || proto.equals("vxlan6")) {
            return "vxlan";
        }
        if (proto.equals("modemmanager")) {
            return "modem-manager";
        }
        JsonNode dialup = Schema.openWrt().properties("interface.dialup").get(Addresses.PROTO);
        return dialup != null
                        && dialup.path("enum")
                                .valueStream()
                                .anyMatch(one -> one.asString().equals(proto))
                ? "dialup"
                : "other";
    }

    private boolean isVlanOfBridge(String name) {
        return Devices.below(name).filter(vlans::containsKey).isPresent();
    }

    /** Noted when the name of the section does not follow from that of the interface. */
    private static void network(ObjectNode one, String sectionName, boolean ofVlan) {
        String name = one.path("name").asString("");
        if (!sectionName.isEmpty() && !sectionName.equals(UciRules.name(name)) && !ofVlan) {
            one.put("network", sectionName);
        }
    }

    /** Adds what the section of its device says. */
    private void device(ObjectNode one, String sectionName) {
        String name = one.path("name").asString("");
        ObjectNode device = devices.remove(name);
        if (device == null) {
            return;
        }
        String type = Fields.take(device, "type").orElse("");
        if (type.equals(Devices.BRIDGE)) {
            bridge(one, device, name);
        } else if (type.equals("8021q") || type.equals("8021ad")) {
            one.put("type", type);
            Fields.take(device, "ifname").ifPresent(below -> one.put("name", below));
            if (!sectionName.isEmpty()) {
                one.put("network", sectionName);
            }
        }
        one.setAll(device);
    }

    private void bridge(ObjectNode one, ObjectNode device, String name) {
        one.put("type", Devices.BRIDGE);
        JsonNode ports = device.remove("ports");
        Fields.put(one, "bridge_members", ports == null ? List.of() : Fields.words(ports));
        device.remove("bridge_empty");
        device.remove("vlan_filtering");
        List<UciSection> own = vlans.get(name);
        if (own != null) {
            ArrayNode filtering = one.putArray("vlan_filtering");
            BridgeVlans.parse(own, filtering);
        }
    }

    private void finish(ObjectNode one, ObjectNode options, String proto) {
        String type = one.path("type").asString("");
        ArrayNode addresses =
                type.equals("wireguard") ? Addresses.parseList(options, "addresses") : Addresses.parse(options, proto);
        names(options);
        Fields.rename(options, "auto", "autostart");
        if (options.has("enabled")) {
            options.put("disabled", Fields.take(options, "enabled").orElse("1").matches("0|off|false|no|disabled"));
        }
        switch (type) {
            case "wireguard" -> Fields.rename(options, "listen_port", "port");
            case "vxlan" -> {
                Fields.rename(options, "peeraddr", "vtep");
                Fields.rename(options, "vid", "vni");
            }
            case "modem-manager" -> Fields.rename(options, "pincode", "pin");
            default -> {
                if (SIMPLE.contains(proto)
                        && options.path("device")
                                .asString("")
                                .equals(one.path("name").asString(""))) {
                    options.remove("device");
                }
            }
        }
        if (!addresses.isEmpty()) {
            one.set("addresses", addresses);
        }
        one.setAll(options);
        Fields.rename(one, "macaddr", "mac");
        type(one);
    }

    /** As lists, whichever way they stand there. */
    private static void names(ObjectNode options) {
        for (String option : List.of(DNS, SEARCH)) {
            JsonNode value = options.get(option);
            if (value != null) {
                Fields.put(options, option, Fields.words(value));
            }
        }
    }

    /**
     * Name servers that all interfaces have which rendering would give them to are those of the device; where they differ, each
     * interface keeps its own.
     */
    private void common(String option, String key, Predicate<String> takesThem) {
        List<ObjectNode> takers = new ArrayList<>();
        for (Map.Entry<ObjectNode, String> one : protocols.entrySet()) {
            if (takesThem.test(one.getValue())) {
                takers.add(one.getKey());
            }
        }
        JsonNode first = takers.isEmpty() ? null : takers.get(0).get(option);
        if (first != null && takers.stream().allMatch(one -> first.equals(one.get(option)))) {
            parsing.config().set(key, first);
            takers.forEach(one -> one.remove(option));
        }
    }

    private static void type(ObjectNode one) {
        String definition = SCHEMAS.getOrDefault(one.path("type").asString(""), "interface.network");
        Parsing.type(one, Schema.openWrt().properties(definition));
    }

    /** A device that no interface has: as one, if there is anything to say of it. */
    private void readAlone(String name, ObjectNode device) {
        if (device.isEmpty()) {
            return;
        }
        ObjectNode one = device.objectNode().put("name", name).put("type", kind(name, ""));
        if (device.path("type").asString("").equals(Devices.BRIDGE)) {
            one.put("network", name);
        }
        device(one, "");
        Fields.rename(one, "macaddr", "mac");
        type(one);
        parsing.add(InterfaceSections.INTERFACES, one);
    }
}
