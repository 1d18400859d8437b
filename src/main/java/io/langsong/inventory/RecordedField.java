package io.langsong.inventory;

import java.util.Locale;
import java.util.Optional;

/** A field of an object of the inventory as the audit trail names it, for telling people of it. */
public record RecordedField(Form<?> form, Field field) {
    /**
     * @param action what was done: {@code inventory.device.change}
     * @param name of the field
     * @return empty when the action is about nothing that has such a field
     */
    public static Optional<RecordedField> of(String action, String name) {
        return Form.all().stream()
                .filter(form -> action.startsWith("inventory." + form.kind() + "."))
                .flatMap(form -> form.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .map(field -> new RecordedField(form, field)))
                .findFirst();
    }

    /** The field as people call it. */
    public String label(Locale language) {
        return form.label(field, language);
    }

    /** One of its values as people call it. */
    public String value(String value, Locale language) {
        return form.label(field, value, language);
    }
}
