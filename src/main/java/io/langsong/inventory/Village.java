package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * One of the villages (thôn, phố) of the commune.
 *
 * @param position place in the official order, from 1; pages and reports follow it
 * @param people expected number of people served, not negative
 * @param contact who of the village's digital-technology team can be called; name and phone as typed
 */
public record Village(
        VillageId id,
        String name,
        int position,
        int people,
        @Nullable String contact,
        @Nullable Position location) {
    public Village {
        name = Texts.required("Village " + id + ": name", name, 120);
        contact = Texts.optional("Village " + id + ": contact", contact, 200);
        if (position < 1 || people < 0) {
            throw new IllegalArgumentException(
                    "Village %s: position %d is from 1 on, people %d not negative".formatted(id, position, people));
        }
    }
}
