package io.langsong.web;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object of a request, read strictly: a field that is not known or of another type is refused. */
public final class JsonFields {
    private final ObjectNode json;

    private JsonFields(ObjectNode json) {
        this.json = json;
    }

    /**
     * @param sent describes the fields by its components
     * @throws RequestRefused when it is no object or has other fields
     */
    public static JsonFields of(JsonNode json, Class<? extends Record> sent) {
        Set<String> fields = Arrays.stream(sent.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        if (!(json instanceof ObjectNode object)) {
            throw RequestRefused.wrong("body", null, "is not a JSON object", "send one, like {\"name\": ...}");
        }
        for (String name : object.propertyNames()) {
            if (!fields.contains(name)) {
                throw RequestRefused.wrong(
                        "body",
                        name,
                        "is not a field",
                        "the fields are "
                                + String.join(", ", fields.stream().sorted().toList()));
            }
        }
        return new JsonFields(object);
    }

    public boolean has(String field) {
        return json.has(field);
    }

    @Nullable
    public String text(String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give a string");
        }
        return value.stringValue();
    }

    public boolean truth(String field, boolean usual) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return usual;
        }
        if (!value.isBoolean()) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    public Integer number(String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isInt()) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give a whole number");
        }
        return value.intValue();
    }

    public List<String> texts(String field) {
        JsonNode value = json.get(field);
        List<String> texts = new ArrayList<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        boolean right = value.isArray();
        for (JsonNode one : value) {
            right &= one.isString();
            texts.add(one.asString(""));
        }
        if (!right) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give a list of strings");
        }
        return texts;
    }

    /** The elements of an array as they are; none when it is left out. */
    public List<JsonNode> list(String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw RequestRefused.wrong(field, value.toString(), "is of another type", "give a list");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }
}
