package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A company that runs lines for others.
 *
 * @param phone where faults are reported to it, as typed
 */
public record Provider(
        ProviderId id,
        String name,
        @Nullable String phone,
        @Nullable String notes) implements InventoryObject {
    public Provider {
        name = Texts.required(id, "name", name, 120);
        phone = Texts.phone(id, "phone", phone);
        notes = Texts.note(id, "notes", notes);
    }
}
