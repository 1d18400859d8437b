package io.langsong.incident;

import io.langsong.notification.Post;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was kept of incidents in some database, for modules that read it. */
public final class KeptIncidents {
    private KeptIncidents() {}

    public static Incidents in(DataSource database, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(database);
        return new Incidents(
                new Books(jdbc, new Timeline(jdbc), event -> {}),
                Post.toNobody(clock).outbox,
                id -> Optional.empty(),
                id -> Optional.empty());
    }
}
