package io.langsong.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of villages, power areas and sites. */
final class PlaceRows {
    private final JdbcClient jdbc;

    PlaceRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Stored<Village>> villages() {
        return jdbc.sql("SELECT * FROM inventory_village WHERE retired_at IS NULL ORDER BY position, id")
                .query((row, number) -> Stored.of(
                        row,
                        new Village(
                                new VillageId(row.getString("id")),
                                row.getString("name"),
                                row.getInt("position"),
                                row.getInt("people"),
                                row.getString("contact"),
                                position(row))))
                .list();
    }

    void save(Village village, Instant now) {
        jdbc.sql("""
                        INSERT INTO inventory_village AS old
                            (id, name, position, people, contact, latitude, longitude, created_at, updated_at)
                        VALUES (:id, :name, :position, :people, :contact, :latitude, :longitude, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, position = excluded.position, people = excluded.people,
                            contact = excluded.contact, latitude = excluded.latitude, longitude = excluded.longitude,
                            version = old.version + 1, updated_at = greatest(:now, old.created_at),
                            created_at = CASE WHEN old.retired_at IS NULL THEN old.created_at ELSE :now END,
                            retired_at = NULL
                        """)
                .param("id", village.id().value())
                .param("name", village.name())
                .param("position", village.position())
                .param("people", village.people())
                .param("contact", village.contact())
                .param("latitude", latitude(village.location()))
                .param("longitude", longitude(village.location()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Stored<PowerArea>> powerAreas() {
        return jdbc.sql("SELECT * FROM inventory_power_area WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) ->
                        Stored.of(row, new PowerArea(new PowerAreaId(row.getString("id")), row.getString("name"))))
                .list();
    }

    void save(PowerArea area, Instant now) {
        jdbc.sql("""
                        INSERT INTO inventory_power_area AS old (id, name, created_at, updated_at)
                        VALUES (:id, :name, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name,
                            version = old.version + 1, updated_at = greatest(:now, old.created_at),
                            created_at = CASE WHEN old.retired_at IS NULL THEN old.created_at ELSE :now END,
                            retired_at = NULL
                        """)
                .param("id", area.id().value())
                .param("name", area.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Stored<Site>> sites() {
        return jdbc.sql("SELECT * FROM inventory_site WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(
                        row,
                        new Site(
                                new SiteId(row.getString("id")),
                                new VillageId(row.getString("village")),
                                row.getString("name"),
                                Stored.choice(Site.Kind.values(), Site.Kind::code, row.getString("kind")),
                                row.getString("power_area") == null
                                        ? null
                                        : new PowerAreaId(row.getString("power_area")),
                                position(row))))
                .list();
    }

    void save(Site site, Instant now) {
        PowerAreaId area = site.powerArea();
        jdbc.sql("""
                        INSERT INTO inventory_site AS old
                            (id, village, name, kind, power_area, latitude, longitude, created_at, updated_at)
                        VALUES (:id, :village, :name, :kind, :powerArea, :latitude, :longitude, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            village = excluded.village, name = excluded.name, kind = excluded.kind,
                            power_area = excluded.power_area,
                            latitude = excluded.latitude, longitude = excluded.longitude,
                            version = old.version + 1, updated_at = greatest(:now, old.created_at),
                            created_at = CASE WHEN old.retired_at IS NULL THEN old.created_at ELSE :now END,
                            retired_at = NULL
                        """)
                .param("id", site.id().value())
                .param("village", site.village().value())
                .param("name", site.name())
                .param("kind", site.kind().code())
                .param("powerArea", area == null ? null : area.value())
                .param("latitude", latitude(site.location()))
                .param("longitude", longitude(site.location()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static @Nullable Position position(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        return row.wasNull() ? null : new Position(latitude, row.getDouble("longitude"));
    }

    private static @Nullable Double latitude(@Nullable Position position) {
        return position == null ? null : position.latitude();
    }

    private static @Nullable Double longitude(@Nullable Position position) {
        return position == null ? null : position.longitude();
    }

    /** An object and since when it counts. */
    record Stored<T extends InventoryObject>(T object, Instant addedAt) {
        static <T extends InventoryObject> Stored<T> of(ResultSet row, T object) throws SQLException {
            return new Stored<>(
                    object, row.getObject("created_at", OffsetDateTime.class).toInstant());
        }

        static <E> E choice(E[] values, java.util.function.Function<E, String> code, String stored) {
            for (E value : values) {
                if (code.apply(value).equals(stored)) {
                    return value;
                }
            }
            throw new IllegalStateException(
                    "The database holds \"%s\", which this version does not know; run the version that wrote it"
                            .formatted(stored));
        }
    }
}
