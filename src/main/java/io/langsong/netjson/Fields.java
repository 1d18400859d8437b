package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done to fields of objects again and again. */
final class Fields {
    private Fields() {}

    /** Moves the value, also null, to another name; what stood there is lost. */
    static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }

    /** The text of a field, removed from the object; empty when it is missing, null or empty. */
    static Optional<String> take(ObjectNode object, String field) {
        JsonNode value = object.remove(field);
        return Optional.ofNullable(value).map(Fields::string).filter(text -> !text.isEmpty());
    }

    static Optional<String> text(JsonNode object, String field) {
        return Optional.of(string(object.path(field))).filter(text -> !text.isEmpty());
    }

    /** A device may have a list where there is one value. */
    private static String string(JsonNode value) {
        return value.isArray() ? String.join(" ", texts(value)) : value.asString("");
    }

    static List<ObjectNode> objects(JsonNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        list.forEach(item -> {
            if (item instanceof ObjectNode object) {
                objects.add(object.deepCopy());
            }
        });
        return objects;
    }

    static List<String> texts(JsonNode list) {
        return list.valueStream()
                .map(one -> one.asString(""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The items of a list, or the words of a text. */
    static List<String> words(JsonNode value) {
        return value.isArray()
                ? texts(value)
                : UciValue.option(value.asString("")).words();
    }

    static void put(ObjectNode object, String field, List<String> texts) {
        texts.forEach(object.putArray(field)::add);
    }
}
