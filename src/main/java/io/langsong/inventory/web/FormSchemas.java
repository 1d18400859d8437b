package io.langsong.inventory.web;

import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.web.ApiSchemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms of the inventory as JSON Schema: {@code devices} as {@link JsonForm} writes one, {@code devices-sent} as it reads it. */
@Configuration(proxyBeanMethods = false)
class FormSchemas {
    @Bean
    ApiSchemas inventorySchemas() {
        List<ApiSchemas.Named> schemas = new ArrayList<>();
        for (Form<?> form : Form.all()) {
            String name = Arrays.stream(form.kind().split("-"))
                    .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                    .collect(Collectors.joining());
            schemas.add(new ApiSchemas.Named(form.plural(), name, schema(form, false)));
            schemas.add(new ApiSchemas.Named(form.plural() + "-sent", name + "Sent", schema(form, true)));
        }
        schemas.add(new ApiSchemas.Named("files", "Files", files()));
        return new ApiSchemas(schemas);
    }

    private static ObjectNode schema(Form<?> form, boolean sent) {
        ObjectNode schema = object(sent);
        for (Field field : form.fields()) {
            int dot = field.name().indexOf('.');
            ObjectNode owner = dot < 0 ? schema : group(schema, field.name().substring(0, dot), sent);
            String name = field.name().substring(dot + 1);
            ObjectNode properties = owner.withObjectProperty("properties");
            if (field.secret()) {
                properties
                        .putObject(name + "Set")
                        .put("type", "boolean")
                        .put("description", sent ? "as it was answered; says nothing" : "whether there is one");
                if (!sent) {
                    continue;
                }
            }
            boolean made = sent && name.equals("id");
            boolean required = field.required() && !made;
            properties.set(name, value(field, sent && !required));
            if (required) {
                owner.withArrayProperty("required").add(name);
                if (dot > 0) {
                    require(schema, field.name().substring(0, dot));
                }
            }
            if (name.equals("uplinks")) {
                properties.set(
                        "uplink", type("string", sent).put("description", "in place of uplinks, when there is one"));
            }
        }
        return schema;
    }

    private static void require(ObjectNode schema, String group) {
        ArrayNode required = schema.withArrayProperty("required");
        boolean there =
                required.valueStream().anyMatch(name -> name.asString("").equals(group));
        if (!there) {
            required.add(group);
        }
    }

    private static ObjectNode group(ObjectNode schema, String name, boolean sent) {
        ObjectNode properties = schema.withObjectProperty("properties");
        if (!properties.has(name)) {
            properties.set(name, object(sent));
        }
        return properties.withObjectProperty(name);
    }

    private static ObjectNode object(boolean sent) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", "object");
        return sent ? object.put("additionalProperties", false) : object;
    }

    /** @param orNull what is sent may be null, which is as if it were left out */
    private static ObjectNode value(Field field, boolean orNull) {
        ObjectNode schema = switch (field.type()) {
            case TEXT, NOTE, CHOICE, ID -> type("string", orNull);
            case INTEGER -> type("integer", orNull);
            case DECIMAL -> type("number", orNull);
            case TRUTH -> type("boolean", orNull);
            case DATE -> type("string", orNull).put("format", "date");
            case SPAN ->
                type("string", orNull).put("description", "ISO 8601 like PT30S; a number of seconds is read too");
            case IDS -> {
                ObjectNode array = type("array", orNull);
                array.putObject("items").put("type", "string");
                yield array;
            }
        };
        if (field.type() == Field.Type.SPAN && orNull) {
            schema.putArray("type").add("string").add("number").add("null");
        }
        if (!field.choices().isEmpty()) {
            ArrayNode choices = schema.putArray("enum");
            field.choices().forEach(choices::add);
            if (orNull) {
                choices.addNull();
            }
        }
        if (field.target() != null) {
            schema.put("description", "id of one of the " + field.target());
        }
        return schema;
    }

    private static ObjectNode type(String type, boolean orNull) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (orNull) {
            schema.putArray("type").add(type).add("null");
        } else {
            schema.put("type", type);
        }
        return schema;
    }

    private static ObjectNode files() {
        ObjectNode files = JsonNodeFactory.instance.objectNode().put("type", "object");
        files.putObject("additionalProperties").put("type", "string");
        return files.put(
                "description", "the text of each file by its name: {\"villages.csv\": \"id,name,position\\n…\"}");
    }
}
