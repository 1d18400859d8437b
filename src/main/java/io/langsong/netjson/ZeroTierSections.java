package io.langsong.netjson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ZeroTier. Versions of its package differ in how networks and paths are told; both ways are written. A file beside says how the
 * interfaces of the networks are named.
 */
final class ZeroTierSections implements SectionKind {
    private static final String ZEROTIER = "zerotier";
    private static final String NETWORK = "network";
    private static final String NETWORKS = "networks";
    private static final String CONFIG_PATH = "config_path";
    private static final String DEFAULT_PATH = "/etc/openwisp/zerotier";
    private static final String COPY = "copy_config_path";
    private static final String LOCAL = "local_conf_path";
    private static final String OLD_LOCAL = "local_conf";
    private static final String NAME_PREFIX = "owzt";
    private static final int DIGITS_OF_NAME = 6;

    @Override
    public void render(Rendering rendering) {
        for (ObjectNode zerotier : rendering.blocks(ZEROTIER)) {
            String name = Fields.take(zerotier, "name").orElse("");
            JsonNode disabled = zerotier.remove("disabled");
            zerotier.put("enabled", disabled == null || !disabled.asBoolean(false));
            if (Fields.text(zerotier, CONFIG_PATH).isEmpty()) {
                zerotier.put(CONFIG_PATH, DEFAULT_PATH);
            }
            if (Fields.text(zerotier, COPY).isEmpty()) {
                zerotier.put(COPY, "1");
            }
            Fields.text(zerotier, LOCAL).ifPresent(path -> zerotier.put(OLD_LOCAL, path));
            List<ObjectNode> networks = Fields.objects(zerotier.path(NETWORKS));
            zerotier.remove(NETWORKS);
            Fields.put(
                    zerotier,
                    "join",
                    networks.stream().map(one -> one.path("id").asString("")).toList());
            rendering.add(ZEROTIER, ZEROTIER, name, zerotier);
            devicemap(rendering, zerotier.path(CONFIG_PATH).asString(), networks);
            for (ObjectNode network : networks) {
                String ifname = ifname(network);
                network.remove("ifname");
                rendering.add(ZEROTIER, NETWORK, ifname, network);
            }
        }
    }

    private static void devicemap(Rendering rendering, String folder, List<ObjectNode> networks) {
        if (networks.isEmpty()) {
            return;
        }
        StringBuilder map = new StringBuilder("# network_id=interface_name\n");
        for (ObjectNode network : networks) {
            map.append(network.path("id").asString(""))
                    .append('=')
                    .append(ifname(network))
                    .append('\n');
        }
        rendering.addFile(new ConfigurationFile(folder + "/devicemap", "0644", map.toString()));
    }

    private static String ifname(ObjectNode network) {
        return Fields.text(network, "ifname")
                .orElseGet(() -> usualName(network.path("id").asString("")));
    }

    private static String usualName(String id) {
        return NAME_PREFIX + id.substring(Math.max(0, id.length() - DIGITS_OF_NAME));
    }

    @Override
    public void parse(Parsing parsing) {
        List<ObjectNode> known = new ArrayList<>();
        for (UciSection section : parsing.take(ZEROTIER, NETWORK)) {
            ObjectNode network = Parsing.object(section);
            network.put(
                    "ifname",
                    Optional.ofNullable(section.name())
                            .orElse(usualName(network.path("id").asString(""))));
            Parsing.type(network, Schema.openWrt().properties("zerotier.network"));
            known.add(network);
        }
        for (UciSection section : parsing.take(ZEROTIER, ZEROTIER)) {
            ObjectNode zerotier = Parsing.object(section);
            zerotier.put("name", section.name() == null ? "" : section.name());
            zerotier.put(
                    "disabled", !Fields.take(zerotier, "enabled").orElse("0").matches("1|on|true|yes|enabled"));
            if (zerotier.has(LOCAL)) {
                zerotier.remove(OLD_LOCAL);
            } else {
                Fields.rename(zerotier, OLD_LOCAL, LOCAL);
            }
            networks(zerotier, known);
            Parsing.type(zerotier, Schema.openWrt().properties(ZEROTIER));
            parsing.add(ZEROTIER, zerotier);
        }
    }

    private static void networks(ObjectNode zerotier, List<ObjectNode> known) {
        Map<String, ObjectNode> byId = new HashMap<>();
        known.forEach(network -> byId.put(network.path("id").asString(""), network));
        JsonNode joined = zerotier.remove("join");
        ArrayNode networks = zerotier.putArray(NETWORKS);
        List<String> ids = joined == null
                ? known.stream().map(one -> one.path("id").asString("")).toList()
                : Fields.words(joined);
        for (String id : ids) {
            ObjectNode network = byId.get(id);
            networks.add(network == null ? zerotier.objectNode().put("id", id).put("ifname", usualName(id)) : network);
        }
    }
}
