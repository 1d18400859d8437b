package io.langsong.netjson;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Interfaces and, from OpenWrt 21 on, the devices and VLANs below them. */
final class InterfaceSections implements SectionKind {
    static final String INTERFACES = "interfaces";
    static final String NETWORK = "network";
    static final String INTERFACE = "interface";

    @Override
    public void render(Rendering rendering) {
        Set<String> names = rendering.blocks(INTERFACES).stream()
                .map(one -> one.path("name").asString(""))
                .collect(Collectors.toSet());
        for (ObjectNode one : rendering.blocks(INTERFACES)) {
            new One(rendering, names, one).render();
        }
    }

    @Override
    public void parse(Parsing parsing) {
        new InterfaceReader(parsing).read();
    }

    /** The section that an interface has. */
    static String section(JsonNode iface) {
        return UciRules.name(
                Fields.text(iface, "network").orElse(iface.path("name").asString("")));
    }

    /** Whether it has a section of its own: a wireless one without addresses only joins those of others. */
    static boolean hasSection(JsonNode iface) {
        return !iface.path("type").asString("").equals("wireless")
                || !iface.path("addresses").isEmpty();
    }

    /** One interface. */
    private static final class One {
        private final Rendering rendering;
        private final Set<String> names;
        private final ObjectNode options;
        private final String type;
        private final String name;
        private final String section;
        private final boolean named;

        private One(Rendering rendering, Set<String> names, ObjectNode options) {
            this.rendering = rendering;
            this.names = names;
            this.options = options;
            this.type = options.path("type").asString("");
            this.name = options.path("name").asString("");
            this.section = InterfaceSections.section(options);
            this.named = Fields.text(options, "network").isPresent();
        }

        void render() {
            if (!hasSection(options)) {
                return;
            }
            List<ObjectNode> addresses =
                    type.equals("wireguard") ? List.of(options.objectNode()) : Addresses.render(options);
            common();
            switch (type) {
                case "wireguard" -> wireGuard();
                case "vxlan" -> vxlan();
                case "modem-manager" -> protocol("modemmanager");
                case "dialup" -> protocol(null);
                case Devices.BRIDGE -> bridge(addresses);
                case "8021q", "8021ad" -> vlan(addresses);
                default -> plain(addresses);
            }
            if (Set.of("wireguard", "vxlan", "modem-manager", "dialup").contains(type)) {
                sections(section, addresses);
            }
        }

        private void common() {
            List.of("name", "network", "type", "wireless").forEach(options::remove);
            JsonNode addresses = options.remove("addresses");
            if (type.equals("wireguard") && addresses != null) {
                Fields.put(
                        options,
                        "addresses",
                        addresses
                                .valueStream()
                                .filter(one -> one.has("address"))
                                .map(Addresses::withMask)
                                .toList());
            }
            Fields.rename(options, "mac", "macaddr");
            if (type.equals("wireless")) {
                // It stands with the radio.
                options.remove("macaddr");
            }
            Fields.rename(options, "autostart", "auto");
            JsonNode disabled = options.remove("disabled");
            if (disabled != null && disabled.isBoolean()) {
                options.put("enabled", !disabled.booleanValue());
            }
        }

        private void wireGuard() {
            Fields.rename(options, "port", "listen_port");
            options.put(Addresses.PROTO, "wireguard");
        }

        private void vxlan() {
            Fields.rename(options, "vtep", "peeraddr");
            Fields.rename(options, "vni", "vid");
            options.put("ifname", name);
            options.put(Addresses.PROTO, options.path("peeraddr").asString("").contains(":") ? "vxlan6" : "vxlan");
        }

        private void protocol(@Nullable String proto) {
            Fields.rename(options, "pin", "pincode");
            options.put("ifname", name);
            if (proto != null) {
                options.put(Addresses.PROTO, proto);
            }
        }

        private void plain(List<ObjectNode> addresses) {
            String own = Fields.text(options, Addresses.PROTO).orElse("");
            boolean simple = InterfaceReader.SIMPLE.contains(own);
            if (simple && !addresses.get(0).path(Addresses.PROTO).asString("").equals("none")) {
                options.remove(Addresses.PROTO);
            }
            if (!simple || !rendering.isDsa()) {
                // The device of such a protocol is what it makes, not what it runs on.
                options.put("ifname", name);
            } else {
                device(name, section, Devices.extract(options, false));
            }
            sections(section, addresses);
        }

        private void bridge(List<ObjectNode> addresses) {
            List<String> members = Fields.texts(options.path("bridge_members"));
            options.remove("bridge_members");
            if (members.isEmpty()) {
                options.put("bridge_empty", true);
            }
            JsonNode vlans = options.remove("vlan_filtering");
            boolean filtering = vlans != null && !vlans.isEmpty();
            if (rendering.isDsa()) {
                String bridge = Devices.bridgeName(name);
                ObjectNode device = Devices.extract(options, true);
                Fields.put(device, "ports", members);
                device.put("type", Devices.BRIDGE);
                if (filtering) {
                    device.put("vlan_filtering", true);
                }
                device(bridge, section, device);
                if (filtering) {
                    new BridgeVlans(rendering, bridge, section).render(vlans, names);
                }
                sections(section, addresses);
                return;
            }
            if (filtering) {
                throw new NetJsonException(Problem.whole(Fault.ONLY_DSA, name));
            }
            oldBridge(members, addresses);
        }

        private void oldBridge(List<String> members, List<ObjectNode> addresses) {
            ObjectNode further = options.deepCopy();
            Devices.extract(further, true);
            options.put("type", Devices.BRIDGE);
            options.put("ifname", String.join(" ", members));
            sections(section, addresses.subList(0, 1));
            further.put("ifname", Devices.oldBridgeName(section));
            for (int i = 1; i < addresses.size(); i++) {
                section(numbered(section, i), further, addresses.get(i));
            }
        }

        private void vlan(List<ObjectNode> addresses) {
            String vid = options.path("vid").asString("");
            String tagged = name + "." + vid;
            ObjectNode device = Devices.extract(options, false);
            device.set("vid", options.remove("vid"));
            device.put("type", type).put("ifname", name);
            device(tagged, UciRules.name(tagged), device);
            if (!rendering.isDsa()) {
                options.put("ifname", tagged);
            }
            sections(named ? section : "vlan_" + UciRules.name(tagged), addresses);
        }

        private void device(String device, String section, ObjectNode deviceOptions) {
            options.put("device", device);
            if (!rendering.isDsa()) {
                options.remove("device");
            }
            if (!deviceOptions.isEmpty()) {
                rendering.add(NETWORK, "device", "device_" + section, deviceOptions.put("name", device));
            }
        }

        private void sections(String first, List<ObjectNode> addresses) {
            for (int i = 0; i < addresses.size(); i++) {
                section(numbered(first, i), options, addresses.get(i));
            }
        }

        private static String numbered(String first, int index) {
            return index == 0 ? first : first + "_" + (index + 1);
        }

        private void section(String sectionName, ObjectNode common, ObjectNode address) {
            ObjectNode whole = common.deepCopy();
            String proto = address.path(Addresses.PROTO).asString("none");
            nameServers(whole, proto);
            boolean ownProtocol = Fields.text(common, Addresses.PROTO).isPresent();
            address.properties().forEach(option -> {
                if (!(ownProtocol && option.getKey().equals(Addresses.PROTO))) {
                    whole.set(option.getKey(), option.getValue());
                }
            });
            rendering.add(NETWORK, INTERFACE, sectionName, whole);
        }

        /** Those of the whole device, as far as the interface has none of its own and DHCP does not bring them. */
        private void nameServers(ObjectNode whole, String proto) {
            if (proto.equals("static") && !whole.has("dns")) {
                whole.put(
                        "dns", String.join(" ", Fields.texts(rendering.config().path("dns_servers"))));
            }
            if (!proto.equals("none") && !whole.has("dns_search")) {
                whole.put(
                        "dns_search",
                        String.join(" ", Fields.texts(rendering.config().path("dns_search"))));
            }
        }
    }
}
