package io.langsong.event;

import java.net.InetAddress;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who speaks and is in no inventory: collected in memory, written some times a minute, a bounded number. Any thread. */
@Component
public class UnknownSenders {
    static final int MOST = 500;
    private static final int MOST_COLLECTED = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Map<Key, Seen> collected = new LinkedHashMap<>();

    private record Key(String address, Protocol protocol) {}

    private static final class Seen {
        long times;
        final Instant firstAt;
        Instant lastAt;
        String lastBody = "";

        Seen(Instant at) {
            firstAt = at;
            lastAt = at;
        }
    }

    UnknownSenders(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** @param body plain */
    synchronized void note(InetAddress address, Protocol protocol, String body, Instant at) {
        Key key = new Key(address.getHostAddress(), protocol);
        Seen seen = collected.get(key);
        if (seen == null && collected.size() < MOST_COLLECTED) {
            seen = new Seen(at);
            collected.put(key, seen);
        }
        if (seen != null) {
            seen.times++;
            seen.lastAt = at;
            seen.lastBody = body;
        }
    }

    /** Writes what was collected since; on the writer's thread, in its transaction. */
    void flush() {
        Map<Key, Seen> some = take();
        if (some.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        some.forEach((key, seen) -> rows.add(new Object[] {
            key.address(),
            key.protocol().code(),
            seen.times,
            Timestamp.from(seen.firstAt),
            Timestamp.from(seen.lastAt),
            seen.lastBody
        }));
        int[] unused = template.batchUpdate("""
                INSERT INTO event_sender (address, protocol, times, first_at, last_at, last_body)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (address, protocol) DO UPDATE
                   SET times = event_sender.times + excluded.times,
                       last_at = greatest(event_sender.last_at, excluded.last_at),
                       last_body = excluded.last_body
                """, rows);
        jdbc.sql("""
                DELETE FROM event_sender WHERE (address, protocol) IN (
                  SELECT address, protocol FROM event_sender ORDER BY last_at DESC OFFSET :most)
                """).param("most", MOST).update();
    }

    private synchronized Map<Key, Seen> take() {
        Map<Key, Seen> taken = new LinkedHashMap<>(collected);
        collected.clear();
        return taken;
    }

    /** The newest first, at most {@value #MOST}. */
    public List<UnknownSender> newest() {
        return jdbc.sql("SELECT * FROM event_sender ORDER BY last_at DESC, address LIMIT :most")
                .param("most", MOST)
                .query((row, number) -> new UnknownSender(
                        row.getString("address"),
                        Protocol.of(row.getString("protocol")),
                        row.getLong("times"),
                        row.getObject("first_at", OffsetDateTime.class).toInstant(),
                        row.getObject("last_at", OffsetDateTime.class).toInstant(),
                        row.getString("last_body")))
                .list();
    }

    /** @return how many went */
    int forgetBefore(Instant at) {
        return jdbc.sql("DELETE FROM event_sender WHERE last_at < :at")
                .param("at", Timestamp.from(at))
                .update();
    }
}
