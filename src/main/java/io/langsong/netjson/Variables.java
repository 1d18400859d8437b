package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Puts the values of variables, written <code>{{ name }}</code>, into the texts of a configuration: nothing else is understood, no
 * expression, no condition, no loop, and a value that looks like a variable itself stays as it is. Any thread.
 */
public final class Variables {
    /** The ASCII letters, digits and underscore that a name has; also none, which is never defined. */
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*(\\w*)\\s*\\}\\}");

    private final ObjectNode context;

    /**
     * @param context name to value: a text, a number or a truth value
     * @throws NetJsonException when a value is something else
     */
    public Variables(ObjectNode context) {
        List<Problem> problems = new ArrayList<>();
        context.properties().forEach(entry -> {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                problems.add(Problem.at(List.of(), Fault.NOT_A_VALUE, entry.getKey(), kind(entry.getValue())));
            }
        });
        if (!problems.isEmpty()) {
            throw new NetJsonException(problems);
        }
        this.context = context.deepCopy();
    }

    /** The value itself may be a secret. */
    private static String kind(JsonNode value) {
        if (value.isNull()) {
            return "null";
        }
        return value.isArray() ? "[…]" : "{…}";
    }

    /** A new tree; variables without a value stay as they are, {@link #undefined} finds them. */
    public ObjectNode into(ObjectNode config) {
        return (ObjectNode) replaced(config);
    }

    private JsonNode replaced(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), replaced(entry.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(item -> copy.add(replaced(item)));
            return copy;
        }
        return node.isString() ? StringNode.valueOf(replaced(node.stringValue())) : node;
    }

    private String replaced(String text) {
        return PLACE.matcher(text).replaceAll(found -> {
            JsonNode value = context.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : value.asString());
        });
    }

    /** Each place of {@code config} where a variable stands that this knows no value for. */
    public List<Problem> undefined(ObjectNode config) {
        List<Problem> problems = new ArrayList<>();
        find(config, List.of(), problems);
        return problems;
    }

    private void find(@Nullable JsonNode node, List<Object> path, List<Problem> problems) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                find(entry.getValue(), Paths.step(path, entry.getKey()), problems);
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                find(list.get(i), Paths.step(path, i), problems);
            }
        } else if (node != null && node.isString()) {
            PLACE.matcher(node.stringValue())
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !context.has(name))
                    .distinct()
                    .forEach(name -> problems.add(Problem.at(path, Fault.UNDEFINED, name)));
        }
    }
}
