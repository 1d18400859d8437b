package io.langsong.access;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may sign in, and whether a password is theirs. Any thread. */
@Component
public class People {
    private static final Logger log = LoggerFactory.getLogger(People.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
    private static final int DOUBLINGS = 5;

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final AccessProperties settings;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    People(
            JdbcClient jdbc,
            Passwords passwords,
            AccessProperties settings,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Checks a password. Wrong name, wrong password, locked and disabled are one answer that takes the same work, so that
     * a stranger learns nothing about who exists.
     */
    public Optional<Person> signIn(String name, String password) {
        String asked = fold(name);
        Optional<String> hash = NAME.matcher(asked).matches() ? takeTry(asked) : Optional.empty();
        if (hash.isEmpty()) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        if (!passwords.matches(normal(password), hash.get())) {
            return Optional.empty();
        }
        jdbc.sql("UPDATE access_person SET tries = 0, locked_until = NULL WHERE name = :name")
                .param("name", asked)
                .update();
        return find(asked).filter(Person::enabled);
    }

    /** Counts the try before it is judged, in one statement: many at once are still no more than the allowed number. */
    private Optional<String> takeTry(String name) {
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
                .param("now", utc(clock.instant()))
                .param("most", settings.triesBeforeLock())
                .param("lock", settings.lock().toSeconds())
                .param("doublings", DOUBLINGS)
                .query(Taken.class)
                .optional();
        taken.filter(tried -> tried.tries() == settings.triesBeforeLock())
                .ifPresent(last -> log.warn("last try before the lock name={} tries={}", name, last.tries()));
        return taken.map(Taken::password);
    }

    public Optional<Person> find(String name) {
        return jdbc.sql("""
                        SELECT name, display_name, role, language, enabled, created_at
                        FROM access_person WHERE name = :name
                        """).param("name", fold(name)).query(Person.class).optional();
    }

    /** By name. */
    public List<Person> all() {
        return jdbc.sql("""
                        SELECT name, display_name, role, language, enabled, created_at
                        FROM access_person ORDER BY name
                        """).query(Person.class).list();
    }

    /**
     * @return false when the name is taken
     * @throws IllegalArgumentException when the name or the password can not be accepted; the message says why
     */
    public boolean add(String name, String displayName, Role role, String password) {
        String kept = fold(name);
        if (!NAME.matcher(kept).matches()) {
            throw new IllegalArgumentException(
                    "A person's name is 1 to 63 letters a-z, digits, dots and dashes, not \"" + name + "\"");
        }
        Passwords.check("The password", password);
        return jdbc.sql("""
                                INSERT INTO access_person (name, display_name, role, password, created_at)
                                VALUES (:name, :displayName, :role, :password, :now)
                                ON CONFLICT DO NOTHING
                                """)
                        .param("name", kept)
                        .param("displayName", normal(displayName))
                        .param("role", role.name())
                        .param("password", passwords.hash(normal(password)))
                        .param("now", utc(clock.instant()))
                        .update()
                == 1;
    }

    /** @throws IllegalArgumentException when the password can not be accepted; the message says why */
    public void changePassword(String name, String password) {
        Passwords.check("The password", password);
        jdbc.sql("UPDATE access_person SET password = :password, tries = 0, locked_until = NULL WHERE name = :name")
                .param("password", passwords.hash(normal(password)))
                .param("name", fold(name))
                .update();
        ended(name);
    }

    public void changeRole(String name, Role role) {
        jdbc.sql("UPDATE access_person SET role = :role WHERE name = :name")
                .param("role", role.name())
                .param("name", fold(name))
                .update();
        ended(name);
    }

    public void enable(String name, boolean enabled) {
        jdbc.sql("UPDATE access_person SET enabled = :enabled WHERE name = :name")
                .param("enabled", enabled)
                .param("name", fold(name))
                .update();
        ended(name);
    }

    /** @param language {@code vi}, {@code en}, or null to follow the browser's choice */
    public void changeLanguage(String name, @Nullable String language) {
        jdbc.sql("UPDATE access_person SET language = :language WHERE name = :name")
                .param("language", language)
                .param("name", fold(name))
                .update();
    }

    boolean none() {
        return jdbc.sql("SELECT NOT EXISTS (SELECT FROM access_person)")
                .query(Boolean.class)
                .single();
    }

    private void ended(String name) {
        log.info("person changed, sessions ended name={}", fold(name));
        events.publishEvent(new PersonChanged(fold(name)));
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** One password typed on two keyboards is one password: macOS sends decomposed letters. */
    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
