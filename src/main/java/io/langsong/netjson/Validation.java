package io.langsong.netjson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a configuration can be rendered: its schema, what the schema can not say, and what UCI can bear. Any thread. */
public final class Validation {
    /** Fields of the known sections that hold objects; any other is an option. */
    private static final Set<String> STRUCTURED = Set.of(
            "addresses",
            "data_ciphers",
            "encryption",
            "networks",
            "ports",
            "remote",
            "vlan",
            "vlan_filtering",
            "wireless");

    private Validation() {}

    /**
     * @param config merged, its variables put in
     * @return all that is wrong, in the order of the schema; empty when it can be rendered
     */
    public static List<Problem> of(ObjectNode config) {
        List<Problem> problems = new ArrayList<>(Schema.openWrt().problems(config));
        if (problems.isEmpty()) {
            radios(config.path("radios"), problems);
            bridges(config.path(InterfaceSections.INTERFACES), problems);
            files(config.path("files"), problems);
        }
        topLevel(config, problems);
        return problems;
    }

    private static void radios(JsonNode radios, List<Problem> problems) {
        for (int i = 0; i < radios.size(); i++) {
            if (RadioSections.lacksBand((ObjectNode) radios.get(i))) {
                problems.add(Problem.between(List.of("radios", i, "channel"), Fault.NO_BAND));
            }
        }
    }

    private static void bridges(JsonNode interfaces, List<Problem> problems) {
        for (int i = 0; i < interfaces.size(); i++) {
            Map<String, String> primary = new HashMap<>();
            JsonNode vlans = interfaces.get(i).path("vlan_filtering");
            for (int v = 0; v < vlans.size(); v++) {
                String vlan = vlans.get(v).path("vlan").asString("");
                for (JsonNode port : vlans.get(v).path("ports")) {
                    String name = port.path("ifname").asString("");
                    if (port.path("primary_vid").asBoolean(false) && primary.putIfAbsent(name, vlan) != null) {
                        problems.add(Problem.between(
                                List.of(InterfaceSections.INTERFACES, i, "vlan_filtering", v),
                                Fault.TWO_PRIMARY,
                                name,
                                Objects.requireNonNull(primary.get(name)),
                                vlan));
                    }
                }
            }
        }
    }

    /** One broken file below {@code etc/config} and a device takes nothing. */
    private static void files(JsonNode files, List<Problem> problems) {
        for (int i = 0; i < files.size(); i++) {
            String path = files.get(i).path("path").asString("");
            if (path.replaceFirst("^/", "").startsWith("etc/config/")) {
                List<Object> at = List.of("files", i, "contents");
                try {
                    UciParser.read(Map.of("file", files.get(i).path("contents").asString("")));
                } catch (NetJsonException notUci) {
                    notUci.problems().forEach(one -> problems.add(new Problem(at, at, one.fault(), one.values())));
                }
            }
        }
    }

    private static void topLevel(ObjectNode config, List<Problem> problems) {
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            String key = entry.getKey();
            List<Object> path = List.of(key);
            if (CustomSections.KNOWN.contains(key)) {
                if (!key.equals("files") && !key.equals("type")) {
                    walk(entry.getValue(), path, problems);
                }
            } else if (entry.getValue().isArray()) {
                if (!UciRules.isPackage(key)) {
                    problems.add(Problem.at(path, Fault.PACKAGE_NAME, key));
                }
                custom(entry.getValue(), path, problems);
            }
        }
    }

    private static void custom(JsonNode sections, List<Object> path, List<Problem> problems) {
        for (int i = 0; i < sections.size(); i++) {
            JsonNode section = sections.get(i);
            List<Object> at = Paths.step(path, i);
            String type = section.path("config_name").asString("");
            if (!type.isEmpty() && !UciRules.isType(type)) {
                problems.add(Problem.at(Paths.step(at, "config_name"), Fault.SECTION_TYPE, type));
            }
            if (!type.isEmpty()) {
                walk(section, at, problems);
            }
        }
    }

    /** No text that could end the line it stands in, no name of an option that UCI does not have. */
    private static void walk(JsonNode node, List<Object> path, List<Problem> problems) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                List<Object> at = Paths.step(path, entry.getKey());
                if (!UciRules.isName(entry.getKey())) {
                    problems.add(Problem.at(at, Fault.OPTION_NAME, entry.getKey()));
                }
                if (!STRUCTURED.contains(entry.getKey()) && isNested(entry.getValue())) {
                    problems.add(Problem.at(at, Fault.NESTED, entry.getKey()));
                }
                boolean becomesFile = entry.getKey().equals("tls_auth") && path.contains("openvpn");
                if (!becomesFile) {
                    walk(entry.getValue(), at, problems);
                }
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                walk(list.get(i), Paths.step(path, i), problems);
            }
        } else if (node.isString() && !UciRules.isValue(node.stringValue())) {
            problems.add(Problem.at(path, Fault.CONTROL_CHARACTER, lastOf(path)));
        }
    }

    private static boolean isNested(JsonNode value) {
        return value.isObject() || value.valueStream().anyMatch(JsonNode::isContainer);
    }

    private static Object lastOf(List<Object> path) {
        return path.get(path.size() - 1);
    }
}
