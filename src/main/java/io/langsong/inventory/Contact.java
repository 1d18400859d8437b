package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * Somebody of a village's digital-technology team, or who else there can be called.
 *
 * @param duty what they are there, as typed: head of the village, teacher
 * @param phone as typed
 * @param holdsKey they can open the house in which the devices stand
 * @param looksAtLamps they can be asked which lamps of a device are lit
 */
public record Contact(
        ContactId id,
        String name,
        VillageId village,
        @Nullable String duty,
        @Nullable String phone,
        boolean holdsKey,
        boolean looksAtLamps,
        @Nullable String notes)
        implements InventoryObject {
    public Contact {
        name = Texts.required(id, "name", name, 120);
        duty = Texts.optional(id, "duty", duty, 120);
        phone = Texts.phone(id, "phone", phone);
        notes = Texts.note(id, "notes", notes);
    }
}
