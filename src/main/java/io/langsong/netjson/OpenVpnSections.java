package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenVPN, as client or as server. A key that stands in the configuration itself becomes a file. */
final class OpenVpnSections implements SectionKind {
    private static final String OPENVPN = "openvpn";
    private static final String KEY_FOLDER = "/etc/openvpn/";
    private static final String KEY_MODE = "0600";
    private static final String BRIDGE = "server_bridge";
    private static final String CIPHERS = "data_ciphers";
    private static final String OPTIONAL_CIPHER = "?";

    @Override
    public void render(Rendering rendering) {
        for (ObjectNode vpn : rendering.blocks(OPENVPN)) {
            String name = Fields.take(vpn, "name").orElse("");
            JsonNode disabled = vpn.remove("disabled");
            vpn.put("enabled", disabled == null || !disabled.asBoolean(false));
            remotes(vpn);
            ciphers(vpn);
            if (vpn.path(BRIDGE).isString() && vpn.path(BRIDGE).asString().isEmpty()) {
                // Bridged with addresses from elsewhere: an option without a value.
                vpn.put(BRIDGE, "1");
            }
            if (Fields.text(vpn, "status").isEmpty()) {
                vpn.remove("status_version");
            }
            keyFile(rendering, vpn);
            rendering.add(OPENVPN, OPENVPN, name, vpn);
        }
    }

    private static void remotes(ObjectNode vpn) {
        JsonNode remotes = vpn.path("remote");
        if (remotes.isArray() && !remotes.isEmpty() && remotes.get(0).isObject()) {
            List<String> lines = new ArrayList<>();
            for (JsonNode remote : remotes) {
                String proto = Fields.text(remote, "proto")
                        .filter(text -> !text.equals("auto"))
                        .map(text -> " " + text)
                        .orElse("");
                lines.add(remote.path("host").asString("") + " "
                        + remote.path("port").asString("") + proto);
            }
            Fields.put(vpn, "remote", lines);
        }
    }

    private static void ciphers(ObjectNode vpn) {
        if (vpn.path("tls_cipher").isString()) {
            Fields.put(
                    vpn, "tls_cipher", List.of(vpn.path("tls_cipher").asString().split(":")));
        }
        if (vpn.path(CIPHERS).isArray()) {
            List<String> ciphers = new ArrayList<>();
            vpn.path(CIPHERS)
                    .forEach(one -> ciphers.add((one.path("optional").asBoolean(false) ? OPTIONAL_CIPHER : "")
                            + one.path("cipher").asString("")));
            Fields.put(vpn, CIPHERS, ciphers);
        }
    }

    private static void keyFile(Rendering rendering, ObjectNode vpn) {
        String key = vpn.path("tls_auth").asString("");
        if (key.contains("\n")) {
            String path = KEY_FOLDER + UciRules.name(vpn.path("dev").asString("")) + "_tls_auth.key";
            String direction = vpn.path("mode").asString("").equals("server") ? "0" : "1";
            rendering.addFile(new ConfigurationFile(path, KEY_MODE, key));
            vpn.put("tls_auth", path + " " + direction);
        }
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take(OPENVPN, OPENVPN)) {
            ObjectNode vpn = Parsing.object(section);
            vpn.put("name", section.name() == null ? "" : section.name());
            vpn.put("disabled", !Fields.take(vpn, "enabled").orElse("0").matches("1|on|true|yes|enabled"));
            if (vpn.path(BRIDGE).asString("").equals("1")) {
                vpn.put(BRIDGE, "");
            }
            if (vpn.has("tls_cipher")) {
                vpn.put("tls_cipher", String.join(":", Fields.words(vpn.path("tls_cipher"))));
            }
            parseCiphers(vpn);
            parseRemotes(vpn);
            boolean server = vpn.path("mode").asString("").equals("server");
            Map<String, JsonNode> properties =
                    Schema.openWrt().properties(server ? "openvpn.server" : "openvpn.client");
            Parsing.type(vpn, properties);
            parsing.add(OPENVPN, vpn);
        }
    }

    private static void parseCiphers(ObjectNode vpn) {
        JsonNode ciphers = vpn.remove(CIPHERS);
        if (ciphers == null) {
            return;
        }
        ArrayNode list = vpn.putArray(CIPHERS);
        for (String word : Fields.words(ciphers)) {
            for (String cipher : word.split(":")) {
                boolean optional = cipher.startsWith(OPTIONAL_CIPHER);
                list.addObject()
                        .put("cipher", optional ? cipher.substring(1) : cipher)
                        .put("optional", optional);
            }
        }
    }

    private static void parseRemotes(ObjectNode vpn) {
        JsonNode remotes = vpn.remove("remote");
        if (remotes == null) {
            return;
        }
        ArrayNode list = vpn.putArray("remote");
        List<String> lines = remotes.isArray() ? Fields.texts(remotes) : List.of(remotes.asString());
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            ObjectNode remote = list.addObject().put("host", words[0]);
            if (words.length > 1 && words[1].matches("[0-9]{1,5}")) {
                remote.put("port", Integer.parseInt(words[1]));
            }
            if (words.length > 2) {
                remote.put("proto", words[2]);
            }
        }
    }
}
