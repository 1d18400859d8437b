package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Rendition.Restored;
import io.langsong.provisioning.Rendition.Source;
import io.langsong.secret.LateSecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of renditions, their archives sealed. Any thread. */
final class RenditionTable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Source>> SOURCES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final LateSecretBox box;

    RenditionTable(JdbcClient jdbc, Environment environment) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_rendition)")
                        .query(Boolean.class)
                        .single());
    }

    Optional<Rendition> find(DeviceId place, String checksum) {
        return jdbc.sql("SELECT * FROM provisioning_rendition WHERE place = :place AND checksum = :checksum")
                .param("place", place.value())
                .param("checksum", checksum)
                .query((row, number) -> rendition(row))
                .optional();
    }

    /** What the box there gets. */
    Optional<Rendition> letOut(DeviceId place) {
        return jdbc.sql("""
                        SELECT * FROM provisioning_rendition WHERE place = :place AND let_out IS NOT NULL
                        ORDER BY let_out DESC LIMIT 1
                        """)
                .param("place", place.value())
                .query((row, number) -> rendition(row))
                .optional();
    }

    /** Checksums of what boxes get, by place. */
    Map<DeviceId, String> letOutChecksums() {
        Map<DeviceId, String> checksums = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (place) place, checksum FROM provisioning_rendition WHERE let_out IS NOT NULL
                        ORDER BY place, let_out DESC
                        """).query(row -> {
            checksums.put(new DeviceId(row.getString("place")), row.getString("checksum"));
        });
        return checksums;
    }

    private Rendition rendition(ResultSet row) throws SQLException {
        DeviceId place = new DeviceId(row.getString("place"));
        String checksum = row.getString("checksum");
        return new Rendition(
                place,
                checksum,
                Base64.getDecoder().decode(box.open().open(row.getBytes("archive"), seal(place, checksum))),
                row.getString("shown"),
                JSON.readValue(row.getString("sources"), SOURCES),
                Objects.requireNonNull(AccessPointTable.instant(row, "made")),
                restored(row));
    }

    private static @Nullable Restored restored(ResultSet row) throws SQLException {
        Long backup = row.getObject("restores", Long.class);
        return backup == null ? null : new Restored(backup, row.getString("base"));
    }

    private static String seal(DeviceId place, String checksum) {
        return "provisioning_rendition.archive:" + place + "/" + checksum;
    }

    /** One that is there stays as it is: the same checksum is the same archive. */
    void keep(Rendition one) {
        byte[] sealed =
                box.open().seal(Base64.getEncoder().encodeToString(one.archive()), seal(one.place(), one.checksum()));
        Restored restores = one.restores();
        jdbc.sql("""
                        INSERT INTO provisioning_rendition (place, checksum, archive, shown, sources, made, restores, base)
                        VALUES (:place, :checksum, :archive, :shown, :sources::jsonb, :made, :restores, :base)
                        ON CONFLICT (place, checksum) DO NOTHING
                        """)
                .param("place", one.place().value())
                .param("checksum", one.checksum())
                .param("archive", sealed)
                .param("shown", one.shown())
                .param("sources", JSON.writeValueAsString(one.sources()))
                .param("made", AccessPointTable.utc(one.made()))
                .param("restores", restores == null ? null : restores.backup())
                .param("base", restores == null ? null : restores.base())
                .update();
    }

    /** Later than any before it, also when the clock was set back. */
    void letOut(DeviceId place, String checksum, Instant at) {
        jdbc.sql("""
                        UPDATE provisioning_rendition
                        SET let_out = greatest(:at::timestamptz,
                          (SELECT max(let_out) + interval '1 microsecond' FROM provisioning_rendition WHERE place = :place))
                        WHERE place = :place AND checksum = :checksum
                        """)
                .param("at", AccessPointTable.utc(at))
                .param("place", place.value())
                .param("checksum", checksum)
                .update();
    }
}
