package io.langsong.netjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays configurations over each other. Objects merge key by key, a single value replaces what was there, lists are joined; in lists,
 * objects of the same {@code name}, else {@code config_value}, else {@code id}, become one, and what stands there already is not
 * repeated. Any thread.
 */
public final class Merge {
    private static final List<String> IDENTIFIERS = List.of("name", "config_value", "id");

    private Merge() {}

    /**
     * @param templates the first is the lowest
     * @param config lies on top
     * @return a new tree; what was given stays as it is
     * @throws NetJsonException when one has an object where another has a list
     */
    public static ObjectNode of(List<ObjectNode> templates, ObjectNode config) {
        List<ObjectNode> layers = new ArrayList<>(templates);
        layers.add(config);
        ObjectNode merged = layers.get(0).deepCopy();
        for (ObjectNode layer : layers.subList(1, layers.size())) {
            merge(merged, layer, List.of());
        }
        return merged;
    }

    private static void merge(ObjectNode below, ObjectNode above, List<Object> path) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            List<Object> at = Paths.step(path, entry.getKey());
            below.set(entry.getKey(), merged(below.get(entry.getKey()), entry.getValue(), at));
        }
    }

    private static JsonNode merged(@Nullable JsonNode below, JsonNode above, List<Object> at) {
        if (below instanceof ObjectNode object && above instanceof ObjectNode more) {
            merge(object, more, at);
            return object;
        }
        if (below instanceof ArrayNode list && above instanceof ArrayNode more) {
            return joined(list, more, at);
        }
        if (below != null && below.isContainer() && above.isContainer()) {
            throw new NetJsonException(Problem.at(at, Fault.UNMERGEABLE));
        }
        return above.deepCopy();
    }

    /** @param identifiers what makes two objects the same, the first that an object has */
    static ArrayNode joined(ArrayNode below, ArrayNode above, List<Object> at) {
        Map<JsonNode, JsonNode> items = new LinkedHashMap<>();
        below.forEach(item -> items.put(key(item), item));
        for (JsonNode item : above) {
            JsonNode key = key(item);
            JsonNode known = items.get(key);
            // Only objects that identify themselves differ from their key.
            boolean same = known == null || known.equals(item);
            items.put(key, same ? item.deepCopy() : merged(known, item, Paths.step(at, key.toString())));
        }
        ArrayNode joined = below.arrayNode();
        items.values().forEach(joined::add);
        return joined;
    }

    private static JsonNode key(JsonNode item) {
        for (String identifier : IDENTIFIERS) {
            JsonNode value = item.get(identifier);
            if (value != null) {
                return ((ObjectNode) item).objectNode().set(identifier, value);
            }
        }
        return item;
    }
}
