package io.langsong.netjson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a configuration may have, field by field, in {@code netjson/openwrt.schema.json}: JSON Schema draft 4, as far as that file uses
 * it, with two additions. {@code discriminator} beside {@code oneOf} names the fields that choose the alternative, so that a problem is
 * told of the one that was meant; {@code says} names the fault to tell in place of "does not match". Any thread.
 */
final class Schema {
    private static final String DEFINITIONS = "#/definitions/";

    private final JsonNode root;

    private Schema(JsonNode root) {
        this.root = root;
    }

    private static final class OpenWrtSchema {
        private static final Schema SCHEMA = read("/netjson/openwrt.schema.json");
    }

    static Schema openWrt() {
        return OpenWrtSchema.SCHEMA;
    }

    private static Schema read(String resource) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
            return new Schema(NetJson.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Problem> problems(ObjectNode config) {
        List<Problem> problems = new ArrayList<>();
        check(config, root, List.of(), problems);
        return problems;
    }

    /** All properties of a definition, also those it is composed of, with their schemas. */
    Map<String, JsonNode> properties(String definition) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        collect(root.path("definitions").path(definition), properties);
        return properties;
    }

    private void collect(JsonNode schema, Map<String, JsonNode> properties) {
        JsonNode resolved = resolve(schema);
        resolved.path("allOf").forEach(part -> collect(part, properties));
        resolved.path("properties")
                .properties()
                .forEach(entry -> properties.put(entry.getKey(), resolve(entry.getValue())));
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty()
                ? schema
                : resolve(root.path("definitions").path(reference.substring(DEFINITIONS.length())));
    }

    private void check(JsonNode node, JsonNode unresolved, List<Object> path, List<Problem> problems) {
        JsonNode schema = resolve(unresolved);
        if (schema.has("type") && !isOneOfTypes(node, schema.get("type"))) {
            problems.add(Problem.at(path, Fault.WRONG_TYPE, NetJson.words(node), typeWords(schema.get("type"))));
            return;
        }
        schema.path("allOf").forEach(part -> check(node, part, path, problems));
        if (schema.has("enum") && !contains(schema.get("enum"), node)) {
            problems.add(Problem.at(
                    path,
                    schema.has("says") ? says(schema) : Fault.NOT_A_CHOICE,
                    NetJson.words(node),
                    choices(schema.get("enum"))));
        }
        if (node.isString()) {
            checkText(node.stringValue(), schema, path, problems);
        } else if (node.isNumber()) {
            checkNumber(node, schema, path, problems);
        } else if (node.isArray()) {
            checkList(node, schema, path, problems);
        } else if (node instanceof ObjectNode object) {
            checkObject(object, schema, path, problems);
        }
        if (schema.has("oneOf")) {
            checkAlternatives(node, schema, path, problems);
        }
    }

    private static void checkText(String text, JsonNode schema, List<Object> path, List<Problem> problems) {
        int length = text.codePointCount(0, text.length());
        if (length < schema.path("minLength").asInt(0)) {
            problems.add(Problem.at(
                    path, Fault.TOO_SHORT, text, schema.get("minLength").asInt()));
        } else if (length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
            problems.add(Problem.at(
                    path, Fault.TOO_LONG, text, schema.get("maxLength").asInt()));
        } else if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").stringValue())
                        .matcher(text)
                        .find()) {
            problems.add(Problem.at(path, says(schema), text));
        } else if (schema.has("format")) {
            Formats.fault(schema.get("format").stringValue(), text)
                    .ifPresent(fault -> problems.add(Problem.at(path, fault, text)));
        }
    }

    private static Fault says(JsonNode schema) {
        return Fault.valueOf(
                schema.get("says").stringValue().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void checkNumber(JsonNode node, JsonNode schema, List<Object> path, List<Problem> problems) {
        if (schema.has("minimum")
                && node.decimalValue().compareTo(schema.get("minimum").decimalValue()) < 0) {
            problems.add(Problem.at(
                    path,
                    Fault.TOO_SMALL,
                    node.asString(),
                    schema.get("minimum").asString()));
        }
        if (schema.has("maximum")
                && node.decimalValue().compareTo(schema.get("maximum").decimalValue()) > 0) {
            problems.add(Problem.at(
                    path,
                    Fault.TOO_LARGE,
                    node.asString(),
                    schema.get("maximum").asString()));
        }
    }

    private void checkList(JsonNode list, JsonNode schema, List<Object> path, List<Problem> problems) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (schema.has("items")) {
                check(list.get(i), schema.get("items"), Paths.step(path, i), problems);
            }
            if (schema.path("uniqueItems").asBoolean(false) && !seen.add(list.get(i))) {
                problems.add(new Problem(path, Paths.step(path, i), Fault.TWICE, List.of(NetJson.words(list.get(i)))));
            }
        }
    }

    private void checkObject(ObjectNode object, JsonNode schema, List<Object> path, List<Problem> problems) {
        for (JsonNode name : schema.path("required")) {
            if (!object.has(name.stringValue())) {
                problems.add(Problem.at(path, Fault.MISSING, name.stringValue()));
            }
        }
        schema.path("properties").properties().forEach(entry -> {
            JsonNode value = object.get(entry.getKey());
            if (value != null) {
                check(value, entry.getValue(), Paths.step(path, entry.getKey()), problems);
            }
        });
    }

    private void checkAlternatives(JsonNode node, JsonNode schema, List<Object> path, List<Problem> problems) {
        List<List<Problem>> failures = new ArrayList<>();
        for (JsonNode alternative : schema.get("oneOf")) {
            List<Problem> found = new ArrayList<>();
            check(node, alternative, path, found);
            if (found.isEmpty()) {
                return;
            }
            failures.add(found);
        }
        Set<Problem> told = new LinkedHashSet<>();
        for (int i = 0; i < failures.size(); i++) {
            if (isMeant(node, schema, schema.get("oneOf").get(i))) {
                told.addAll(failures.get(i));
                break;
            }
        }
        if (told.isEmpty()) {
            told.add(noAlternative(node, schema, path));
        }
        // The way to it ends where the alternatives begin; the field itself is told as well.
        told.forEach(one -> problems.add(new Problem(path, one.at(), one.fault(), one.values())));
    }

    private boolean isMeant(JsonNode node, JsonNode schema, JsonNode alternative) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        collect(alternative, properties);
        for (JsonNode name : schema.path("discriminator")) {
            JsonNode value = node.get(name.stringValue());
            JsonNode choices = properties
                    .getOrDefault(name.stringValue(), root.path("none"))
                    .path("enum");
            if (value == null || !contains(choices, value)) {
                return false;
            }
        }
        return schema.has("discriminator");
    }

    /** None was meant: the first field that chooses, in the order of the schema, has no value that one of them knows. */
    private Problem noAlternative(JsonNode node, JsonNode schema, List<Object> path) {
        if (!node.isObject()) {
            return Problem.at(path, Fault.NO_ALTERNATIVE, NetJson.words(node));
        }
        for (JsonNode name : schema.path("discriminator")) {
            String field = name.stringValue();
            Set<JsonNode> known = new LinkedHashSet<>();
            for (JsonNode alternative : schema.get("oneOf")) {
                Map<String, JsonNode> properties = new LinkedHashMap<>();
                collect(alternative, properties);
                properties.getOrDefault(field, root.path("none")).path("enum").forEach(known::add);
            }
            JsonNode value = node.get(field);
            if (value == null) {
                return new Problem(path, path, Fault.MISSING, List.of(field));
            }
            if (!known.contains(value)) {
                return new Problem(
                        path,
                        Paths.step(path, field),
                        Fault.NOT_A_CHOICE,
                        List.of(
                                NetJson.words(value),
                                known.stream().map(JsonNode::asString).collect(Collectors.joining(", "))));
            }
        }
        return Problem.at(path, Fault.NO_ALTERNATIVE, NetJson.words(node));
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        return choices.valueStream().anyMatch(value::equals);
    }

    private static String choices(JsonNode choices) {
        return choices.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    private static boolean isOneOfTypes(JsonNode node, JsonNode types) {
        return types.isArray()
                ? types.valueStream().anyMatch(type -> isType(node, type.stringValue()))
                : isType(node, types.stringValue());
    }

    private static boolean isType(JsonNode node, String type) {
        return switch (type) {
            case "string" -> node.isString();
            case "integer" -> node.isIntegralNumber();
            case "number" -> node.isNumber();
            case "boolean" -> node.isBoolean();
            case "array" -> node.isArray();
            case "object" -> node.isObject();
            case "null" -> node.isNull();
            default -> throw new IllegalStateException("No type of JSON Schema: " + type);
        };
    }

    private static String typeWords(JsonNode types) {
        return types.isArray() ? choices(types) : types.stringValue();
    }
}
