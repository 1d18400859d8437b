package io.langsong.incident;

import io.langsong.notification.Post;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Incidents on a database, for reading, and such as a test writes by hand. */
public final class TestBooks {
    private TestBooks() {}

    /** Without the words of outages and alerts, and without messages. */
    public static Incidents over(JdbcClient jdbc, Clock clock) {
        return new Incidents(
                new Books(jdbc, new Timeline(jdbc), event -> {}),
                Post.toNobody(clock).outbox,
                id -> Optional.empty(),
                id -> Optional.empty());
    }

    /** One critical incident, that somebody took after {@code tookSeconds}. @param until null: it lasts */
    public static void put(
            JdbcClient jdbc,
            int serial,
            String cause,
            Instant from,
            @Nullable Instant until,
            @Nullable Integer tookSeconds,
            String... objects) {
        long id = jdbc.sql("""
                        INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state,
                          alarmed_at, acknowledged_by, acknowledged_at, resolved_at, guess, version)
                        VALUES (2026, :serial, :object, 'critical', '{mang}', :from, :from,
                          CASE WHEN CAST(:until AS timestamptz) IS NOT NULL THEN 'resolved'
                               WHEN CAST(:took AS integer) IS NOT NULL THEN 'acknowledged' ELSE 'open' END,
                          :from, CASE WHEN CAST(:took AS integer) IS NULL THEN NULL ELSE 'ha' END,
                          CAST(:from AS timestamptz) + CAST(:took AS integer) * interval '1 s',
                          CAST(:until AS timestamptz), :cause, 1)
                        RETURNING id
                        """)
                .param("serial", serial)
                .param("object", objects[0])
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .param("took", tookSeconds)
                .param("cause", cause)
                .query(Long.class)
                .single();
        for (int i = 0; i < objects.length; i++) {
            jdbc.sql("""
                            INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                            VALUES (:source, :incident, :object, :object, :kind, :root, :from, :until)
                            """)
                    .param("source", "outage:" + (serial * 1000 + i))
                    .param("incident", id)
                    .param("object", objects[i])
                    .param("kind", i == 0 ? "down" : "hidden")
                    .param("root", i == 0)
                    .param("from", from.atOffset(ZoneOffset.UTC))
                    .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
