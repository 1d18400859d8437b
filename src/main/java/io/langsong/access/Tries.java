package io.langsong.access;

import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How often somebody may be wrong at the door: after too many tries it is locked, twice as long at each further one. */
final class Tries {
    private static final Logger log = LoggerFactory.getLogger(Tries.class);
    private static final int DOUBLINGS = 5;

    private final JdbcClient jdbc;
    private final AccessProperties settings;
    private final Clock clock;

    Tries(JdbcClient jdbc, AccessProperties settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Counts the try before it is judged, in one statement: many at once are still no more than the allowed number. */
    Optional<String> take(String name) {
        record Taken(int tries, String password) {}
        Optional<Taken> taken = jdbc.sql("""
                        UPDATE access_person SET
                          tries = tries + 1,
                          locked_until = CASE WHEN tries + 1 >= :most THEN CAST(:now AS timestamptz)
                            + make_interval(secs => :lock * power(2, least(tries + 1 - :most, :doublings))) END
                        WHERE name = :name AND enabled AND (locked_until IS NULL OR locked_until <= :now)
                        RETURNING tries, password
                        """)
                .param("name", name)
                .param("now", People.utc(clock.instant()))
                .param("most", settings.triesBeforeLock())
                .param("lock", settings.lock().toSeconds())
                .param("doublings", DOUBLINGS)
                .query(Taken.class)
                .optional();
        taken.filter(tried -> tried.tries() == settings.triesBeforeLock())
                .ifPresent(last -> log.warn("last try before the lock name={} tries={}", name, last.tries()));
        return taken.map(Taken::password);
    }

    void forget(String name) {
        jdbc.sql("UPDATE access_person SET tries = 0, locked_until = NULL WHERE name = :name")
                .param("name", name)
                .update();
    }

    void giveBack(String name) {
        jdbc.sql("UPDATE access_person SET tries = greatest(tries - 1, 0), locked_until = NULL WHERE name = :name")
                .param("name", name)
                .update();
    }
}
