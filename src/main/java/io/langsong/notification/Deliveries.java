package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.Letter;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of messages and their deliveries. Any thread. */
final class Deliveries {
    /** Newest messages among which one about an object is looked for. */
    private static final int SEARCHED = 5000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Deliveries(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @return false when the key was there already, nothing is written then */
    boolean write(Message message, List<Channel> channels, Instant now) {
        Optional<Long> id = jdbc.sql("""
                        INSERT INTO notification_message (key, subject, text, facts, created_at)
                        VALUES (:key, :subject, :text, CAST(:facts AS jsonb), :now)
                        ON CONFLICT (key) DO NOTHING
                        RETURNING id
                        """)
                .param("key", message.key())
                .param("subject", message.subject())
                .param("text", message.text())
                .param("facts", json.writeValueAsString(message.facts()))
                .param("now", utc(now))
                .query(Long.class)
                .optional();
        id.ifPresent(written -> channels.forEach(channel -> address(written, channel, now)));
        return id.isPresent();
    }

    private void address(long message, Channel channel, Instant now) {
        for (String recipient : channel.recipients()) {
            jdbc.sql("""
                            INSERT INTO notification_delivery (message, channel, recipient, next_at)
                            VALUES (:message, :channel, :recipient, :now)
                            """)
                    .param("message", message)
                    .param("channel", channel.name())
                    .param("recipient", recipient)
                    .param("now", utc(now))
                    .update();
        }
    }

    /** An attempt that is due now belongs to the caller, committed, until {@code until} or until its end is recorded. */
    Optional<Claim> claim(String channel, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE notification_delivery delivery
                        SET attempts = attempts + 1, claimed_until = :until
                        FROM notification_message message
                        WHERE message.id = delivery.message
                          AND delivery.id = (
                            SELECT id
                            FROM notification_delivery
                            WHERE state = 'pending' AND channel = :channel AND next_at <= :now
                              AND (claimed_until IS NULL OR claimed_until <= :now)
                            ORDER BY next_at, message
                            LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING delivery.id, delivery.recipient, delivery.attempts,
                          message.key, message.subject, message.text, message.facts, message.created_at
                        """)
                .param("channel", channel)
                .param("now", utc(now))
                .param("until", utc(until))
                .query((row, number) -> new Claim(
                        row.getInt("attempts"),
                        new Letter(
                                row.getObject("id", UUID.class),
                                row.getString("recipient"),
                                row.getString("key"),
                                row.getString("subject"),
                                row.getString("text"),
                                row.getString("facts"),
                                instant(row, "created_at"))))
                .optional();
    }

    /** Makes what a process that ended had claimed due again. Only while no other process sends. */
    int release() {
        return jdbc.sql("""
                        UPDATE notification_delivery SET claimed_until = NULL
                        WHERE state = 'pending' AND claimed_until IS NOT NULL
                        """).update();
    }

    void delivered(Claim claim, Instant at, String remoteId) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'delivered', delivered_at = :at, remote_id = :remote,
                          last_error = NULL, claimed_until = NULL
                        WHERE id = :id AND state <> 'delivered'
                        """)
                .param("at", utc(at))
                .param("remote", remoteId)
                .param("id", claim.letter().delivery())
                .update();
    }

    void failed(Claim claim, String error) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'failed', last_error = :error, claimed_until = NULL
                        WHERE id = :id AND state = 'pending' AND attempts = :attempts
                        """)
                .param("error", error)
                .param("id", claim.letter().delivery())
                .param("attempts", claim.attempts())
                .update();
    }

    void postponed(Claim claim, Instant nextAt, String error) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET next_at = :next, last_error = :error, claimed_until = NULL
                        WHERE id = :id AND state = 'pending' AND attempts = :attempts
                        """)
                .param("next", utc(nextAt))
                .param("error", error)
                .param("id", claim.letter().delivery())
                .param("attempts", claim.attempts())
                .update();
    }

    /** When the next delivery of a channel may be claimed; empty when none is on its way. */
    Optional<Instant> nextDue(String channel) {
        return jdbc.sql("""
                        SELECT min(greatest(next_at, claimed_until)) AS due
                        FROM notification_delivery
                        WHERE state = 'pending' AND channel = :channel
                        """)
                .param("channel", channel)
                .query((row, number) -> Optional.ofNullable(optionalInstant(row, "due")))
                .single();
    }

    /** Of channels that are not {@code configured}, so that nobody tries them. */
    long stranded(List<String> configured) {
        return jdbc.sql("""
                        SELECT count(*) FROM notification_delivery
                        WHERE state = 'pending' AND channel <> ALL (:configured)
                        """)
                .param("configured", configured.toArray(String[]::new))
                .query(Long.class)
                .single();
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
                        SELECT message.id, key, subject, text, facts, created_at, summary.state
                        FROM %s message
                        CROSS JOIN LATERAL (
                          SELECT CASE
                            WHEN count(*) = 0 THEN 'no-recipient'
                            WHEN bool_or(delivery.state = 'pending') THEN 'pending'
                            WHEN bool_or(delivery.state = 'failed') THEN 'failed'
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
                instant(row, "created_at"),
                Posted.State.of(row.getString("state")),
                new ArrayList<>());
    }

    private void readDeliveries(Map<Long, Posted> messages) {
        jdbc.sql("""
                        SELECT message, channel, recipient, state, attempts, next_at, last_error, delivered_at, remote_id
                        FROM notification_delivery
                        WHERE message = ANY (:messages)
                        ORDER BY message, channel, recipient
                        """).param("messages", messages.keySet().toArray(Long[]::new)).query(row -> {
            Posted message = messages.get(row.getLong("message"));
            if (message != null) {
                message.deliveries().add(delivery(row));
            }
        });
    }

    private static Posted.Delivery delivery(ResultSet row) throws SQLException {
        Posted.State state = Posted.State.of(row.getString("state"));
        return new Posted.Delivery(
                row.getString("channel"),
                row.getString("recipient"),
                state,
                row.getInt("attempts"),
                state == Posted.State.PENDING ? instant(row, "next_at") : null,
                row.getString("last_error"),
                optionalInstant(row, "delivered_at"),
                row.getString("remote_id"));
    }

    Outbox.Counts counts(Instant now) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM notification_message) AS posted,
                          count(*) AS deliveries,
                          count(*) FILTER (WHERE state = 'pending') AS pending,
                          count(*) FILTER (WHERE state = 'delivered') AS delivered,
                          count(*) FILTER (WHERE state = 'failed') AS failed,
                          coalesce(sum(greatest(attempts - 1, 0)), 0) AS retried,
                          min(created_at) FILTER (WHERE state = 'pending') AS oldest
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
                            row.getLong("pending"),
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

    /** @param attempts made with this one, from 1; a later claim of the same delivery has a higher number */
    record Claim(int attempts, Letter letter) {}
}
