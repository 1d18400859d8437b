package io.langsong.inventory.web;

import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A form in JSON: a dot in a field's name leads into an object, a secret shows only that it is set. */
final class JsonForm {
    private static final String UPLINKS = "uplinks";
    /** Another way to write {@code uplinks} when there is one. */
    private static final String UPLINK = "uplink";

    private static final int WIDEST_PLAIN_NUMBER = 40;

    private final Form<?> form;
    private final Map<String, Field> fields;
    private final Set<String> groups;
    private final Set<String> setMarks;

    JsonForm(Form<?> form) {
        this.form = form;
        this.fields = form.fields().stream()
                .collect(Collectors.toMap(Field::name, field -> field, (a, b) -> a, LinkedHashMap::new));
        this.groups = fields.keySet().stream()
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.indexOf('.')))
                .collect(Collectors.toSet());
        this.setMarks = form.fields().stream()
                .filter(Field::secret)
                .map(field -> field.name() + "Set")
                .collect(Collectors.toSet());
    }

    ObjectNode write(InventoryObject object) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Map<String, String> cells = form.publicCells(object);
        List<String> secrets = form.secretsOf(object);
        for (Field field : form.fields()) {
            String value = cells.get(field.name());
            if (secrets.contains(field.name())) {
                put(json, field.name() + "Set", JsonNodeFactory.instance.booleanNode(true));
            } else if (value != null) {
                write(json, field, value);
            }
        }
        return json;
    }

    private static void write(ObjectNode json, Field field, String value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (field.type()) {
            case INTEGER -> put(json, field.name(), nodes.numberNode(Long.parseLong(value)));
            case DECIMAL -> put(json, field.name(), nodes.numberNode(Double.parseDouble(value)));
            case TRUTH -> put(json, field.name(), nodes.booleanNode(Boolean.parseBoolean(value)));
            case IDS -> writeIds(json, field.name(), value.split(" "));
            case TEXT, NOTE, CHOICE, ID, SPAN, DATE -> put(json, field.name(), nodes.stringNode(value));
        }
    }

    private static void writeIds(ObjectNode json, String name, String[] ids) {
        if (name.equals(UPLINKS) && ids.length == 1) {
            json.put(UPLINK, ids[0]);
            return;
        }
        ArrayNode array = json.putArray(name);
        for (String id : ids) {
            array.add(id);
        }
    }

    private static void put(ObjectNode json, String name, JsonNode value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            json.set(name, value);
        } else {
            json.withObjectProperty(name.substring(0, dot)).set(name.substring(dot + 1), value);
        }
    }

    /**
     * The fields that {@code json} gives.
     *
     * @param stored the object that it replaces: a whole object within that is left out, like {@code snmp}, stays when it
     *     holds secrets, since no one could write it again from what we show; null takes it away
     * @throws InventoryRefused for a field that there is not, or of another type
     */
    Map<String, String> read(ObjectNode json, @Nullable InventoryObject stored) {
        Map<String, String> cells = new HashMap<>();
        json.properties().forEach(entry -> readProperty(entry.getKey(), entry.getValue(), cells));
        if (stored != null) {
            keepSecretGroups(json, stored, cells);
        }
        return cells;
    }

    /** {@code refused} in the words of {@code json}, which may have written the field in the other way. */
    static InventoryRefused inWordsOf(ObjectNode json, InventoryRefused refused) {
        boolean another = refused.problem().field().equals(UPLINKS) && !json.has(UPLINKS) && json.has(UPLINK);
        return another ? refused.named(UPLINK) : refused;
    }

    private void readProperty(String name, JsonNode value, Map<String, String> cells) {
        if (groups.contains(name)) {
            readGroup(name, value, cells);
        } else if (name.equals(UPLINK) && fields.containsKey(UPLINKS)) {
            if (!value.isNull()) {
                ArrayNode one = JsonNodeFactory.instance.arrayNode().add(value);
                putIds(UPLINK, ids(UPLINK, one), cells);
            }
        } else if (fields.containsKey(name) && !name.contains(".")) {
            readValue(fields.get(name), value, cells);
        } else {
            throw unknown(name);
        }
    }

    private void readGroup(String group, JsonNode value, Map<String, String> cells) {
        if (value.isNull()) {
            return;
        }
        if (!value.isObject() || value.isEmpty()) {
            throw InventoryRefused.unreadable(
                    group, null, "is not an object with fields", "give its fields, or null for none");
        }
        value.properties().forEach(entry -> {
            String name = group + "." + entry.getKey();
            Field field = fields.get(name);
            if (field != null) {
                readValue(field, entry.getValue(), cells);
            } else if (!setMarks.contains(name)) {
                throw unknown(name);
            }
        });
    }

    private InventoryRefused unknown(String name) {
        return InventoryRefused.unreadable(
                "body",
                name,
                "is not a field of a " + form.kind(),
                "the fields are "
                        + String.join(", ", fields.keySet())
                        + (fields.containsKey(UPLINKS) ? ", or uplink for one of the uplinks" : ""));
    }

    private static void readValue(@Nullable Field field, JsonNode value, Map<String, String> cells) {
        if (field == null || value.isNull()) {
            return;
        }
        switch (field.type()) {
            case TEXT, NOTE, CHOICE, ID, DATE ->
                cells.put(field.name(), typed(field, value, value.isString(), "a string"));
            case INTEGER -> cells.put(field.name(), typed(field, value, value.isIntegralNumber(), "a whole number"));
            case DECIMAL -> cells.put(field.name(), typed(field, value, value.isNumber(), "a number"));
            case TRUTH -> cells.put(field.name(), typed(field, value, value.isBoolean(), "true or false"));
            case SPAN ->
                cells.put(
                        field.name(),
                        typed(field, value, value.isString() || value.isNumber(), "seconds or an ISO 8601 duration"));
            case IDS -> putIds(field.name(), ids(field.name(), value), cells);
        }
    }

    private static String typed(Field field, JsonNode value, boolean right, String wanted) {
        if (!right) {
            throw InventoryRefused.unreadable(
                    field.name(), field.secret() ? null : value.toString(), "is of another type", "give " + wanted);
        }
        // The exponent form of 1e999999999 is short, its digits are not.
        boolean plain = value.isNumber() && Math.abs((long) value.decimalValue().scale()) < WIDEST_PLAIN_NUMBER;
        return plain ? value.decimalValue().toPlainString() : value.asString();
    }

    private static List<String> ids(String name, JsonNode value) {
        List<String> ids = new ArrayList<>();
        boolean right = value.isArray();
        for (JsonNode id : value) {
            right &= id.isString()
                    && !id.stringValue().isBlank()
                    && id.stringValue().indexOf(' ') < 0;
            ids.add(id.asString(""));
        }
        if (!right) {
            throw InventoryRefused.unreadable(
                    name, value.toString(), "is not made of ids", "give each as a string, several in an array");
        }
        return ids;
    }

    private static void putIds(String name, List<String> ids, Map<String, String> cells) {
        String field = name.equals(UPLINK) ? UPLINKS : name;
        String joined = String.join(" ", ids);
        String other = cells.putIfAbsent(field, joined);
        if (other != null && !other.equals(joined)) {
            throw InventoryRefused.unreadable(
                    UPLINK, joined, "is not what uplinks says: " + other, "give uplink or uplinks, not both");
        }
    }

    private void keepSecretGroups(ObjectNode json, InventoryObject stored, Map<String, String> cells) {
        Map<String, String> before = form.publicCells(stored);
        form.fields().stream()
                .filter(Field::secret)
                .map(field -> field.name().substring(0, field.name().indexOf('.')))
                .distinct()
                .filter(group -> !json.has(group))
                .forEach(group -> before.forEach((name, value) -> {
                    if (name.startsWith(group + ".")) {
                        cells.put(name, value);
                    }
                }));
    }
}
