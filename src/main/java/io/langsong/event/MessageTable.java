package io.langsong.event;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes messages, in batches. One thread but for {@link #expire}. */
@Component
class MessageTable {
    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    MessageTable(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** A message that becomes a row, under a number that was taken for it. */
    static final class Row {
        final long id;
        final Heard first;
        Instant lastAt;
        long times = 1;

        Row(long id, Heard first) {
            this.id = id;
            this.first = first;
            this.lastAt = first.receivedAt();
        }
    }

    /** A message that came again: so often more, and last then. */
    static final class Again {
        final long id;
        Instant lastAt;
        long times;

        Again(long id, Instant lastAt) {
            this.id = id;
            this.lastAt = lastAt;
        }
    }

    /** Numbers for so many new rows. */
    List<Long> numbers(int count) {
        return jdbc.sql("SELECT nextval('event_message_number') FROM generate_series(1, :count)")
                .param("count", count)
                .query(Long.class)
                .list();
    }

    void insert(List<Row> rows) {
        int[][] unused = template.batchUpdate("""
                INSERT INTO event_message
                  (id, device, protocol, address, kind, name, severity, body, happened_at, first_at, last_at, times)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows, 500, (statement, row) -> {
            Heard heard = row.first;
            statement.setLong(1, row.id);
            statement.setString(2, heard.device().value());
            statement.setString(3, heard.protocol().code());
            statement.setString(4, heard.address());
            statement.setString(5, heard.kind());
            statement.setString(6, heard.name());
            statement.setInt(7, heard.severity().ordinal());
            statement.setString(8, heard.body());
            statement.setTimestamp(9, Timestamp.from(heard.happenedAt()));
            statement.setTimestamp(10, Timestamp.from(heard.receivedAt()));
            statement.setTimestamp(11, Timestamp.from(row.lastAt));
            statement.setLong(12, row.times);
        });
    }

    /** A row that has gone meanwhile takes its count with it. */
    void count(List<Again> rows) {
        int[][] unused = template.batchUpdate(
                "UPDATE event_message SET times = times + ?, last_at = greatest(last_at, ?) WHERE id = ?",
                rows,
                500,
                (statement, row) -> {
                    statement.setLong(1, row.times);
                    statement.setTimestamp(2, Timestamp.from(row.lastAt));
                    statement.setLong(3, row.id);
                });
    }

    /**
     * Keeps no more than {@code most} rows. Those who have most of them give up their oldest, down to one number for all of
     * these, so that whoever says little keeps all of it however many others flood.
     *
     * @return how many went
     */
    int trim(int most) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("SELECT device, count(*) AS rows FROM event_message GROUP BY device")
                .query(row -> {
                    counts.put(row.getString("device"), row.getInt("rows"));
                });
        int share = share(counts.values(), most);
        String[] talkers = counts.entrySet().stream()
                .filter(one -> one.getValue() > share)
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(String[]::new);
        int ofTalkers = talkers.length == 0 ? 0 : trim(talkers, share);
        return counts.size() > most ? ofTalkers + trimEldest(most) : ofTalkers;
    }

    private int trim(String[] talkers, int share) {
        return jdbc.sql("""
                DELETE FROM event_message gone
                 USING unnest(:talkers) AS talker (device)
                 CROSS JOIN LATERAL (
                   SELECT last_at, id FROM event_message WHERE device = talker.device
                    ORDER BY last_at DESC, id DESC OFFSET :share LIMIT 1) newest
                 WHERE gone.device = talker.device AND (gone.last_at, gone.id) <= (newest.last_at, newest.id)
                """).param("talkers", talkers).param("share", share).update();
    }

    /** Where there are more devices than rows that may be. */
    private int trimEldest(int most) {
        return jdbc.sql("""
                DELETE FROM event_message WHERE id IN (
                  SELECT id FROM event_message ORDER BY last_at DESC, id DESC OFFSET :most)
                """).param("most", most).update();
    }

    /** So many rows each may have at most, for all of them together to have no more than {@code most}; at least 1. */
    static int share(Collection<Integer> counts, int most) {
        List<Integer> fewestFirst = counts.stream().sorted().toList();
        long left = most;
        int devices = fewestFirst.size();
        for (int count : fewestFirst) {
            if (count > left / devices) {
                return (int) Math.max(1, left / devices);
            }
            left -= count;
            devices--;
        }
        return Integer.MAX_VALUE;
    }

    /** @return how many went */
    int expire(Instant before) {
        return jdbc.sql("DELETE FROM event_message WHERE last_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
