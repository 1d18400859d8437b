package io.langsong.event;

import io.langsong.inventory.DeviceId;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.SnmpCredentials.User;
import java.net.InetSocketAddress;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The engines of SNMPv3 that send traps: whose they are, and what their clocks showed, kept over a restart so that a trap
 * that is played again is known as one. What polls found out of the same engines stands beside it. Any thread.
 */
@Component
class SenderEngines {
    private static final int MOST = 10_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Clock clock;
    private final Map<Key, Sender> senders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sender> eldest) {
            return size() > MOST;
        }
    };
    private final Set<Key> unwritten = new TreeSet<>();
    private final Set<Key> beingWritten = new TreeSet<>();
    private Map<Key, EngineClock> asked = Map.of();
    private Map<String, DeviceId> devicesAsked = Map.of();

    SenderEngines(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        this.jdbc = jdbc;
        this.template = template;
        this.clock = clock;
    }

    /** In one order, so that two who write rows do not wait for each other. */
    private record Key(String engineId, String user) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = engineId.compareTo(other.engineId);
            return order == 0 ? user.compareTo(other.user) : order;
        }
    }

    /** @param earlier whether its clock was read from the table, and nothing has come since */
    private record Sender(DeviceId device, EngineClock clock, boolean earlier) {}

    /**
     * Reads what was kept. How much later it is now is told by the clock of this machine; where that has gone backwards, no
     * time has passed.
     *
     * @throws org.springframework.dao.DataAccessException when the database is away
     */
    synchronized void begin() {
        senders.clear();
        unwritten.clear();
        beingWritten.clear();
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        jdbc.sql("SELECT * FROM event_sender_engine ORDER BY heard_at").query(row -> {
            String engineId = HexFormat.of().formatHex(row.getBytes("engine_id"));
            Instant heardAt = row.getObject("heard_at", OffsetDateTime.class).toInstant();
            Duration since = Duration.between(heardAt, now);
            long readAt = nanos - (since.isNegative() ? 0 : since.toNanos());
            senders.put(
                    new Key(engineId, row.getString("user_name")),
                    new Sender(
                            new DeviceId(row.getString("device")),
                            new EngineClock(engineId, row.getInt("boots"), row.getInt("time"), readAt),
                            true));
        });
    }

    /** A trap that proved itself came from this engine, and is of this device. */
    synchronized void heard(User user, EngineClock shown, DeviceId device) {
        Key key = new Key(shown.engineId(), user.name());
        senders.put(key, new Sender(device, shown, false));
        unwritten.add(key);
    }

    /** Takes over what polls know. An engine id that several boxes have, as cloned ones do, says nothing. */
    synchronized void polled(List<MetEngine> met, Function<InetSocketAddress, @Nullable DeviceId> at) {
        Map<String, InetSocketAddress> addresses = new HashMap<>();
        Set<String> cloned = new TreeSet<>();
        for (MetEngine one : met) {
            InetSocketAddress other = addresses.putIfAbsent(one.engineId(), one.address());
            if (other != null && !other.equals(one.address())) {
                cloned.add(one.engineId());
            }
        }
        Map<Key, EngineClock> clocks = new HashMap<>();
        Map<String, DeviceId> devices = new HashMap<>();
        for (MetEngine one : met) {
            String engineId = one.engineId();
            EngineClock shown = one.clock();
            if (!cloned.contains(engineId)) {
                if (shown != null) {
                    clocks.put(new Key(engineId, one.user().name()), shown);
                }
                DeviceId device = at.apply(one.address());
                if (device != null) {
                    devices.put(engineId, device);
                }
            }
        }
        asked = clocks;
        devicesAsked = devices;
    }

    /** As the table had it at the start; null when nothing was kept. */
    synchronized @Nullable EngineClock remembered(User user, String engineId) {
        Sender sender = senders.get(new Key(engineId, user.name()));
        return sender != null && sender.earlier() ? sender.clock() : null;
    }

    /** As a poll found it; null when none did, or one cannot tell whose it is. */
    synchronized @Nullable EngineClock asked(User user, String engineId) {
        return asked.get(new Key(engineId, user.name()));
    }

    /** Whose an engine is, by what it sent before or answered to polls; null when that is not known. */
    synchronized @Nullable DeviceId deviceOf(User user, String engineId) {
        DeviceId polled = devicesAsked.get(engineId);
        Sender sender = senders.get(new Key(engineId, user.name()));
        return polled != null ? polled : sender == null ? null : sender.device();
    }

    /** Writes what was heard since, in the caller's transaction; what is not {@link #written} then is written again. */
    void flush() {
        List<Object[]> rows = rows();
        if (rows.isEmpty()) {
            return;
        }
        int[] unused = template.batchUpdate("""
                INSERT INTO event_sender_engine (engine_id, user_name, boots, time, heard_at, device)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (engine_id, user_name) DO UPDATE
                   SET boots = excluded.boots, time = excluded.time, heard_at = excluded.heard_at,
                       device = excluded.device
                """, rows);
        jdbc.sql("""
                DELETE FROM event_sender_engine WHERE (engine_id, user_name) IN (
                  SELECT engine_id, user_name FROM event_sender_engine ORDER BY heard_at DESC OFFSET :most)
                """).param("most", MOST).update();
    }

    private synchronized List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        beingWritten.addAll(unwritten);
        unwritten.clear();
        for (Key key : beingWritten) {
            Sender sender = senders.get(key);
            if (sender != null) {
                EngineClock shown = sender.clock();
                rows.add(new Object[] {
                    HexFormat.of().parseHex(key.engineId()),
                    key.user(),
                    shown.boots(),
                    shown.time(),
                    Timestamp.from(now.minusNanos(nanos - shown.readAtNanos())),
                    sender.device().value()
                });
            }
        }
        return rows;
    }

    /** What was flushed last is safe. */
    synchronized void written() {
        beingWritten.clear();
    }
}
