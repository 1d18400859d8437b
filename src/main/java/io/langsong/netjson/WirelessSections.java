package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Wireless networks: what an interface of type {@code wireless} is on its radio. */
final class WirelessSections implements SectionKind {
    private static final String WIRELESS = "wireless";
    private static final String IFACE = "wifi-iface";
    private static final String USUAL_PREFIX = "wifi_";
    private static final Map<String, String> MODES =
            Map.of("access_point", "ap", "station", "sta", "adhoc", "adhoc", "802.11s", "mesh", "monitor", "monitor");
    private static final Map<String, String> SCHEMAS =
            Map.of("802.11s", "wireless.mesh", "station", "wireless.station", "adhoc", "wireless.adhoc");
    private static final Map<String, String> NAMES =
            Map.of("radio", "device", "ack_distance", "distance", "rts_threshold", "rts", "frag_threshold", "frag");

    @Override
    public void render(Rendering rendering) {
        List<ObjectNode> interfaces = rendering.blocks(InterfaceSections.INTERFACES);
        for (ObjectNode one : interfaces) {
            if (one.get(WIRELESS) instanceof ObjectNode wireless) {
                render(rendering, interfaces, one, wireless.deepCopy());
            }
        }
    }

    private static void render(Rendering rendering, List<ObjectNode> interfaces, ObjectNode one, ObjectNode wireless) {
        String name = one.path("name").asString("");
        List<String> networks = Fields.texts(wireless.path("network"));
        wireless.put(
                "network",
                String.join(
                        " ",
                        networks.isEmpty()
                                ? usualNetworks(interfaces, one)
                                : networks.stream().map(UciRules::name).toList()));
        String section = Fields.take(wireless, "id").orElse(USUAL_PREFIX + name);
        String mode = wireless.path("mode").asString("");
        wireless.put("mode", MODES.getOrDefault(mode, mode));
        wireless.put("ifname", name);
        NAMES.forEach((ours, theirs) -> Fields.rename(wireless, ours, theirs));
        Fields.text(one, "mac").ifPresent(mac -> wireless.put("macaddr", mac));
        if (one.has("disabled") && !wireless.has("disabled")) {
            wireless.set("disabled", one.get("disabled"));
        }
        if (wireless.remove("encryption") instanceof ObjectNode encryption) {
            wireless.setAll(Encryption.render(encryption, mode));
        }
        rendering.add(WIRELESS, IFACE, section, wireless);
    }

    /** The bridges that it is a member of, else its own, if it has a section. */
    private static List<String> usualNetworks(Iterable<? extends JsonNode> interfaces, JsonNode one) {
        String name = one.path("name").asString("");
        List<String> bridges = new ArrayList<>();
        for (JsonNode other : interfaces) {
            if (Fields.texts(other.path("bridge_members")).contains(name)) {
                bridges.add(InterfaceSections.section(other));
            }
        }
        return bridges.isEmpty() && InterfaceSections.hasSection(one)
                ? List.of(InterfaceSections.section(one))
                : bridges;
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take(WIRELESS, IFACE)) {
            parse(parsing, section);
        }
    }

    private static void parse(Parsing parsing, UciSection section) {
        ObjectNode wireless = Parsing.object(section);
        String sectionName = section.name() == null ? "" : section.name();
        List<String> networks = Optional.ofNullable(wireless.remove("network"))
                .map(Fields::words)
                .orElse(List.of());
        String name = Fields.take(wireless, "ifname")
                .or(() -> Optional.of(sectionName.replaceFirst("^" + USUAL_PREFIX, ""))
                        .filter(text -> !text.isEmpty()))
                .orElse(String.join("", networks));
        ObjectNode one = interfaceOf(parsing, name);
        one.put("type", WIRELESS);
        Parsing.id(wireless, section, USUAL_PREFIX + name);
        Fields.take(wireless, "macaddr").ifPresent(mac -> one.put("mac", mac));
        Optional.ofNullable(wireless.remove("disabled")).ifPresent(disabled -> {
            ObjectNode typed = one.objectNode();
            typed.set("disabled", disabled);
            Parsing.type(typed, Schema.openWrt().properties("interface"));
            one.setAll(typed);
        });
        NAMES.forEach((ours, theirs) -> Fields.rename(wireless, theirs, ours));
        String mode = mode(wireless.path("mode").asString("ap"));
        wireless.put("mode", mode);
        Encryption.parse(wireless, section).ifPresent(encryption -> wireless.set("encryption", encryption));
        Parsing.type(wireless, Schema.openWrt().properties(SCHEMAS.getOrDefault(mode, "wireless.access_point")));
        if (!networks.isEmpty() && !networks.equals(usualNetworks(parsing.list(InterfaceSections.INTERFACES), one))) {
            Fields.put(wireless, "network", networks);
        }
        one.set(WIRELESS, wireless);
    }

    private static ObjectNode interfaceOf(Parsing parsing, String name) {
        for (JsonNode known : parsing.list(InterfaceSections.INTERFACES)) {
            if (known instanceof ObjectNode one
                    && one.path("name").asString("").equals(name)
                    && !one.has(WIRELESS)
                    && one.path("type").asString("").equals("ethernet")) {
                return one;
            }
        }
        return parsing.list(InterfaceSections.INTERFACES).addObject().put("name", name);
    }

    private static String mode(String uci) {
        return MODES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(uci))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(uci);
    }
}
