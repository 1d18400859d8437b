package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON of configurations; the order of keys is kept, a key that stands twice is refused. Any thread. */
public final class NetJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private NetJson() {}

    /** @throws NetJsonException when it is no JSON, with line and column, or no object */
    public static ObjectNode read(String text) {
        return object(tree(text));
    }

    /**
     * @param node a configuration, or a text that is one
     * @throws NetJsonException when it is neither
     */
    public static ObjectNode object(JsonNode node) {
        if (node.isString()) {
            return read(node.stringValue());
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new NetJsonException(Problem.whole(Fault.NOT_AN_OBJECT, words(node)));
    }

    /**
     * @param node a list of configurations, each possibly as text
     * @throws NetJsonException when it is no list, or one of them is no object
     */
    public static List<ObjectNode> objects(JsonNode node) {
        if (!node.isArray()) {
            throw new NetJsonException(Problem.whole(Fault.NOT_A_LIST, words(node)));
        }
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode one : node) {
            objects.add(object(one));
        }
        return objects;
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException notJson) {
            String place = notJson.getLocation() == null
                    ? "?"
                    : notJson.getLocation().getLineNr() + ":"
                            + notJson.getLocation().getColumnNr();
            throw new NetJsonException(Problem.whole(Fault.NOT_JSON, place, notJson.getOriginalMessage()));
        }
    }

    /** A value for a message; texts in quotes, as they stand in the file. */
    static String words(JsonNode node) {
        return node.isMissingNode() ? "" : node.toString();
    }
}
