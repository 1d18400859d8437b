package io.langsong.inventory.web;

import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Meanings;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a browser sent of a form, in the spelling of the inventory. */
final class PostedForm {
    private static final Pattern COMMA_NUMBER = Pattern.compile("-?[0-9]{1,3},[0-9]+");
    private static final String VERSION = "snmp.version";

    private PostedForm() {}

    /**
     * Names stand for ids, a decimal comma for a point. What does not belong to the SNMP version that was chosen is left
     * out, since a page shows the fields of all of them.
     *
     * @throws io.langsong.inventory.InventoryRefused when a name is not clear
     */
    static Map<String, String> cells(Form<?> form, Map<String, String> posted, InventorySnapshot snapshot) {
        Meanings meanings = new Meanings(snapshot);
        Map<String, String> cells = new HashMap<>();
        for (Field field : form.fields()) {
            String value = posted.get(field.name());
            if (value != null && belongs(field, posted)) {
                cells.put(field.name(), field.secret() ? value : meanings.resolved(field, plain(field, value)));
            }
        }
        return cells;
    }

    private static String plain(Field field, String value) {
        String bare = value.strip();
        return field.type() == Field.Type.DECIMAL && COMMA_NUMBER.matcher(bare).matches()
                ? bare.replace(',', '.')
                : bare;
    }

    private static boolean belongs(Field field, Map<String, String> posted) {
        if (!field.name().startsWith("snmp.") || !posted.containsKey(VERSION)) {
            return true;
        }
        String version = posted.getOrDefault(VERSION, "");
        return switch (field.name()) {
            case VERSION -> true;
            case "snmp.community" -> version.equals("1") || version.equals("2c");
            default -> version.equals("3");
        };
    }

    /** The object that was typed in, with the id that was given or one made from its name. */
    static InventoryObject read(
            Form<?> form, Map<String, String> posted, @Nullable InventoryObject stored, InventorySnapshot snapshot) {
        Map<String, String> cells = cells(form, posted, snapshot);
        if (stored != null) {
            cells.put("id", stored.id().value());
        } else if (cells.getOrDefault("id", "").isEmpty()) {
            cells.put("id", form.freeId(cells.getOrDefault("name", ""), snapshot));
        }
        return form.read(cells, stored);
    }
}
