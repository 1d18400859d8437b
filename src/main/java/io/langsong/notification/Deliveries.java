package io.langsong.notification;

import io.langsong.notification.Addressees.Addressee;
import io.langsong.notification.Routes.Route;
import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.Letter;
import io.langsong.notification.channel.Receipt;
import io.langsong.notification.channel.Sent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Writes messages and their deliveries, and what becomes of them. Any thread. */
final class Deliveries {
    /** Of a person's copy that nothing was found for. */
    private static final String NO_CHANNEL = "none";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Deliveries(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @return the message's number; empty when the key was there already, nothing is written then */
    Optional<Long> write(Message message, Instant now) {
        return jdbc.sql("""
                        INSERT INTO notification_message (key, subject, text, facts, severity, words, created_at)
                        VALUES (:key, :subject, :text, CAST(:facts AS jsonb), :severity, CAST(:words AS jsonb), :now)
                        ON CONFLICT (key) DO NOTHING
                        RETURNING id
                        """)
                .param("key", message.key())
                .param("subject", message.subject())
                .param("text", message.text())
                .param("facts", facts(message))
                .param("severity", message.severity().code())
                .param("words", json.writeValueAsString(message.translations()))
                .param("now", utc(now))
                .query(Long.class)
                .optional();
    }

    void address(long message, Channel channel, Instant now) {
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

    void address(long message, Addressee addressee) {
        Route route = addressee.route();
        jdbc.sql("""
                        INSERT INTO notification_delivery (message, person, language, channel, recipient, state, last_error, next_at)
                        VALUES (:message, :person, :language, :channel, :recipient, :state, :error, :at)
                        """)
                .param("message", message)
                .param("person", addressee.person())
                .param("language", addressee.language())
                .param("channel", route == null ? NO_CHANNEL : route.channel())
                .param("recipient", route == null ? addressee.person() : route.address())
                .param("state", route == null ? "failed" : "queued")
                .param("error", route == null ? addressee.reason() : null)
                .param("at", utc(addressee.notBefore()))
                .update();
    }

    /** An attempt that is due now belongs to the caller, committed, until {@code until} or until its end is recorded. */
    Optional<Claim> claim(String channel, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE notification_delivery delivery
                        SET attempts = attempts + 1, channel_attempts = channel_attempts + 1, claimed_until = :until
                        FROM notification_message message
                        WHERE message.id = delivery.message
                          AND delivery.id = (
                            SELECT id
                            FROM notification_delivery
                            WHERE state = 'queued' AND channel = :channel AND told_by IS NULL AND next_at <= :now
                              AND (claimed_until IS NULL OR claimed_until <= :now)
                            ORDER BY next_at, channel_attempts, message
                            LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING delivery.id, delivery.recipient, delivery.person, delivery.attempts,
                          delivery.channel_attempts, delivery.refused, message.key, message.facts, message.severity, message.created_at,
                          coalesce(message.words -> delivery.language ->> 'subject', message.subject) AS subject,
                          coalesce(message.words -> delivery.language ->> 'text', message.text) AS text
                        """)
                .param("channel", channel)
                .param("now", utc(now))
                .param("until", utc(until))
                .query((row, number) -> claim(row))
                .optional();
    }

    /** As a letter has them. */
    String facts(Message message) {
        return json.writeValueAsString(message.facts());
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getInt("attempts"),
                row.getInt("channel_attempts"),
                new HashSet<>(Arrays.asList((String[]) row.getArray("refused").getArray())),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                new Letter(
                        row.getObject("id", UUID.class),
                        row.getString("recipient"),
                        row.getString("person"),
                        row.getString("key"),
                        row.getString("subject"),
                        row.getString("text"),
                        row.getString("facts"),
                        instant(row, "created_at")));
    }

    /** What waits for its next attempt over a channel that takes letters again. */
    void dueNow(String channel, Instant now) {
        jdbc.sql("""
                        UPDATE notification_delivery SET next_at = :now
                        WHERE state = 'queued' AND channel = :channel AND told_by IS NULL AND claimed_until IS NULL
                          AND next_at > :now AND (attempts > 0 OR next_at <= :now + interval '1 minute')
                        """).param("now", utc(now)).param("channel", channel).update();
    }

    /** Its reader sleeps, or its channel is left alone: as if it had not been claimed. */
    void held(Claim claim, Instant until) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET next_at = :until, attempts = attempts - 1, channel_attempts = channel_attempts - 1,
                          claimed_until = NULL
                        WHERE id = :id AND state = 'queued' AND attempts = :attempts
                        """)
                .param("until", utc(until))
                .param("id", claim.letter().delivery())
                .param("attempts", claim.attempts())
                .update();
    }

    /** Makes what a process that ended had claimed due again. Only while no other process sends. */
    int release() {
        return jdbc.sql("""
                        UPDATE notification_delivery SET claimed_until = NULL
                        WHERE state = 'queued' AND claimed_until IS NOT NULL
                        """).update();
    }

    /** The other side says that nothing more will be known of it. */
    void delivered(Claim claim, Instant at, String remoteId) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'delivered', sent_at = :at, delivered_at = :at, receipt = 'server',
                          remote_id = :remote, last_error = NULL, claimed_until = NULL
                        WHERE id = :id AND state IN ('queued', 'failed')
                        """)
                .param("at", utc(at))
                .param("remote", remoteId)
                .param("id", claim.letter().delivery())
                .update();
    }

    /** Taken; its receipt comes later. */
    void sent(Claim claim, Instant at, String remoteId) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'sent', sent_at = :at, remote_id = :remote, last_error = NULL, claimed_until = NULL
                        WHERE id = :id AND state IN ('queued', 'failed')
                        """)
                .param("at", utc(at))
                .param("remote", remoteId)
                .param("id", claim.letter().delivery())
                .update();
    }

    /** Letters of a channel that wait for their receipt, the oldest first; of too many, the newest. */
    List<Sent> open(String channel, Instant since, int most) {
        return jdbc.sql("""
                        SELECT id, recipient, remote_id, sent_at FROM (
                          SELECT id, recipient, remote_id, sent_at FROM notification_delivery
                          WHERE state = 'sent' AND channel = :channel AND told_by IS NULL AND sent_at >= :since
                          ORDER BY sent_at DESC LIMIT :most) newest
                        ORDER BY sent_at
                        """)
                .param("channel", channel)
                .param("since", utc(since))
                .param("most", most)
                .query((row, number) -> new Sent(
                        row.getObject("id", UUID.class),
                        row.getString("recipient"),
                        row.getString("remote_id"),
                        instant(row, "sent_at")))
                .list();
    }

    /** Also of one that was given up since. @return whether it was awaited */
    boolean arrived(Receipt.Arrived receipt, Instant at) {
        return jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'delivered', delivered_at = :at, receipt = 'device', last_error = NULL
                        WHERE id = :id AND state = 'sent'
                        """)
                        .param("at", utc(at))
                        .param("id", receipt.delivery())
                        .update()
                == 1;
    }

    /** A letter that was taken, as if its attempt had just ended; empty when its receipt is there. */
    Optional<Claim> taken(UUID delivery) {
        return jdbc.sql("""
                        SELECT delivery.id, delivery.recipient, delivery.person, delivery.attempts,
                          delivery.channel_attempts, delivery.refused, message.key, message.facts, message.severity, message.created_at,
                          message.subject, message.text
                        FROM notification_delivery delivery
                        JOIN notification_message message ON message.id = delivery.message
                        WHERE delivery.id = :id AND delivery.state = 'sent'
                        """)
                .param("id", delivery)
                .query((row, number) -> claim(row))
                .optional();
    }

    /** What became of a digest becomes of what it tells; of any other letter nothing else. */
    void spread(UUID digest) {
        jdbc.sql("""
                        UPDATE notification_delivery single
                        SET state = digest.state, sent_at = digest.sent_at, delivered_at = digest.delivered_at,
                          receipt = digest.receipt, remote_id = digest.remote_id, last_error = digest.last_error,
                          claimed_until = NULL
                        FROM notification_delivery digest
                        WHERE digest.id = :digest AND single.told_by = digest.id AND single.state <> digest.state
                        """).param("digest", digest).update();
    }

    void failed(Claim claim, String error) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET state = 'failed', last_error = :error, claimed_until = NULL
                        WHERE id = :id AND state IN ('queued', 'sent') AND attempts = :attempts
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
                        WHERE id = :id AND state = 'queued' AND attempts = :attempts
                        """)
                .param("next", utc(nextAt))
                .param("error", error)
                .param("id", claim.letter().delivery())
                .param("attempts", claim.attempts())
                .update();
    }

    /** On to another channel. @param refused the one that will never take it; null: it may be tried again */
    void forwarded(Claim claim, Route route, Instant nextAt, @Nullable String refused, String error) {
        jdbc.sql("""
                        UPDATE notification_delivery
                        SET channel = :channel, recipient = :recipient, channel_attempts = 0, next_at = :next,
                          refused = CASE WHEN CAST(:refused AS text) IS NULL THEN refused ELSE array_append(refused, :refused) END,
                          state = 'queued', sent_at = NULL, remote_id = NULL, last_error = :error, claimed_until = NULL
                        WHERE id = :id AND state IN ('queued', 'sent') AND attempts = :attempts
                        """)
                .param("channel", route.channel())
                .param("recipient", route.address())
                .param("next", utc(nextAt))
                .param("refused", refused)
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
                        WHERE state = 'queued' AND channel = :channel AND told_by IS NULL
                        """)
                .param("channel", channel)
                .query((row, number) -> {
                    OffsetDateTime due = row.getObject("due", OffsetDateTime.class);
                    return Optional.ofNullable(due == null ? null : due.toInstant());
                })
                .single();
    }

    /** Of channels that are not {@code configured}, so that nobody tries them. */
    long stranded(List<String> configured) {
        return jdbc.sql("""
                        SELECT count(*) FROM notification_delivery
                        WHERE state = 'queued' AND told_by IS NULL AND channel <> ALL (:configured)
                        """)
                .param("configured", configured.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** Letters to people in the queue of a channel that is not {@code configured}, as if their attempt had just ended. */
    List<Claim> strandedOfPeople(List<String> configured) {
        return jdbc.sql("""
                        SELECT delivery.id, delivery.recipient, delivery.person, delivery.attempts,
                          delivery.channel_attempts, delivery.refused, message.key, message.facts, message.severity,
                          message.created_at, message.subject, message.text
                        FROM notification_delivery delivery
                        JOIN notification_message message ON message.id = delivery.message
                        WHERE delivery.state = 'queued' AND delivery.person IS NOT NULL AND delivery.told_by IS NULL
                          AND delivery.channel <> ALL (:configured)
                        """)
                .param("configured", configured.toArray(String[]::new))
                .query((row, number) -> claim(row))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * @param attempts made with this one, from 1; a later claim of the same delivery has a higher number
     * @param channelAttempts of them over this channel, since the letter came to it
     * @param refused channels that will never take it
     */
    record Claim(int attempts, int channelAttempts, Set<String> refused, Severity severity, Letter letter) {
        Claim {
            refused = Set.copyOf(refused);
        }

        /** As it was before this attempt. */
        Claim uncounted() {
            return new Claim(attempts - 1, channelAttempts - 1, refused, severity, letter);
        }
    }
}
