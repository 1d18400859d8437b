package io.langsong.health;

import io.langsong.database.ActiveServer;
import io.langsong.database.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Whether PostgreSQL answers, and soon. */
@Component
final class DatabaseCheck implements HealthCheck {
    static final String NAME = "database";
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final ActiveServer server;
    private final boolean embedded;

    DatabaseCheck(JdbcClient jdbc, ActiveServer server, ObjectProvider<EmbeddedPostgres> postgres) {
        this.jdbc = jdbc;
        this.server = server;
        this.embedded = postgres.stream().findAny().isPresent();
    }

    /** @param version e.g. {@code 18.1} */
    record Answer(String version, DataSize size, Duration took) {}

    /** @param answer null when there was none, for the reason {@code why} */
    static Finding judge(@Nullable Answer answer, String why, boolean embedded, boolean active) {
        if (answer == null) {
            return Finding.of(NAME, Level.BROKEN, embedded ? "away-embedded" : "away", why);
        }
        if (answer.took().compareTo(SLOW) > 0) {
            return Finding.of(NAME, Level.WATCH, "slow", answer.version(), answer.size(), answer.took());
        }
        String kind = embedded ? "embedded" : active ? "external-active" : "external-standby";
        return Finding.of(NAME, Level.FINE, kind, answer.version(), answer.size(), answer.took());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        Answer answer = null;
        String why = "";
        try {
            answer = ask();
        } catch (DataAccessException e) {
            why = String.valueOf(e.getMostSpecificCause().getMessage());
        }
        return Optional.of(judge(answer, why, embedded, server.isActive()));
    }

    private Answer ask() {
        long begun = System.nanoTime();
        String version = jdbc.sql("SELECT current_setting('server_version')")
                .query(String.class)
                .single();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        long bytes = jdbc.sql("SELECT pg_database_size(current_database())")
                .query(Long.class)
                .single();
        // Distributions add their own name: "15.10 (Debian 15.10-0+deb12u1)".
        return new Answer(version.replaceFirst("\\s.*", ""), DataSize.ofBytes(bytes), took);
    }
}
