package io.langsong.inventory;

import static io.langsong.inventory.Field.Type.DECIMAL;
import static io.langsong.inventory.Field.Type.INTEGER;
import static io.langsong.inventory.Field.Type.NOTE;
import static io.langsong.inventory.Field.Type.TEXT;
import static io.langsong.inventory.Field.optional;
import static io.langsong.inventory.Field.optionalId;
import static io.langsong.inventory.Field.required;
import static io.langsong.inventory.Field.requiredChoice;
import static io.langsong.inventory.Field.requiredId;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The forms of villages, power areas and sites. */
final class PlaceForms {
    private PlaceForms() {}

    static final class Villages extends Form<Village> {
        Villages() {
            super(
                    "village",
                    "villages",
                    Village.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    required("position", INTEGER),
                    optional("people", INTEGER),
                    optional("location.latitude", DECIMAL),
                    optional("location.longitude", DECIMAL),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new VillageId(value);
        }

        @Override
        public Collection<Village> in(InventorySnapshot snapshot) {
            return snapshot.villages();
        }

        @Override
        Village read(Cells cells, @Nullable Village stored) {
            return new Village(
                    cells.id("id", VillageId::new),
                    cells.requiredText("name"),
                    cells.integer("position"),
                    cells.integer("people", 0),
                    cells.text("notes"),
                    cells.position("location"));
        }

        @Override
        void write(Village village, Cells.Written cells) {
            cells.put("position", village.position())
                    .put("people", village.people())
                    .put("location", village.location())
                    .put("notes", village.notes());
        }
    }

    static final class PowerAreas extends Form<PowerArea> {
        PowerAreas() {
            super("power-area", "power-areas", PowerArea.class, required("id", TEXT), required("name", TEXT));
        }

        @Override
        public InventoryId id(String value) {
            return new PowerAreaId(value);
        }

        @Override
        public Collection<PowerArea> in(InventorySnapshot snapshot) {
            return snapshot.powerAreas();
        }

        @Override
        PowerArea read(Cells cells, @Nullable PowerArea stored) {
            return new PowerArea(cells.id("id", PowerAreaId::new), cells.requiredText("name"));
        }

        @Override
        void write(PowerArea area, Cells.Written cells) {}
    }

    static final class Sites extends Form<Site> {
        Sites() {
            super(
                    "site",
                    "sites",
                    Site.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    requiredId("village", "villages"),
                    requiredChoice("kind", codes(Site.Kind.values(), Site.Kind::code)),
                    optionalId("powerArea", "power-areas"),
                    optional("location.latitude", DECIMAL),
                    optional("location.longitude", DECIMAL),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new SiteId(value);
        }

        @Override
        public Collection<Site> in(InventorySnapshot snapshot) {
            return snapshot.sites();
        }

        @Override
        Site read(Cells cells, @Nullable Site stored) {
            SiteId id = cells.id("id", SiteId::new);
            String name = cells.requiredText("name");
            return new Site(
                    id,
                    cells.id("village", VillageId::new),
                    name,
                    cells.choice("kind", Site.Kind.values(), Site.Kind::code, null),
                    cells.optionalId("powerArea", PowerAreaId::new),
                    cells.position("location"),
                    cells.text("notes"));
        }

        @Override
        void write(Site site, Cells.Written cells) {
            cells.put("village", site.village())
                    .put("kind", site.kind().code())
                    .put("powerArea", site.powerArea())
                    .put("location", site.location())
                    .put("notes", site.notes());
        }
    }
}
