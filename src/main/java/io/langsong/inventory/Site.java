package io.langsong.inventory;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A place in a village or an office where devices stand. */
public record Site(
        SiteId id,
        VillageId village,
        String name,
        Kind kind,
        @Nullable PowerAreaId powerArea,
        @Nullable Position location,
        @Nullable String notes)
        implements InventoryObject {
    public Site {
        name = Texts.required(id, "name", name, 160);
        notes = Texts.note(id, "notes", notes);
    }

    public enum Kind {
        CULTURE_HOUSE,
        SCHOOL,
        CLINIC,
        PEOPLES_COMMITTEE,
        SERVICE_CENTRE,
        OTHER;

        /** As written in files and JSON: {@code culture-house}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
