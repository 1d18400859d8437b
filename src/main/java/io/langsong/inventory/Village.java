package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * One of the villages (thôn, phố) of the commune.
 *
 * @param position place in the official order, from 1, each once; pages and reports follow it
 * @param people expected number of people served, not negative
 */
public record Village(
        VillageId id,
        String name,
        int position,
        int people,
        @Nullable String notes,
        @Nullable Position location) implements InventoryObject {
    private static final int MOST_VILLAGES = 10_000;
    private static final int MOST_PEOPLE = 1_000_000;

    public Village {
        name = Texts.required(id, "name", name, 120);
        notes = Texts.note(id, "notes", notes);
        checkRange(id, "position", position, 1, MOST_VILLAGES);
        checkRange(id, "people", people, 0, MOST_PEOPLE);
    }

    private static void checkRange(VillageId id, String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw InventoryRefused.invalid(id, field, Integer.toString(value), Fault.OUT_OF_RANGE, least, most);
        }
    }
}
