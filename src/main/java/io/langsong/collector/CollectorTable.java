package io.langsong.collector;

import io.langsong.collector.Collector.Certificate;
import io.langsong.inventory.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** The tables of collectors and of their sites. Within a transaction of the caller; any thread. */
final class CollectorTable {
    private static final String ALL = """
            SELECT c.*, ARRAY(SELECT s.site FROM collector_site s WHERE s.collector = c.id) AS sites
            FROM collector_record c
            """;

    private final JdbcClient jdbc;

    CollectorTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By name. */
    List<Collector> all() {
        return jdbc.sql(ALL + " ORDER BY c.name")
                .query((row, number) -> collector(row))
                .list();
    }

    Optional<Collector> find(CollectorId id) {
        return find(id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<Collector> lock(CollectorId id) {
        return find(id, " FOR UPDATE OF c");
    }

    private Optional<Collector> find(CollectorId id, String how) {
        return jdbc.sql(ALL + " WHERE c.id = :id" + how)
                .param("id", id.value())
                .query((row, number) -> collector(row))
                .optional();
    }

    boolean isNamed(String name, @Nullable CollectorId but) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM collector_record WHERE name = :name AND id <> :but)")
                .param("name", name)
                .param("but", but == null ? "" : but.value())
                .query(Boolean.class)
                .single();
    }

    private static Collector collector(ResultSet row) throws SQLException {
        String serial = row.getString("serial");
        Certificate certificate = serial == null
                ? null
                : new Certificate(
                        serial,
                        Objects.requireNonNull(instant(row, "serial_from")),
                        Objects.requireNonNull(instant(row, "serial_until")),
                        row.getBoolean("serial_used"),
                        row.getString("serial_before"));
        return new Collector(
                new CollectorId(row.getString("id")),
                row.getInt("version"),
                row.getString("name"),
                Arrays.stream((String[]) row.getArray("sites").getArray())
                        .map(SiteId::new)
                        .collect(Collectors.toSet()),
                pace(row),
                Objects.requireNonNull(instant(row, "created_at")),
                certificate,
                row.getString("software"),
                instant(row, "heard_at"),
                instant(row, "lost_at"));
    }

    private static CollectorPace pace(ResultSet row) throws SQLException {
        Long interval = row.getObject("interval_ms", Long.class);
        Long timeout = row.getObject("timeout_ms", Long.class);
        return new CollectorPace(
                interval == null ? null : Duration.ofMillis(interval),
                timeout == null ? null : Duration.ofMillis(timeout),
                row.getObject("retries", Integer.class),
                row.getObject("budget", Long.class),
                row.getObject("device_budget", Long.class),
                DataSize.ofBytes(row.getLong("spool")));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    void add(CollectorId id, String name, CollectorPace pace, Instant now) {
        write(id, name, pace, """
                INSERT INTO collector_record (id, version, name, created_at, interval_ms, timeout_ms, retries, budget, device_budget, spool)
                VALUES (:id, 1, :name, :now, :interval, :timeout, :retries, :budget, :deviceBudget, :spool)
                """, now);
    }

    void change(CollectorId id, String name, CollectorPace pace) {
        write(id, name, pace, """
                UPDATE collector_record SET version = version + 1, name = :name, interval_ms = :interval, timeout_ms = :timeout,
                  retries = :retries, budget = :budget, device_budget = :deviceBudget, spool = :spool
                WHERE id = :id
                """, null);
    }

    private void write(CollectorId id, String name, CollectorPace pace, String sql, @Nullable Instant now) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql)
                .param("id", id.value())
                .param("name", name)
                .param(
                        "interval",
                        pace.interval() == null ? null : pace.interval().toMillis())
                .param("timeout", pace.timeout() == null ? null : pace.timeout().toMillis())
                .param("retries", pace.retries())
                .param("budget", pace.budget())
                .param("deviceBudget", pace.deviceBudget())
                .param("spool", pace.spool().toBytes());
        (now == null ? statement : statement.param("now", utc(now))).update();
    }

    /** @return a site that another collector has; then nothing is to be kept */
    Optional<SiteId> putSites(CollectorId id, Set<SiteId> sites) {
        jdbc.sql("DELETE FROM collector_site WHERE collector = :id")
                .param("id", id.value())
                .update();
        for (SiteId site :
                sites.stream().sorted(Comparator.comparing(SiteId::value)).toList()) {
            int added = jdbc.sql(
                            "INSERT INTO collector_site (site, collector) VALUES (:site, :id) ON CONFLICT DO NOTHING")
                    .param("site", site.value())
                    .param("id", id.value())
                    .update();
            if (added == 0) {
                return Optional.of(site);
            }
        }
        return Optional.empty();
    }

    Map<SiteId, CollectorId> serving() {
        return jdbc
                .sql("SELECT site, collector FROM collector_site")
                .query((row, number) -> Map.entry(new SiteId(row.getString(1)), new CollectorId(row.getString(2))))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void remove(CollectorId id) {
        jdbc.sql("DELETE FROM collector_record WHERE id = :id")
                .param("id", id.value())
                .update();
    }

    /** @param certificate null: none holds any more */
    void certify(CollectorId id, @Nullable Certificate certificate) {
        jdbc.sql("""
                        UPDATE collector_record SET serial = :serial, serial_from = :from, serial_until = :until,
                          serial_used = :used, serial_before = :before
                        WHERE id = :id
                        """)
                .param("serial", certificate == null ? null : certificate.serial())
                .param("from", certificate == null ? null : utc(certificate.from()))
                .param("until", certificate == null ? null : utc(certificate.until()))
                .param("used", certificate != null && certificate.used())
                .param("before", certificate == null ? null : certificate.before())
                .param("id", id.value())
                .update();
    }

    /** It is here. */
    void connected(CollectorId id, String software, Instant at) {
        jdbc.sql("""
                        UPDATE collector_record SET software = :software, heard_at = :at, connected_at = :at, lost_at = NULL
                        WHERE id = :id
                        """)
                .param("software", software)
                .param("at", utc(at))
                .param("id", id.value())
                .update();
    }

    void heard(Map<CollectorId, Instant> heard) {
        if (heard.isEmpty()) {
            return;
        }
        List<Map.Entry<CollectorId, Instant>> all = List.copyOf(heard.entrySet());
        jdbc.sql("""
                        UPDATE collector_record SET heard_at = greatest(heard_at, to_timestamp(said.millis / 1000.0))
                        FROM unnest(:ids, :millis) AS said (id, millis)
                        WHERE collector_record.id = said.id
                        """)
                .param("ids", all.stream().map(one -> one.getKey().value()).toArray(String[]::new))
                .param(
                        "millis",
                        all.stream().map(one -> one.getValue().toEpochMilli()).toArray(Long[]::new))
                .update();
    }

    /** Those that were here and are not lost, with when they were heard last. */
    Map<CollectorId, Instant> connected() {
        return jdbc
                .sql("SELECT id, heard_at FROM collector_record WHERE connected_at IS NOT NULL")
                .query((row, number) ->
                        Map.entry(new CollectorId(row.getString(1)), Objects.requireNonNull(instant(row, "heard_at"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void lost(CollectorId id, Instant heardAt, Instant lostAt) {
        jdbc.sql("""
                        UPDATE collector_record SET heard_at = :heard, connected_at = NULL, lost_at = :lost WHERE id = :id
                        """)
                .param("heard", utc(heardAt))
                .param("lost", utc(lostAt))
                .param("id", id.value())
                .update();
    }
}
