package io.langsong.netjson;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packages that nothing else here knows: a list below the name of the package, of objects with {@code config_name}, the type of the
 * section, perhaps {@code config_value}, its name, and its options.
 */
final class CustomSections implements SectionKind {
    private static final String TYPE = "config_name";
    private static final String NAME = "config_value";

    /** Keys with a meaning of their own. */
    static final Set<String> KNOWN = Set.of(
            "type",
            "general",
            "interfaces",
            "radios",
            "dns_servers",
            "dns_search",
            "routes",
            "files",
            "ip_rules",
            "ntp",
            "switch",
            "led",
            "wireguard_peers",
            "zerotier",
            "openvpn");

    @Override
    public void render(Rendering rendering) {
        Map<String, JsonNode> packages = new TreeMap<>();
        rendering.config().properties().forEach(entry -> {
            if (!KNOWN.contains(entry.getKey()) && entry.getValue().isArray()) {
                packages.put(entry.getKey(), entry.getValue());
            }
        });
        packages.forEach((uciPackage, items) -> {
            int index = 0;
            for (JsonNode item : items) {
                index++;
                if (item.isObject() && Fields.text(item, TYPE).isPresent()) {
                    ObjectNode section = (ObjectNode) item.deepCopy();
                    String type = Fields.take(section, TYPE).orElseThrow();
                    String name = Fields.take(section, NAME).orElse(usualName(type, index));
                    rendering.add(uciPackage, type, name, section);
                }
            }
        });
    }

    @Override
    public void parse(Parsing parsing) {
        parsing.left().forEach((uciPackage, sections) -> {
            for (int i = 0; i < sections.size(); i++) {
                UciSection section = sections.get(i);
                ObjectNode item = Parsing.object(section);
                if (section.name() != null && !section.name().equals(UciRules.name(usualName(section.type(), i + 1)))) {
                    item.put(NAME, section.name());
                }
                item.put(TYPE, section.type());
                parsing.add(uciPackage, item);
            }
        });
        for (Map.Entry<String, List<UciSection>> entry : parsing.left().entrySet()) {
            entry.getValue().clear();
        }
    }

    private static String usualName(String type, int index) {
        return type + "_" + index;
    }
}
