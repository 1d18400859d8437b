package io.langsong.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what was posted and what became of it. Any thread. */
final class PostBook {
    /** Newest messages among which one about an object is looked for. */
    private static final int SEARCHED = 5000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PostBook(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Posted> messages(Posted.@Nullable State state, int limit) {
        return read("notification_message", state == null ? null : state.code(), null, Instant.EPOCH, limit, List.of());
    }

    List<Posted> withKeys(Collection<String> keys, int limit) {
        String named = "(SELECT * FROM notification_message WHERE key = ANY (:keys))";
        return read(named, null, null, Instant.EPOCH, limit, keys);
    }

    List<Posted> about(String object, Instant since, int limit) {
        // Bounded, however many there ever were: there is no index over facts.
        String newest = "(SELECT * FROM notification_message ORDER BY id DESC LIMIT %d)".formatted(SEARCHED);
        return read(newest, null, object, since, limit, List.of());
    }

    private List<Posted> read(
            String messages,
            @Nullable String state,
            @Nullable String object,
            Instant since,
            int limit,
            Collection<String> keys) {
        Map<Long, Posted> found = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT message.id, key, subject, text, facts, severity, created_at, summary.state
                        FROM %s message
                        CROSS JOIN LATERAL (
                          SELECT CASE
                            WHEN count(*) = 0 THEN 'no-recipient'
                            WHEN bool_or(delivery.state = 'queued') THEN 'queued'
                            WHEN bool_or(delivery.state = 'failed') THEN 'failed'
                            WHEN bool_or(delivery.state = 'sent') THEN 'sent'
                            ELSE 'delivered' END AS state
                          FROM notification_delivery delivery WHERE delivery.message = message.id) summary
                        WHERE (CAST(:state AS text) IS NULL OR summary.state = :state)
                          AND created_at >= :since
                          AND (CAST(:object AS text) IS NULL
                            OR facts ->> 'object' = :object
                            OR jsonb_exists(facts -> 'behind', :object)
                            OR jsonb_exists(facts -> 'services', :object)
                            OR jsonb_exists(facts -> 'stillDown', :object)
                            OR facts -> 'started' @> jsonb_build_array(jsonb_build_object('object', CAST(:object AS text)))
                            OR facts -> 'ended' @> jsonb_build_array(jsonb_build_object('object', CAST(:object AS text))))
                        ORDER BY message.id DESC
                        LIMIT :limit
                        """.formatted(messages))
                .param("state", state)
                .param("object", object)
                .param("since", utc(since))
                .param("limit", limit)
                .param("keys", keys.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getLong("id"), posted(row));
                });
        if (!found.isEmpty()) {
            readDeliveries(found);
        }
        return List.copyOf(found.values());
    }

    private Posted posted(ResultSet row) throws SQLException {
        return new Posted(
                row.getString("key"),
                row.getString("subject"),
                row.getString("text"),
                json.readValue(row.getString("facts"), new TypeReference<Map<String, Object>>() {}),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                instant(row, "created_at"),
                Posted.State.of(row.getString("state")),
                new ArrayList<>());
    }

    private void readDeliveries(Map<Long, Posted> messages) {
        jdbc.sql("""
                        SELECT message, person, channel, recipient, state, attempts, next_at, last_error, sent_at, delivered_at,
                          receipt, remote_id,
                          (SELECT other.key FROM notification_delivery digest
                            JOIN notification_message other ON other.id = digest.message
                            WHERE digest.id = delivery.told_by) AS told_by
                        FROM notification_delivery delivery
                        WHERE message = ANY (:messages)
                        ORDER BY message, person NULLS FIRST, channel, recipient
                        """).param("messages", messages.keySet().toArray(Long[]::new)).query(row -> {
            Posted message = messages.get(row.getLong("message"));
            if (message != null) {
                message.deliveries().add(delivery(row));
            }
        });
    }

    private static Posted.Delivery delivery(ResultSet row) throws SQLException {
        Posted.State state = Posted.State.of(row.getString("state"));
        String person = row.getString("person");
        return new Posted.Delivery(
                person,
                row.getString("channel"),
                person == null ? row.getString("recipient") : person,
                state,
                row.getInt("attempts"),
                state == Posted.State.QUEUED ? instant(row, "next_at") : null,
                row.getString("last_error"),
                optionalInstant(row, "sent_at"),
                optionalInstant(row, "delivered_at"),
                row.getString("receipt"),
                row.getString("remote_id"),
                row.getString("told_by"));
    }

    Outbox.Counts counts(Instant now) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM notification_message) AS posted,
                          count(*) AS deliveries,
                          count(*) FILTER (WHERE state = 'queued') AS queued,
                          count(*) FILTER (WHERE state = 'sent') AS sent,
                          count(*) FILTER (WHERE state = 'delivered') AS delivered,
                          count(*) FILTER (WHERE state = 'failed') AS failed,
                          coalesce(sum(greatest(attempts - 1, 0)), 0) AS retried,
                          min(greatest(created_at, CASE WHEN attempts = 0 THEN next_at END)) FILTER (WHERE state = 'queued') AS oldest
                        FROM notification_delivery delivery
                        JOIN notification_message message ON message.id = delivery.message
                        """)
                .query((row, number) -> {
                    Instant oldest = optionalInstant(row, "oldest");
                    Duration age =
                            oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
                    return new Outbox.Counts(
                            row.getLong("posted"),
                            row.getLong("deliveries"),
                            row.getLong("queued"),
                            row.getLong("sent"),
                            row.getLong("delivered"),
                            row.getLong("failed"),
                            row.getLong("retried"),
                            age);
                })
                .single();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
