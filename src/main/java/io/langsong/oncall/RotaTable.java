package io.langsong.oncall;

import io.langsong.availability.Interval;
import io.langsong.oncall.Rotation.Every;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of rotas, with what they hold. Any thread. */
final class RotaTable {
    private static final String ROTATION =
            "SELECT rota, first, every, hand_over, people, holiday_people FROM oncall_rotation";
    private static final String OVERRIDE =
            "SELECT id, rota, begin_at, end_at, person, note, added_by, added_at FROM oncall_override";
    private static final String SWAP = """
            SELECT id, rota, one_person, one_begin_at, one_end_at, other_person, other_begin_at, other_end_at, note, added_by,
              added_at
            FROM oncall_swap
            """;

    private final JdbcClient jdbc;

    RotaTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By name. */
    List<Rota> all() {
        Map<String, List<Rotation>> rotations =
                jdbc
                        .sql(ROTATION)
                        .query((row, number) -> Map.entry(row.getString("rota"), rotation(row)))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return jdbc.sql("SELECT id, name, uid, version, changed_at FROM oncall_rota ORDER BY lower(name), id")
                .query((row, number) -> rota(row, rotations.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    Optional<Rota> find(RotaId id) {
        List<Rotation> rotations = jdbc.sql(ROTATION + " WHERE rota = :id")
                .param("id", id.value())
                .query((row, number) -> rotation(row))
                .list();
        return jdbc.sql("SELECT id, name, uid, version, changed_at FROM oncall_rota WHERE id = :id")
                .param("id", id.value())
                .query((row, number) -> rota(row, rotations))
                .optional();
    }

    /** Nobody else changes it until the transaction ends. */
    void lock(RotaId id) {
        jdbc.sql("SELECT id FROM oncall_rota WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(String.class)
                .optional();
    }

    /** @return false when the id or the name is taken */
    boolean insert(String id, String name, Instant now) {
        return jdbc.sql("""
                        INSERT INTO oncall_rota (id, name, changed_at) VALUES (:id, :name, :now) ON CONFLICT DO NOTHING
                        """)
                        .param("id", id)
                        .param("name", name)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    void rename(RotaId id, String name, Instant now) {
        jdbc.sql("UPDATE oncall_rota SET name = :name, version = version + 1, changed_at = :now WHERE id = :id")
                .param("name", name)
                .param("now", utc(now))
                .param("id", id.value())
                .update();
    }

    void touch(RotaId id, Instant now) {
        jdbc.sql("UPDATE oncall_rota SET changed_at = :now WHERE id = :id")
                .param("now", utc(now))
                .param("id", id.value())
                .update();
    }

    boolean delete(RotaId id) {
        return jdbc.sql("DELETE FROM oncall_rota WHERE id = :id")
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** In place of those that would have begun with it or later. */
    void begin(RotaId id, Rotation rotation) {
        jdbc.sql("DELETE FROM oncall_rotation WHERE rota = :id AND first >= :first")
                .param("id", id.value())
                .param("first", rotation.first())
                .update();
        jdbc.sql("""
                        INSERT INTO oncall_rotation (rota, first, every, hand_over, people, holiday_people)
                        VALUES (:id, :first, :every, :handOver, :people, :holidayPeople)
                        """)
                .param("id", id.value())
                .param("first", rotation.first())
                .param("every", rotation.every().name())
                .param("handOver", rotation.handOver())
                .param("people", rotation.people().toArray(String[]::new))
                .param("holidayPeople", rotation.holidayPeople().toArray(String[]::new))
                .update();
    }

    /** In the order in which they were added. */
    List<DutyOverride> overrides(RotaId id) {
        return jdbc.sql(OVERRIDE + " WHERE rota = :id ORDER BY id")
                .param("id", id.value())
                .query(RotaTable::override)
                .list();
    }

    List<Swap> swaps(RotaId id) {
        return jdbc.sql(SWAP + " WHERE rota = :id ORDER BY id")
                .param("id", id.value())
                .query(RotaTable::swap)
                .list();
    }

    long add(RotaId rota, Interval span, @Nullable String person, @Nullable String note, String by, Instant now) {
        return jdbc.sql("""
                        INSERT INTO oncall_override (rota, begin_at, end_at, person, note, added_by, added_at)
                        VALUES (:rota, :begin, :end, :person, :note, :by, :now) RETURNING id
                        """)
                .param("rota", rota.value())
                .param("begin", utc(span.from()))
                .param("end", utc(span.until()))
                .param("person", person)
                .param("note", note)
                .param("by", by)
                .param("now", utc(now))
                .query(Long.class)
                .single();
    }

    void endOverride(long id, Instant now) {
        jdbc.sql("UPDATE oncall_override SET end_at = :now WHERE id = :id")
                .param("now", utc(now))
                .param("id", id)
                .update();
    }

    void deleteOverride(long id) {
        jdbc.sql("DELETE FROM oncall_override WHERE id = :id").param("id", id).update();
    }

    long add(RotaId rota, Swap.Side one, Swap.Side other, @Nullable String note, String by, Instant now) {
        return jdbc.sql("""
                        INSERT INTO oncall_swap (rota, one_person, one_begin_at, one_end_at, other_person, other_begin_at,
                          other_end_at, note, added_by, added_at)
                        VALUES (:rota, :one, :oneBegin, :oneEnd, :other, :otherBegin, :otherEnd, :note, :by, :now)
                        RETURNING id
                        """)
                .param("rota", rota.value())
                .param("one", one.person())
                .param("oneBegin", utc(one.span().from()))
                .param("oneEnd", utc(one.span().until()))
                .param("other", other.person())
                .param("otherBegin", utc(other.span().from()))
                .param("otherEnd", utc(other.span().until()))
                .param("note", note)
                .param("by", by)
                .param("now", utc(now))
                .query(Long.class)
                .single();
    }

    void deleteSwap(long id) {
        jdbc.sql("DELETE FROM oncall_swap WHERE id = :id").param("id", id).update();
    }

    private static Rota rota(ResultSet row, List<Rotation> rotations) throws SQLException {
        return new Rota(
                new RotaId(row.getString("id")),
                row.getString("name"),
                rotations,
                row.getObject("uid", UUID.class),
                row.getInt("version"),
                instant(row, "changed_at"));
    }

    private static Rotation rotation(ResultSet row) throws SQLException {
        return new Rotation(
                row.getObject("first", LocalDate.class),
                Every.valueOf(row.getString("every")),
                row.getObject("hand_over", LocalTime.class),
                List.of((String[]) row.getArray("people").getArray()),
                List.of((String[]) row.getArray("holiday_people").getArray()));
    }

    private static DutyOverride override(ResultSet row, int number) throws SQLException {
        return new DutyOverride(
                row.getLong("id"),
                new RotaId(row.getString("rota")),
                new Interval(instant(row, "begin_at"), instant(row, "end_at")),
                row.getString("person"),
                row.getString("note"),
                row.getString("added_by"),
                instant(row, "added_at"));
    }

    private static Swap swap(ResultSet row, int number) throws SQLException {
        return new Swap(
                row.getLong("id"),
                new RotaId(row.getString("rota")),
                side(row, "one"),
                side(row, "other"),
                row.getString("note"),
                row.getString("added_by"),
                instant(row, "added_at"));
    }

    private static Swap.Side side(ResultSet row, String which) throws SQLException {
        return new Swap.Side(
                row.getString(which + "_person"),
                new Interval(instant(row, which + "_begin_at"), instant(row, which + "_end_at")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
