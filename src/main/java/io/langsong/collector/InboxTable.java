package io.langsong.collector;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of what collectors sent. Writers are inside a transaction of the active server. */
@Component
class InboxTable {
    private final JdbcClient jdbc;

    InboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a batch lies. */
    record Key(UUID life, long number) {}

    /**
     * A batch without its content.
     *
     * @param sync the reading of the server's clock that came with it; null: none did
     * @param relayed whether the messages of devices in it are where they belong
     */
    record Place(
            Key key,
            long from,
            long until,
            Instant receivedAt,
            @Nullable Sync sync,
            boolean relayed) {}

    /** What is known of a life. @param sync the newest reading of the server's clock; null: none was made */
    record Lived(Life life, @Nullable Sync sync) {}

    void live(CollectorId collector, Life life, Instant now) {
        jdbc.sql("""
                INSERT INTO collector_life (collector, life, started_at, heard_at) VALUES (:collector, :life, :started, :now)
                ON CONFLICT (collector, life) DO UPDATE SET heard_at = :now
                """)
                .param("collector", collector.value())
                .param("life", life.id())
                .param("started", Timestamp.from(life.startedAt()))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** A later reading counts, unless it is much less sharp. What was kept for long brings older ones. */
    void sync(CollectorId collector, UUID life, Sync sync) {
        jdbc.sql("""
                UPDATE collector_life SET sync_millis = :millis, sync_server = :server, sync_error = :error
                 WHERE collector = :collector AND life = :life
                   AND (sync_millis IS NULL OR :millis > sync_millis + 3600000
                        OR (:millis >= sync_millis AND :error <= sync_error + 100))
                """)
                .param("collector", collector.value())
                .param("life", life)
                .param("millis", sync.millis())
                .param("server", Timestamp.from(sync.server()))
                .param("error", sync.error())
                .update();
    }

    Map<UUID, Lived> lives(CollectorId collector) {
        Map<UUID, Lived> lives = new HashMap<>();
        jdbc.sql("SELECT * FROM collector_life WHERE collector = :collector")
                .param("collector", collector.value())
                .query(row -> {
                    Lived lived = lived(row);
                    lives.put(lived.life().id(), lived);
                });
        return lives;
    }

    private static Lived lived(ResultSet row) throws SQLException {
        return new Lived(
                new Life(
                        row.getObject("life", UUID.class),
                        row.getTimestamp("started_at").toInstant()),
                sync(row));
    }

    private static @Nullable Sync sync(ResultSet row) throws SQLException {
        Timestamp server = row.getTimestamp("sync_server");
        return server == null
                ? null
                : new Sync(row.getLong("sync_millis"), server.toInstant(), row.getLong("sync_error"));
    }

    /** @return false when that number had been kept before */
    boolean keep(CollectorId collector, Batch batch, byte[] body, Instant now, boolean late) {
        int fresh = jdbc.sql("""
                UPDATE collector_life SET received = received + int8multirange(int8range(:number, :number + 1))
                 WHERE collector = :collector AND life = :life AND NOT received @> :number::bigint
                """)
                .param("collector", collector.value())
                .param("life", batch.life().id())
                .param("number", batch.number())
                .update();
        if (fresh == 0) {
            return false;
        }
        Sync sync = batch.sync();
        jdbc.sql("""
                INSERT INTO collector_batch (collector, life, number, from_ms, until_ms, received_at,
                                             sync_millis, sync_server, sync_error, late, body)
                VALUES (:collector, :life, :number, :from, :until, :now,
                        :millis::bigint, :server::timestamptz, :error::bigint, :late, :body)
                """)
                .param("collector", collector.value())
                .param("life", batch.life().id())
                .param("number", batch.number())
                .param("from", batch.from())
                .param("until", batch.until())
                .param("now", Timestamp.from(now))
                .param("millis", sync == null ? null : (Long) sync.millis())
                .param("server", sync == null ? null : sync.server().toString())
                .param("error", sync == null ? null : (Long) sync.error())
                .param("late", late)
                .param("body", body)
                .update();
        return true;
    }

    /** A gap that was judged with what there was by then is judged again with what came after that; unless another will be. */
    void reopenLast(CollectorId collector) {
        jdbc.sql("""
                UPDATE collector_gap SET judged_at = NULL
                 WHERE id = (SELECT id FROM collector_gap WHERE collector = :collector AND ended IS NOT NULL ORDER BY ended DESC LIMIT 1)
                   AND NOT EXISTS (SELECT 1 FROM collector_gap WHERE collector = :collector AND judged_at IS NULL)
                """).param("collector", collector.value()).update();
    }

    /** What was handed on before an instant, and is safe where it went, is let go. */
    void settle(Instant before) {
        jdbc.sql("DELETE FROM collector_batch WHERE NOT late AND received_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    /** The messages of what came before an instant are where they belong. */
    void relayed(Instant before) {
        jdbc.sql("UPDATE collector_batch SET relayed = true WHERE late AND NOT relayed AND received_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    /** What another run of the server had not let go yet is judged with the time in which no server was. */
    int leaveBehind() {
        return jdbc.sql("UPDATE collector_batch SET late = true WHERE NOT late").update();
    }

    List<Place> latePlaces(CollectorId collector) {
        return jdbc.sql("""
                SELECT life, number, from_ms, until_ms, received_at, sync_millis, sync_server, sync_error, relayed
                  FROM collector_batch
                 WHERE collector = :collector AND late ORDER BY life, number
                """)
                .param("collector", collector.value())
                .query((row, number) -> new Place(
                        new Key(row.getObject("life", UUID.class), row.getLong("number")),
                        row.getLong("from_ms"),
                        row.getLong("until_ms"),
                        row.getTimestamp("received_at").toInstant(),
                        sync(row),
                        row.getBoolean("relayed")))
                .list();
    }

    long late(CollectorId collector) {
        return jdbc.sql("SELECT count(*) FROM collector_batch WHERE collector = :collector AND late")
                .param("collector", collector.value())
                .query(Long.class)
                .single();
    }

    byte[] body(CollectorId collector, Key key) {
        return jdbc.sql(
                        "SELECT body FROM collector_batch WHERE collector = :collector AND life = :life AND number = :number")
                .param("collector", collector.value())
                .param("life", key.life())
                .param("number", key.number())
                .query((row, number) -> row.getBytes(1))
                .single();
    }

    void forget(CollectorId collector, List<Key> keys) {
        jdbc.sql("""
                DELETE FROM collector_batch USING unnest(:lives::uuid[], :numbers::bigint[]) AS gone (life, number)
                 WHERE collector = :collector AND collector_batch.life = gone.life AND collector_batch.number = gone.number
                """)
                .param("collector", collector.value())
                .param("lives", keys.stream().map(key -> key.life().toString()).toArray(String[]::new))
                .param("numbers", keys.stream().map(Key::number).toArray(Long[]::new))
                .update();
    }

    /** Begins a gap, unless one lasts. */
    void beginGap(CollectorId collector, Instant began) {
        jdbc.sql("INSERT INTO collector_gap (collector, began) VALUES (:collector, :began) ON CONFLICT DO NOTHING")
                .param("collector", collector.value())
                .param("began", Timestamp.from(began))
                .update();
    }

    /** @return whether one lasted */
    boolean endGap(CollectorId collector, Instant ended) {
        return jdbc.sql(
                                "UPDATE collector_gap SET ended = greatest(:ended, began) WHERE collector = :collector AND ended IS NULL")
                        .param("ended", Timestamp.from(ended))
                        .param("collector", collector.value())
                        .update()
                > 0;
    }

    /** One that is being caught up lasted to an instant after all. @return false when there is none */
    boolean extendGap(CollectorId collector, Instant ended) {
        return jdbc.sql("""
                UPDATE collector_gap SET ended = greatest(:ended, ended)
                 WHERE id = (SELECT id FROM collector_gap
                              WHERE collector = :collector AND ended IS NOT NULL AND judged_at IS NULL ORDER BY ended DESC LIMIT 1)
                """)
                        .param("ended", Timestamp.from(ended))
                        .param("collector", collector.value())
                        .update()
                > 0;
    }

    /** @param at null: more came meanwhile, it is to be judged again */
    void judged(long gap, @Nullable Instant at, long batches, long undated) {
        jdbc.sql("""
                UPDATE collector_gap SET judged_at = :at::timestamptz, batches = batches + :batches, undated = undated + :undated
                 WHERE id = :id
                """)
                .param("at", at == null ? null : at.toString())
                .param("batches", batches)
                .param("undated", undated)
                .param("id", gap)
                .update();
    }

    void found(long gap, int outages, int changed) {
        jdbc.sql("UPDATE collector_gap SET outages = outages + :outages, changed = changed + :changed WHERE id = :id")
                .param("outages", outages)
                .param("changed", changed)
                .param("id", gap)
                .update();
    }

    /** Gaps that are over and wait to be judged, the oldest first. */
    List<Gap> unjudged(CollectorId collector) {
        return jdbc.sql("""
                SELECT * FROM collector_gap WHERE collector = :collector AND ended IS NOT NULL AND judged_at IS NULL ORDER BY began
                """)
                .param("collector", collector.value())
                .query(InboxTable::gap)
                .list();
    }

    /** The newest first. */
    List<Gap> gaps(CollectorId collector, int most) {
        return jdbc.sql("SELECT * FROM collector_gap WHERE collector = :collector ORDER BY began DESC LIMIT :most")
                .param("collector", collector.value())
                .param("most", most)
                .query(InboxTable::gap)
                .list();
    }

    /** The newest first. */
    List<CollectorLife> received(CollectorId collector, int most) {
        return jdbc.sql("""
                SELECT life, started_at, heard_at, sync_server - sync_millis * interval '1 ms' AS began,
                       (SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(received) part) AS batches,
                       coalesce(upper(received) - 1, 0) AS newest,
                       (SELECT count(*) FROM collector_batch batch
                         WHERE batch.collector = life.collector AND batch.life = life.life) AS waiting
                  FROM collector_life life WHERE collector = :collector ORDER BY heard_at DESC LIMIT :most
                """)
                .param("collector", collector.value())
                .param("most", most)
                .query((row, number) -> new CollectorLife(
                        row.getObject("life", UUID.class),
                        row.getTimestamp("started_at").toInstant(),
                        Optional.ofNullable(row.getTimestamp("began"))
                                .map(Timestamp::toInstant)
                                .orElse(null),
                        row.getTimestamp("heard_at").toInstant(),
                        row.getLong("batches"),
                        row.getLong("newest"),
                        row.getLong("waiting")))
                .list();
    }

    /** Collectors of which results wait though nobody says any more that all are there. */
    List<CollectorId> waitingSince(Instant before) {
        return jdbc.sql("""
                SELECT DISTINCT gap.collector FROM collector_gap gap
                 WHERE ended < :before AND judged_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM collector_batch batch
                                    WHERE batch.collector = gap.collector AND late AND received_at >= :before)
                """)
                .param("before", Timestamp.from(before))
                .query((row, number) -> new CollectorId(row.getString(1)))
                .list();
    }

    private static Gap gap(ResultSet row, int number) throws SQLException {
        Optional<Timestamp> ended = Optional.ofNullable(row.getTimestamp("ended"));
        Optional<Timestamp> judged = Optional.ofNullable(row.getTimestamp("judged_at"));
        return new Gap(
                row.getLong("id"),
                new CollectorId(row.getString("collector")),
                row.getTimestamp("began").toInstant(),
                ended.map(Timestamp::toInstant).orElse(null),
                judged.map(Timestamp::toInstant).orElse(null),
                row.getLong("batches"),
                row.getLong("undated"),
                row.getLong("outages"),
                row.getLong("changed"));
    }
}
