package io.langsong.notification;

import io.langsong.notification.DigestWords.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gathers what waited too long for one recipient into one letter that lists it, the newest first. What becomes of that letter
 * becomes of each of them. While it waits itself, what grows stale after it joins it, so that there is one of them at a time.
 */
final class StaleDigests {
    private static final Logger log = LoggerFactory.getLogger(StaleDigests.class);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final DigestWords words;
    private final Locale locale;
    private final Duration stale;
    private final TransactionOperations transactions;

    /** @param locale of those whom settings name, and of people who chose none */
    StaleDigests(
            JdbcClient jdbc,
            JsonMapper json,
            DigestWords words,
            Locale locale,
            Duration stale,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.json = json;
        this.words = words;
        this.locale = locale;
        this.stale = stale;
        this.transactions = transactions;
    }

    private record Reader(
            String recipient,
            @Nullable String person,
            @Nullable String language) {}

    private record Digest(UUID delivery, long message) {}

    /** Of one channel, on its thread. @return how many letters were gathered */
    int gather(String channel, Instant now) {
        int gathered = 0;
        for (Reader reader : readers(channel, now)) {
            Integer some = transactions.execute(status -> gather(channel, reader, now));
            gathered += some == null ? 0 : some;
        }
        return gathered;
    }

    /** Those for whom two or more wait, or one and a digest already. What has not been tried waits since it was due. */
    private List<Reader> readers(String channel, Instant now) {
        return jdbc.sql("""
                        SELECT delivery.recipient, delivery.person, delivery.language
                        FROM notification_delivery delivery
                        JOIN notification_message message ON message.id = delivery.message
                        WHERE delivery.state = 'queued' AND delivery.channel = :channel AND delivery.told_by IS NULL
                          AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= :now)
                          AND (delivery.digest
                            OR CASE WHEN delivery.attempts = 0 THEN delivery.next_at ELSE message.created_at END <= :since)
                        GROUP BY delivery.recipient, delivery.person, delivery.language
                        HAVING count(*) > 1
                        """)
                .param("channel", channel)
                .param("now", utc(now))
                .param("since", utc(now.minus(stale)))
                .query((row, number) ->
                        new Reader(row.getString("recipient"), row.getString("person"), row.getString("language")))
                .list();
    }

    private int gather(String channel, Reader reader, Instant now) {
        Digest digest = open(channel, reader, now).orElseGet(() -> begin(channel, reader, now));
        int gathered = jdbc.sql("""
                        UPDATE notification_delivery delivery SET told_by = :digest
                        FROM notification_message message
                        WHERE message.id = delivery.message
                          AND delivery.state = 'queued' AND delivery.channel = :channel AND delivery.recipient = :recipient
                          AND delivery.person IS NOT DISTINCT FROM CAST(:person AS text)
                          AND delivery.told_by IS NULL AND NOT delivery.digest
                          AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= :now)
                          AND CASE WHEN delivery.attempts = 0 THEN delivery.next_at ELSE message.created_at END <= :since
                        """)
                .param("digest", digest.delivery())
                .param("channel", channel)
                .param("recipient", reader.recipient())
                .param("person", reader.person())
                .param("now", utc(now))
                .param("since", utc(now.minus(stale)))
                .update();
        compose(digest, reader);
        log.info(
                "notification gathered what is stale channel={} digest={} letters={}",
                channel,
                digest.delivery(),
                gathered);
        return gathered;
    }

    private Optional<Digest> open(String channel, Reader reader, Instant now) {
        return jdbc.sql("""
                        SELECT id, message FROM notification_delivery
                        WHERE digest AND state = 'queued' AND (claimed_until IS NULL OR claimed_until <= :now)
                          AND CASE WHEN CAST(:person AS text) IS NULL
                            THEN person IS NULL AND channel = :channel AND recipient = :recipient
                            ELSE person = :person END
                        FOR UPDATE
                        """)
                .param("channel", channel)
                .param("recipient", reader.recipient())
                .param("person", reader.person())
                .param("now", utc(now))
                .query((row, number) -> new Digest(row.getObject("id", UUID.class), row.getLong("message")))
                .optional();
    }

    private Digest begin(String channel, Reader reader, Instant now) {
        UUID delivery = UUID.randomUUID();
        long message = jdbc.sql("""
                        INSERT INTO notification_message (key, subject, text, facts, severity, words, created_at)
                        VALUES (:key, '', '', '{}', 'critical', '{}', :now)
                        RETURNING id
                        """)
                .param("key", "stale-" + delivery)
                .param("now", utc(now))
                .query(Long.class)
                .single();
        jdbc.sql("""
                        INSERT INTO notification_delivery (id, message, person, language, channel, recipient, digest, next_at)
                        VALUES (:id, :message, :person, :language, :channel, :recipient, true, :now)
                        """)
                .param("id", delivery)
                .param("message", message)
                .param("person", reader.person())
                .param("language", reader.language())
                .param("channel", channel)
                .param("recipient", reader.recipient())
                .param("now", utc(now))
                .update();
        return new Digest(delivery, message);
    }

    private record Told(Line line, String key, Severity severity, Map<String, Object> facts) {}

    /** Its facts hold those of all that it lists: who may not see one of them does not see it. */
    private void compose(Digest digest, Reader reader) {
        List<Told> all = jdbc.sql("""
                        SELECT message.created_at, message.key, message.severity, message.facts,
                          coalesce(message.words -> delivery.language ->> 'subject', message.subject) AS subject
                        FROM notification_delivery delivery
                        JOIN notification_message message ON message.id = delivery.message
                        WHERE delivery.told_by = :digest
                        ORDER BY message.created_at DESC, message.id DESC
                        """)
                .param("digest", digest.delivery())
                .query((row, number) -> told(row))
                .list();
        Locale language = reader.language() == null ? locale : Locale.forLanguageTag(reader.language());
        Message.Words composed = words.of(all.stream().map(Told::line).toList(), language);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "told-late");
        facts.put("keys", all.stream().map(Told::key).toList());
        facts.put("told", all.stream().map(Told::facts).toList());
        jdbc.sql(
                        "UPDATE notification_message SET subject = :subject, text = :text, severity = :severity, facts = CAST(:facts AS jsonb) WHERE id = :id")
                .param("subject", composed.subject())
                .param("text", composed.text())
                .param(
                        "severity",
                        all.stream()
                                .map(Told::severity)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()
                                .code())
                .param("facts", json.writeValueAsString(facts))
                .param("id", digest.message())
                .update();
    }

    private Told told(ResultSet row) throws SQLException {
        return new Told(
                new Line(row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getString("subject")),
                row.getString("key"),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                json.readValue(row.getString("facts"), new TypeReference<Map<String, Object>>() {}));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
