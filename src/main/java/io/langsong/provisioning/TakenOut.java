package io.langsong.provisioning;

import io.langsong.provisioning.TemplateWish.VariableWish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A router's configuration without its secrets and without what is its own: variables stand in their places. With the values put in again,
 * and what was left out, it is what it was.
 *
 * @param config a new tree
 * @param values what each variable was, for whoever puts it in again; secrets too
 * @param leftOut by their place, a JSON pointer
 */
record TakenOut(
        ObjectNode config, List<VariableWish> variables, Map<String, String> values, Map<String, JsonNode> leftOut) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*\\w*\\s*\\}\\}");
    private static final Pattern PATH = Pattern.compile("/[\\w./-]+");
    private static final String AGENT = "openwisp";
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_ABOUT = 200;
    /** Values that have a name without anybody's doing; a variable of that name would never come to it. */
    private static final Set<String> BUILT_IN = Set.of(
            "id",
            "key",
            "mac_address",
            "name",
            "wg_address",
            "wg_endpoint_host",
            "wg_endpoint_port",
            "wg_network",
            "wg_preshared_key",
            "wg_private_key",
            "wg_public_key",
            "wg_server_address",
            "wg_server_public_key");

    TakenOut {
        variables = List.copyOf(variables);
    }

    static TakenOut of(ObjectNode config) {
        Taking taking = new Taking();
        ObjectNode left = config.deepCopy();
        taking.own(left);
        taking.inside(left, List.of());
        return new TakenOut(left, taking.variables, taking.values, taking.leftOut);
    }

    /** Values of those variables that are secrets. */
    Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        variables.stream()
                .filter(VariableWish::secret)
                .forEach(one -> secrets.add(Objects.requireNonNull(values.get(one.name()))));
        return secrets;
    }

    @Override
    public String toString() {
        return "TakenOut" + values.keySet();
    }

    /** Goes once through a configuration. */
    private static final class Taking {
        private final List<VariableWish> variables = new ArrayList<>();
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, JsonNode> leftOut = new LinkedHashMap<>();
        /** One secret in several places is one variable. */
        private final Map<String, String> names = new HashMap<>();
        /** What stands here for a value, which a router may have word for word itself. */
        private final Set<JsonNode> places = Collections.newSetFromMap(new IdentityHashMap<>());

        /** What only this one router is. */
        private void own(ObjectNode config) {
            if (config.get("general") instanceof ObjectNode general) {
                if (general.path("hostname").isString()) {
                    values.put("name", general.path("hostname").stringValue());
                    put(general, "hostname", "{{ name }}");
                }
                leaveOut(general, "ula_prefix", "/general/ula_prefix");
            }
            for (int i = 0; i < config.path("interfaces").size(); i++) {
                if (config.path("interfaces").get(i) instanceof ObjectNode one) {
                    leaveOut(one, "mac", "/interfaces/" + i + "/mac");
                    ofInterface(one);
                }
            }
            for (String uciPackage : List.of("network", "wireless")) {
                for (int i = 0; i < config.path(uciPackage).size(); i++) {
                    if (config.path(uciPackage).get(i) instanceof ObjectNode one) {
                        ofSection(one, "/" + uciPackage + "/" + i);
                    }
                }
            }
            // The agent's own: its key and its address of the server are made at registration.
            for (String name : List.copyOf(config.propertyNames())) {
                if (name.startsWith(AGENT)) {
                    leftOut.put("/" + name, config.remove(name));
                }
            }
        }

        private void leaveOut(ObjectNode object, String field, String place) {
            JsonNode value = object.remove(field);
            if (value != null) {
                leftOut.put(place, value);
            }
        }

        private void ofInterface(ObjectNode one) {
            String name = one.path("network").asString(one.path("name").asString("interface"));
            for (JsonNode address : one.path("addresses")) {
                if (address instanceof ObjectNode known
                        && known.path("proto").asString("").equals("static")) {
                    boolean four = known.path("family").asString("").equals("ipv4");
                    for (String field : List.of("address", "gateway")) {
                        if (known.path(field).isString()) {
                            String of = name + (four ? "_" : "_ipv6_") + field;
                            take(known, field, of, four ? "ipv4" : "text");
                        }
                    }
                }
            }
        }

        /** Of sections that are carried as they stand. */
        private void ofSection(ObjectNode one, String place) {
            String name = one.path("config_value").asString("network");
            leaveOut(one, "macaddr", place + "/macaddr");
            for (String field : List.of("ipaddr", "ip6addr", "gateway", "ip6gw")) {
                if (one.path(field).isString()) {
                    take(one, field, name + "_" + field, "ipv4");
                }
            }
        }

        private void take(ObjectNode object, String field, String wanted, String type) {
            put(object, field, place(object.path(field).asString(""), wanted, type, false));
        }

        private void put(ObjectNode object, String field, String place) {
            JsonNode node = JsonNodeFactory.instance.stringNode(place);
            places.add(node);
            object.set(field, node);
        }

        /** @return what stands in the place of the value */
        private String place(String value, String wanted, String type, boolean secret) {
            String known = secret ? names.get(value) : null;
            String name = known == null ? free(wanted) : known;
            if (known == null) {
                if (secret) {
                    names.put(value, name);
                }
                values.put(name, value);
                boolean other = type.equals("ipv4") && !Addresses.isIpv4(value);
                variables.add(new VariableWish(
                        name, other ? "text" : type, true, null, secret, null, null, List.of(), about(value, secret)));
            }
            return "{{ " + name + " }}";
        }

        private static @Nullable String about(String value, boolean secret) {
            String plain = value.replaceAll("\\p{Cntrl}", " ").strip();
            return secret || plain.isEmpty() ? null : plain.substring(0, Math.min(LONGEST_ABOUT, plain.length()));
        }

        private String free(String wanted) {
            String plain = wanted.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
            String base = plain.substring(0, Math.min(LONGEST_NAME - 4, plain.length()));
            String name = base;
            for (int number = 2; BUILT_IN.contains(name) || values.containsKey(name); number++) {
                name = base + "_" + number;
            }
            return name;
        }

        /** Secrets, wherever they stand, and texts that would be taken for a place of a variable. */
        private void inside(JsonNode node, List<String> path) {
            if (node instanceof ObjectNode object) {
                for (String field : List.copyOf(object.propertyNames())) {
                    JsonNode value = object.get(field);
                    List<String> at = with(path, field);
                    if (value.isValueNode()) {
                        object.set(field, left(value, field, at, object.has("password")));
                    } else if (value instanceof ArrayNode list && Masks.OPTIONS.contains(field)) {
                        texts(list, field, at);
                    } else {
                        inside(value, at);
                    }
                }
            } else if (node instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i).isContainer()) {
                        inside(list.get(i), with(path, called(list.get(i), i)));
                    } else {
                        list.set(i, left(list.get(i), "", with(path, Integer.toString(i)), false));
                    }
                }
            }
        }

        private void texts(ArrayNode list, String field, List<String> at) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isContainer()) {
                    inside(list.get(i), with(at, Integer.toString(i)));
                } else {
                    list.set(i, left(list.get(i), field, with(at, Integer.toString(i)), false));
                }
            }
        }

        /** @param signsIn whether a password stands beside it */
        private JsonNode left(JsonNode value, String field, List<String> at, boolean signsIn) {
            String text = value.asString("");
            if (places.contains(value) || value.isNull() || value.isBoolean() || text.isEmpty()) {
                return value;
            }
            if (Masks.OPTIONS.contains(field) && !isFile(text, at)) {
                return JsonNodeFactory.instance.stringNode(place(text, name(at), "text", true));
            }
            boolean own = field.equals("username") && signsIn;
            return own || PLACE.matcher(text).find()
                    ? JsonNodeFactory.instance.stringNode(place(text, name(at), "text", false))
                    : value;
        }

        /** Servers name the file of their key; a network has it itself. */
        private static boolean isFile(String text, List<String> at) {
            return PATH.matcher(text).matches() && !at.contains("encryption") && text.startsWith("/etc/");
        }

        /** The last names on the way there: {@code wlan0_key}. */
        private static String name(List<String> at) {
            List<String> telling = at.stream()
                    .filter(step -> !Set.of("interfaces", "wireless", "encryption", "general")
                            .contains(step))
                    .toList();
            return String.join("_", telling.isEmpty() ? at : telling);
        }

        private static String called(JsonNode item, int index) {
            for (String field : List.of("config_value", "name", "interface", "config_name")) {
                if (item.path(field).isString()
                        && !item.path(field).asString("").contains("{{")) {
                    return item.path(field).asString("");
                }
            }
            return Integer.toString(index);
        }

        private static List<String> with(List<String> path, String step) {
            List<String> longer = new ArrayList<>(path);
            longer.add(step);
            return longer;
        }
    }
}
