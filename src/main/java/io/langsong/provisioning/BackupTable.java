package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Backup.Cause;
import io.langsong.secret.LateSecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of running configurations, sealed. Any thread. */
final class BackupTable {
    private final JdbcClient jdbc;
    private final LateSecretBox box;

    BackupTable(JdbcClient jdbc, Environment environment) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_backup)")
                        .query(Boolean.class)
                        .single());
    }

    /** The newest first. */
    List<Backup> of(DeviceId place) {
        return jdbc.sql("SELECT * FROM provisioning_backup WHERE place = :place ORDER BY id DESC")
                .param("place", place.value())
                .query((row, number) -> backup(row))
                .list();
    }

    Optional<Backup> find(DeviceId place, long id) {
        return jdbc.sql("SELECT * FROM provisioning_backup WHERE place = :place AND id = :id")
                .param("place", place.value())
                .param("id", id)
                .query((row, number) -> backup(row))
                .optional();
    }

    Optional<Backup> newest(DeviceId place) {
        return jdbc.sql("SELECT * FROM provisioning_backup WHERE place = :place ORDER BY id DESC LIMIT 1")
                .param("place", place.value())
                .query((row, number) -> backup(row))
                .optional();
    }

    /** As it was just after something was applied last. */
    Optional<Backup> lastApplied(DeviceId place) {
        return jdbc.sql(
                        "SELECT * FROM provisioning_backup WHERE place = :place AND applied IS NOT NULL ORDER BY id DESC LIMIT 1")
                .param("place", place.value())
                .query((row, number) -> backup(row))
                .optional();
    }

    Optional<String> appliedUntil(Backup one) {
        return jdbc.sql("""
                        SELECT applied FROM provisioning_backup WHERE place = :place AND applied IS NOT NULL AND id <= :id
                        ORDER BY id DESC LIMIT 1
                        """)
                .param("place", one.place().value())
                .param("id", one.id())
                .query(String.class)
                .optional();
    }

    /**
     * The newest of an access point, without what it holds.
     *
     * @param applied digest of the one after something was applied last; null when there is none
     */
    record Newest(
            DeviceId place,
            Instant seen,
            String digest,
            @Nullable String applied) {
        /** Whether it is not any more as it was left. */
        boolean differs() {
            return applied != null && !applied.equals(digest);
        }
    }

    List<Newest> newestDigests() {
        return jdbc.sql("""
                        SELECT place, seen, digest,
                          (SELECT last.digest FROM provisioning_backup last
                           WHERE last.place = newest.place AND last.applied IS NOT NULL ORDER BY last.id DESC LIMIT 1) AS left_as
                        FROM (SELECT DISTINCT ON (place) place, seen, digest FROM provisioning_backup ORDER BY place, id DESC) newest
                        ORDER BY place
                        """)
                .query((row, number) -> new Newest(
                        new DeviceId(row.getString("place")),
                        Objects.requireNonNull(AccessPointTable.instant(row, "seen")),
                        row.getString("digest"),
                        row.getString("left_as")))
                .list();
    }

    /** The newest of each access point, ascending by its id. */
    List<Backup> newestOfAll() {
        return jdbc.sql("SELECT DISTINCT ON (place) * FROM provisioning_backup ORDER BY place, id DESC")
                .query((row, number) -> backup(row))
                .list();
    }

    private static Backup backup(ResultSet row) throws SQLException {
        return new Backup(
                row.getLong("id"),
                new DeviceId(row.getString("place")),
                Objects.requireNonNull(AccessPointTable.instant(row, "taken")),
                Objects.requireNonNull(AccessPointTable.instant(row, "seen")),
                Cause.valueOf(row.getString("cause").toUpperCase(Locale.ROOT)),
                row.getString("digest"),
                row.getString("applied"),
                row.getString("shown"));
    }

    void add(Backup one, String raw) {
        jdbc.sql("""
                        INSERT INTO provisioning_backup (place, taken, seen, cause, digest, applied, raw, shown)
                        VALUES (:place, :taken, :seen, :cause, :digest, :applied, :raw, :shown)
                        """)
                .param("place", one.place().value())
                .param("taken", AccessPointTable.utc(one.taken()))
                .param("seen", AccessPointTable.utc(one.seen()))
                .param("cause", one.cause().code())
                .param("digest", one.digest())
                .param("applied", one.applied())
                .param("raw", box.open().seal(raw, seal(one.place(), one.digest())))
                .param("shown", one.shown())
                .update();
    }

    private static String seal(DeviceId place, String digest) {
        return "provisioning_backup.raw:" + place + "/" + digest;
    }

    /** As it came; it holds secrets. */
    String raw(Backup one) {
        byte[] sealed = jdbc.sql("SELECT raw FROM provisioning_backup WHERE id = :id")
                .param("id", one.id())
                .query((row, number) -> row.getBytes(1))
                .single();
        return box.open().open(sealed, seal(one.place(), one.digest()));
    }

    void seen(Backup one, Instant at, @Nullable String applied) {
        jdbc.sql(
                        "UPDATE provisioning_backup SET seen = greatest(seen, :at), applied = coalesce(:applied, applied) WHERE id = :id")
                .param("at", AccessPointTable.utc(at))
                .param("applied", applied)
                .param("id", one.id())
                .update();
    }
}
