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
                                row.getString("notes"),
                                position(row))))
                .list();
    }

    long save(Village village, Instant now) {
        return jdbc.sql("""
                        INSERT INTO inventory_village AS old
                            (id, name, position, people, notes, latitude, longitude, created_at, updated_at)
                        VALUES (:id, :name, :position, :people, :notes, :latitude, :longitude, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, position = excluded.position, people = excluded.people,
                            notes = excluded.notes, latitude = excluded.latitude, longitude = excluded.longitude,
                        """ + Stored.NEXT_VERSION)
                .param("id", village.id().value())
                .param("name", village.name())
                .param("position", village.position())
                .param("people", village.people())
                .param("notes", village.notes())
                .param("latitude", latitude(village.location()))
                .param("longitude", longitude(village.location()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    List<Stored<PowerArea>> powerAreas() {
        return jdbc.sql("SELECT * FROM inventory_power_area WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) ->
                        Stored.of(row, new PowerArea(new PowerAreaId(row.getString("id")), row.getString("name"))))
                .list();
    }

    long save(PowerArea area, Instant now) {
        return jdbc.sql("""
                        INSERT INTO inventory_power_area AS old (id, name, created_at, updated_at)
                        VALUES (:id, :name, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name,
                        """ + Stored.NEXT_VERSION)
                .param("id", area.id().value())
                .param("name", area.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
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
                                position(row),
                                row.getString("notes"))))
                .list();
    }

    long save(Site site, Instant now) {
        PowerAreaId area = site.powerArea();
        return jdbc.sql("""
                        INSERT INTO inventory_site AS old
                            (id, village, name, kind, power_area, latitude, longitude, notes, created_at, updated_at)
                        VALUES (:id, :village, :name, :kind, :powerArea, :latitude, :longitude, :notes, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            village = excluded.village, name = excluded.name, kind = excluded.kind,
                            power_area = excluded.power_area,
                            latitude = excluded.latitude, longitude = excluded.longitude, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", site.id().value())
                .param("village", site.village().value())
                .param("name", site.name())
                .param("kind", site.kind().code())
                .param("powerArea", area == null ? null : area.value())
                .param("notes", site.notes())
                .param("latitude", latitude(site.location()))
                .param("longitude", longitude(site.location()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
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

    /**
     * An object, since when it counts, and how often it was written.
     *
     * @param version from 1; grows with each change of the object
     */
    record Stored<T extends InventoryObject>(T object, Instant addedAt, long version) {
        /** The end of an upsert into a table called {@code old}, at {@code :now}; answers the new version. */
        static final String NEXT_VERSION = """
                version = old.version + 1, updated_at = greatest(:now, old.created_at),
                created_at = CASE WHEN old.retired_at IS NULL THEN old.created_at ELSE :now END,
                retired_at = NULL
                RETURNING version
                """;

        static <T extends InventoryObject> Stored<T> of(ResultSet row, T object) throws SQLException {
            return new Stored<>(
                    object, row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
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
