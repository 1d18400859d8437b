package io.langsong.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schema 2020-12 of the records that the API answers with, by their components. One thread. */
final class JsonSchemas {
    private static final String PLACE = "#/components/schemas/";

    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, Object> owners = new HashMap<>();

    /** All that were referred to so far, by name. */
    Map<String, ObjectNode> named() {
        return named;
    }

    /** Null as well, where the type says so. */
    ObjectNode of(AnnotatedType type) {
        ObjectNode schema = plain(type);
        return type.isAnnotationPresent(Nullable.class) ? orNull(schema) : schema;
    }

    private ObjectNode plain(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            return array(of(array.getAnnotatedGenericComponentType()));
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            Class<?> raw = (Class<?>) ((ParameterizedType) generic.getType()).getRawType();
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                return array(of(arguments[0]));
            }
            if (Map.class.isAssignableFrom(raw)) {
                return typed("object").set("additionalProperties", of(arguments[1]));
            }
        }
        Type bare = type.getType();
        if (bare instanceof Class<?> known) {
            return of(known);
        }
        throw new IllegalStateException("The API has no schema for " + bare + "; write one, or answer with a record");
    }

    ObjectNode of(Class<?> type) {
        if (type.isRecord()) {
            String name = name(type);
            claim(name, type);
            if (!named.containsKey(name)) {
                named.put(name, JsonNodeFactory.instance.objectNode());
                named.put(name, fields(type, false));
            }
            return reference(name);
        }
        if (type.isEnum()) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            for (Object value : type.getEnumConstants()) {
                values.add(((Enum<?>) value).name());
            }
            return typed("string").set("enum", values);
        }
        return simple(type);
    }

    /** A record of a controller goes by its own name; others are told apart by what they belong to. */
    private static String name(Class<?> type) {
        Class<?> owner = type.getEnclosingClass();
        String prefix = owner == null || owner.getSimpleName().endsWith("Controller") ? "" : owner.getSimpleName();
        return prefix + type.getSimpleName().replaceFirst("Json$", "");
    }

    private static ObjectNode simple(Class<?> type) {
        if (type == String.class || type == Duration.class) {
            return typed("string");
        }
        if (type == UUID.class) {
            return typed("string").put("format", "uuid");
        }
        if (type == Instant.class || type == OffsetDateTime.class) {
            return typed("string").put("format", "date-time");
        }
        if (type == LocalDate.class) {
            return typed("string").put("format", "date");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").put("format", "int64");
        }
        if (type == BigInteger.class) {
            return typed("integer");
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return typed("number");
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return typed("object");
        }
        if (type == Object.class) {
            return JsonNodeFactory.instance.objectNode();
        }
        throw new IllegalStateException("The API has no schema for " + type + "; write one, or answer with a record");
    }

    /** Of a body: what may be null may be left out, and there are no other fields. */
    ObjectNode body(Class<?> type) {
        String name = type.getSimpleName();
        claim(name, type);
        named.put(name, fields(type, true).put("additionalProperties", false));
        return reference(name);
    }

    /** One that a module wrote. */
    ObjectNode written(ApiSchemas.Named schema) {
        claim(schema.name(), schema.key());
        named.put(schema.name(), schema.schema());
        return reference(schema.name());
    }

    /** Two of one name would be mixed up by whoever reads the description. */
    private void claim(String name, Object owner) {
        Object other = owners.putIfAbsent(name, owner);
        if (other != null && !other.equals(owner)) {
            throw new IllegalStateException(
                    "Two schemas of the API are called %s: %s and %s; rename one".formatted(name, other, owner));
        }
    }

    private ObjectNode fields(Class<?> type, boolean sent) {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            AnnotatedType annotated = component.getAnnotatedType();
            ApiValue value = component.getAnnotation(ApiValue.class);
            properties.set(component.getName(), described(of(annotated), value));
            boolean mayBeAbsent = sent ? annotated.isAnnotationPresent(Nullable.class) : leftOut(component);
            if (!mayBeAbsent) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** The annotation stands at the accessor: it is made for methods, not for components. */
    private static boolean leftOut(RecordComponent component) {
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    static ObjectNode described(ObjectNode schema, @Nullable ApiValue value) {
        if (value == null) {
            return schema;
        }
        if (value.choices().length > 0) {
            ArrayNode choices = schema.putArray("enum");
            for (String choice : value.choices()) {
                choices.add(choice);
            }
            if (schema.path("type").isArray()) {
                choices.addNull();
            }
        }
        if (value.least() != Long.MIN_VALUE) {
            schema.put("minimum", value.least());
        }
        if (value.most() != Long.MAX_VALUE) {
            schema.put("maximum", value.most());
        }
        if (!value.value().isEmpty()) {
            schema.put("description", value.value());
        }
        return schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.path("type").isString()) {
            String type = schema.path("type").stringValue();
            schema.putArray("type").add(type).add("null");
            if (schema.path("enum") instanceof ArrayNode choices) {
                choices.addNull();
            }
            return schema;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.putArray("anyOf").add(schema).add(typed("null"));
        return either;
    }

    static ObjectNode array(ObjectNode items) {
        return typed("array").set("items", items);
    }

    static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static ObjectNode reference(String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", PLACE + name);
    }
}
