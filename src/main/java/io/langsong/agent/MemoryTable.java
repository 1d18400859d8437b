package io.langsong.agent;

import io.langsong.agent.Identity.Other;
import io.langsong.inventory.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of what is remembered of boxes, and of replaced times. Any thread. */
final class MemoryTable {
    private final JdbcClient jdbc;

    MemoryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<BoxMemory> find(DeviceId device) {
        return jdbc.sql("SELECT * FROM agent_box WHERE device = :device")
                .param("device", device.value())
                .query((row, number) -> memory(row))
                .optional();
    }

    List<BoxMemory> all() {
        return jdbc.sql("SELECT * FROM agent_box ORDER BY device")
                .query((row, number) -> memory(row))
                .list();
    }

    private static BoxMemory memory(ResultSet row) throws SQLException {
        Instant otherSince = instant(row, "other_since");
        Instant otherLast = instant(row, "other_last");
        Long uptime = row.getObject("uptime_s", Long.class);
        return new BoxMemory(
                new DeviceId(row.getString("device")),
                row.getObject("box", UUID.class),
                instant(row, "sent"),
                instant(row, "arrived"),
                row.getLong("reports"),
                row.getLong("left_out"),
                row.getLong("wrong_clock"),
                row.getBoolean("clock_is_wrong"),
                uptime == null ? null : Duration.ofSeconds(uptime),
                new Identity(
                        texts(row, "macs"),
                        row.getBoolean("chosen"),
                        instant(row, "start_sent"),
                        instant(row, "start_seen"),
                        otherSince == null || otherLast == null
                                ? null
                                : new Other(texts(row, "other_macs"), otherSince, otherLast),
                        instant(row, "doubt_at")));
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    void put(BoxMemory one) {
        Identity identity = one.identity();
        Other other = identity.other();
        jdbc.sql("""
                        INSERT INTO agent_box (device, box, sent, arrived, reports, left_out, wrong_clock, clock_is_wrong, uptime_s,
                          macs, chosen, start_sent, start_seen, other_macs, other_since, other_last, doubt_at)
                        VALUES (:device, :box, :sent, :arrived, :reports, :leftOut, :wrongClock, :clockIsWrong, :uptime,
                          :macs, :chosen, :startSent, :startSeen, :otherMacs, :otherSince, :otherLast, :doubtAt)
                        ON CONFLICT (device) DO UPDATE SET box = excluded.box, sent = excluded.sent, arrived = excluded.arrived,
                          reports = excluded.reports, left_out = excluded.left_out, wrong_clock = excluded.wrong_clock,
                          clock_is_wrong = excluded.clock_is_wrong, uptime_s = excluded.uptime_s, macs = excluded.macs, chosen = excluded.chosen,
                          start_sent = excluded.start_sent, start_seen = excluded.start_seen, other_macs = excluded.other_macs,
                          other_since = excluded.other_since, other_last = excluded.other_last, doubt_at = excluded.doubt_at
                        """)
                .param("device", one.device().value())
                .param("box", one.box())
                .param("sent", utc(one.sent()))
                .param("arrived", utc(one.arrived()))
                .param("reports", one.reports())
                .param("leftOut", one.leftOut())
                .param("wrongClock", one.wrongClock())
                .param("clockIsWrong", one.clockIsWrong())
                .param("uptime", one.uptime() == null ? null : one.uptime().toSeconds())
                .param("macs", identity.macs().toArray(String[]::new))
                .param("chosen", identity.chosen())
                .param("startSent", utc(identity.startSent()))
                .param("startSeen", utc(identity.startSeen()))
                .param("otherMacs", other == null ? new String[0] : other.macs().toArray(String[]::new))
                .param("otherSince", other == null ? null : utc(other.since()))
                .param("otherLast", other == null ? null : utc(other.last()))
                .param("doubtAt", utc(identity.doubtAt()))
                .update();
    }

    /**
     * The time under which a report of a wrong clock is kept: that of its first arrival, however often it comes.
     *
     * @param box that sent it
     * @param sent as the box said
     * @param at where it comes for the first time
     * @param since of this run of the box, at the latest: a clock that begins at the same time at each start says the same again
     */
    Instant replaced(UUID box, Instant sent, Instant at, Instant since) {
        jdbc.sql("""
                        INSERT INTO agent_stamp (box, sent, at) VALUES (:box, :sent, :at)
                        ON CONFLICT (box, sent) DO UPDATE SET at = excluded.at WHERE agent_stamp.at < :since
                        """)
                .param("since", utc(since))
                .param("box", box)
                .param("sent", utc(sent))
                .param("at", utc(at))
                .update();
        return Objects.requireNonNull(jdbc.sql("SELECT at FROM agent_stamp WHERE box = :box AND sent = :sent")
                        .param("box", box)
                        .param("sent", utc(sent))
                        .query(OffsetDateTime.class)
                        .single())
                .toInstant();
    }

    void forgetStamps(Instant before) {
        jdbc.sql("DELETE FROM agent_stamp WHERE at < :before")
                .param("before", utc(before))
                .update();
    }
}
