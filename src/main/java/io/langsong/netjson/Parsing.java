package io.langsong.netjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** UCI packages on their way to a configuration. */
final class Parsing {
    private final Map<String, List<UciSection>> left = new LinkedHashMap<>();
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    Parsing(UciPackages packages) {
        packages.map().forEach((name, sections) -> left.put(name, new ArrayList<>(sections)));
    }

    ObjectNode config() {
        return config;
    }

    /** The sections of a type that nobody has taken yet, in their order; they are taken then. */
    List<UciSection> take(String uciPackage, Predicate<String> type) {
        List<UciSection> sections = left.getOrDefault(uciPackage, List.of());
        List<UciSection> taken =
                sections.stream().filter(section -> type.test(section.type())).toList();
        left.computeIfPresent(uciPackage, (name, all) -> {
            all.removeAll(taken);
            return all;
        });
        return taken;
    }

    List<UciSection> take(String uciPackage, String type) {
        return take(uciPackage, type::equals);
    }

    Map<String, List<UciSection>> left() {
        return left;
    }

    /** The object below {@code key}, made when it is not there. */
    ObjectNode block(String key) {
        return config.get(key) instanceof ObjectNode block ? block : config.putObject(key);
    }

    ArrayNode list(String key) {
        return config.get(key) instanceof ArrayNode list ? list : config.putArray(key);
    }

    void add(String key, ObjectNode item) {
        list(key).add(item);
    }

    /** The options of a section: texts, and lists of texts. */
    static ObjectNode object(UciSection section) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        section.options().forEach((name, value) -> {
            if (value.list()) {
                Fields.put(object, name, value.items());
            } else {
                object.put(name, value.text());
            }
        });
        return object;
    }

    /** Notes the name of a section as {@code id} when it is not the one that rendering would give. */
    static void id(ObjectNode object, UciSection section, String usual) {
        if (section.name() != null && !section.name().equals(UciRules.name(usual))) {
            object.put("id", section.name());
        }
    }

    /**
     * Gives texts the type that the schema has for them; what can not have it is left out.
     *
     * @param properties of {@link Schema#properties}
     */
    static void type(ObjectNode object, Map<String, JsonNode> properties) {
        for (String name : List.copyOf(object.propertyNames())) {
            String type = typeOf(properties.get(name));
            JsonNode value = object.get(name);
            if (type.equals("array") && value.isString()) {
                Fields.put(object, name, UciValue.option(value.stringValue()).words());
            } else if (type.equals("integer") && value.isString()) {
                number(object, name, value.stringValue());
            } else if (type.equals("boolean") && value.isString()) {
                truth(object, name, value.stringValue());
            }
        }
    }

    private static String typeOf(@Nullable JsonNode schema) {
        if (schema == null) {
            return "";
        }
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asString() : type.asString("");
    }

    private static void number(ObjectNode object, String name, String text) {
        if (text.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number == (int) number) {
                object.put(name, (int) number);
            } else {
                object.put(name, number);
            }
        } else {
            object.remove(name);
        }
    }

    private static void truth(ObjectNode object, String name, String text) {
        switch (text) {
            case "1", "on", "true", "yes", "enabled" -> object.put(name, true);
            case "0", "off", "false", "no", "disabled" -> object.put(name, false);
            default -> object.remove(name);
        }
    }
}
