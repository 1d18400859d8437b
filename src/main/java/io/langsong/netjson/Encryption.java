package io.langsong.netjson;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a wireless network is encrypted. */
final class Encryption {
    private static final String ENCRYPTION = "encryption";
    private static final String NONE = "none";
    private static final String AUTO = "auto";
    private static final String WPS = "wps";
    private static final String WEP = "wep-";
    /** In front of a WEP key that is text, not hexadecimal digits. */
    private static final String TEXT_KEY = "s:";

    private static final Map<String, String> METHODS = methods();
    /** The pairs that a RADIUS server and its accounting have: ours, theirs. */
    private static final Map<String, String> RADIUS =
            Map.of("server", "auth_server", "port", "auth_port", "key", "auth_secret");

    private Encryption() {}

    private static Map<String, String> methods() {
        Map<String, String> methods = new LinkedHashMap<>();
        methods.put(NONE, NONE);
        methods.put("owe", "owe");
        methods.put("wep_open", "wep-open");
        methods.put("wep_shared", "wep-shared");
        methods.put("wpa_personal", "psk");
        methods.put("wpa_personal_mixed", "psk-mixed");
        methods.put("wpa2_personal", "psk2");
        methods.put("wpa3_personal_mixed", "sae-mixed");
        methods.put("wpa3_personal", "sae");
        methods.put("wpa_enterprise", "wpa");
        methods.put("wpa_enterprise_mixed", "wpa-mixed");
        methods.put("wpa2_enterprise", "wpa2");
        methods.put("wpa2_enterprise_mixed", "wpa3-mixed");
        methods.put("wpa3_enterprise", "wpa3");
        methods.put(WPS, "psk");
        return methods;
    }

    /** @param mode of the wireless network */
    static ObjectNode render(ObjectNode encryption, String mode) {
        ObjectNode options = encryption.deepCopy();
        String protocol = Fields.take(options, "protocol").orElse(NONE);
        String cipher = Fields.take(options, "cipher").orElse(AUTO);
        JsonNode disabled = options.remove("disabled");
        if (protocol.equals(NONE) || (disabled != null && disabled.asBoolean(false))) {
            return encryption.objectNode().put(ENCRYPTION, NONE);
        }
        String method = METHODS.getOrDefault(protocol, protocol);
        options.put(ENCRYPTION, cipher.equals(AUTO) || cipher.isEmpty() ? method : method + "+" + cipher);
        if (method.startsWith(WEP)) {
            String key = options.path("key").asString("");
            options.put("key", "1").put("key1", key.length() < 10 || key.length() == 13 ? TEXT_KEY + key : key);
        } else if (protocol.contains("enterprise") && mode.equals("access_point")) {
            // The first names are those of OpenWrt before 21.
            RADIUS.forEach((ours, theirs) -> {
                JsonNode value = options.get(ours);
                if (value != null) {
                    options.set(theirs, value);
                }
            });
            options.set("acct_secret", options.path("key"));
            Fields.rename(options, "acct_server_port", "acct_port");
        } else if (options.path("eap_type").asString("").equals("tls")) {
            options.remove("auth");
        }
        return options;
    }

    /**
     * Takes what {@link #render} writes out of the options of a network.
     *
     * @throws NetJsonException for a method that there is no protocol for: to leave it out would open the network
     */
    static Optional<ObjectNode> parse(ObjectNode wireless, UciSection section) {
        Map<String, JsonNode> properties = properties();
        ObjectNode encryption = wireless.objectNode();
        String method = Fields.take(wireless, ENCRYPTION).orElse("");
        if (method.isEmpty()) {
            return Optional.empty();
        }
        RADIUS.forEach((ours, theirs) -> Fields.take(wireless, theirs).ifPresent(value -> {
            if (!wireless.has(ours)) {
                wireless.put(ours, value);
            }
        }));
        wireless.remove("acct_secret");
        Fields.rename(wireless, "acct_port", "acct_server_port");
        for (String name : List.copyOf(wireless.propertyNames())) {
            if (properties.containsKey(name)) {
                encryption.set(name, wireless.remove(name));
            }
        }
        // Both are also how the two words of WEP can be joined.
        String[] parts = method.replaceFirst("^wep\\+", WEP)
                .replaceFirst("^wep$", "wep-open")
                .split("\\+", 2);
        String protocol = protocol(parts[0], encryption, section);
        encryption.put("protocol", protocol);
        if (parts[0].startsWith(WEP)) {
            String key = Fields.take(wireless, "key1").orElse("");
            encryption.put("key", key.startsWith(TEXT_KEY) ? key.substring(TEXT_KEY.length()) : key);
        } else if (!Set.of(NONE, WPS).contains(protocol)) {
            encryption.put("cipher", parts.length > 1 ? parts[1] : AUTO);
        }
        Parsing.type(encryption, properties);
        return Optional.of(encryption);
    }

    private static String protocol(String method, ObjectNode encryption, UciSection section) {
        boolean buttons = encryption.propertyNames().stream().anyMatch(name -> name.startsWith("wps_"));
        if (method.equals("psk") && buttons && !encryption.has("key")) {
            return WPS;
        }
        return METHODS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(method))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new NetJsonException(Problem.at(
                        List.of("wireless", String.valueOf(section.name()), ENCRYPTION),
                        Fault.NOT_A_CHOICE,
                        method,
                        String.join(", ", METHODS.values()))));
    }

    private static Map<String, JsonNode> properties() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        for (String kind : List.of("personal", "enterprise.access_point", "enterprise.station", WPS, "owe", "wep")) {
            properties.putAll(Schema.openWrt().properties("encryption." + kind));
        }
        // It is of the network, too, and the network's is meant.
        properties.remove("disabled");
        return properties;
    }
}
