package io.langsong.access;

import io.langsong.access.AuditTrail.Change;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may sign in, and what they may do. Each change is in the audit trail. There is always an
 * administrator who can sign in. Any thread.
 */
@Component
public class People {
    private static final Logger log = LoggerFactory.getLogger(People.class);
    private static final String HIDDEN = "***";

    private static final String PERSON = """
            SELECT p.name, p.display_name, p.role, p.language, p.enabled, p.created_at, p.must_change_password,
              p.password_set_at, p.signed_in_at, p.locked_until, p.outside IS NOT NULL AS outside,
              ARRAY(SELECT v.village FROM access_person_village v WHERE v.person = p.name) AS villages,
              EXISTS (SELECT FROM access_totp t WHERE t.person = p.name AND t.confirmed_at IS NOT NULL) AS totp
            FROM access_person p
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Passwords passwords;
    private final AccessProperties settings;
    private final AuditTrail audit;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    People(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Passwords passwords,
            AccessProperties settings,
            AuditTrail audit,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.passwords = passwords;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    public Optional<Person> find(String name) {
        return jdbc.sql(PERSON + " WHERE p.name = :name")
                .param("name", Fields.fold(name).replace("\u0000", ""))
                .query(People::person)
                .optional();
    }

    /** By name. */
    public List<Person> all() {
        return jdbc.sql(PERSON + " ORDER BY p.name").query(People::person).list();
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getString("name"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                row.getString("language"),
                row.getBoolean("enabled"),
                Objects.requireNonNull(instant(row, "created_at")),
                texts(row.getArray("villages")),
                row.getBoolean("must_change_password"),
                instant(row, "password_set_at"),
                instant(row, "signed_in_at"),
                instant(row, "locked_until"),
                row.getBoolean("totp"),
                row.getBoolean("outside"));
    }

    static Set<String> texts(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /**
     * @return false when the name is taken
     * @throws Refused when the name, the display name or the password can not be accepted
     */
    public boolean add(String name, String displayName, Role role, String password) {
        requireLongEnough("password", password, false);
        try {
            insert(
                    Fields.name(name),
                    new PersonChange(displayName, role.name(), null, List.of(), true),
                    passwords.hash(password),
                    false,
                    null);
            return true;
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.CONFLICT) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Adds somebody with a password that is theirs only for the first sign-in.
     *
     * @return that password, which can not be shown again
     * @throws Refused also when the name is taken
     */
    public String invite(@Nullable String name, PersonChange wanted) {
        String password = passwords.generate();
        insert(Fields.name(name), wanted, passwords.hash(password), true, null);
        return password;
    }

    /**
     * The account of somebody whom another server signs in, made at the first time.
     *
     * @param outside issuer and subject there, which never change
     * @param role as that server says now
     * @throws Refused when there is an account of that name here already
     */
    public Person comeFromOutside(String outside, String name, String displayName, Role role) {
        Optional<String> known = jdbc.sql("SELECT name FROM access_person WHERE outside = :outside")
                .param("outside", outside)
                .query(String.class)
                .optional();
        if (known.isEmpty()) {
            // A password that nobody knows.
            insert(
                    Fields.name(name),
                    new PersonChange(displayName, role.name(), null, List.of(), true),
                    passwords.hash(passwords.generate()),
                    false,
                    outside);
            return find(name).orElseThrow();
        }
        Person person = find(known.get()).orElseThrow();
        if (person.role() != role) {
            change(
                    person.name(),
                    new PersonChange(
                            person.displayName(),
                            role.name(),
                            person.language(),
                            List.copyOf(person.villages()),
                            person.enabled()));
        }
        return find(known.get()).orElseThrow();
    }

    private void insert(String name, PersonChange wanted, String hash, boolean mustChange, @Nullable String outside) {
        CheckedPerson checked = CheckedPerson.of(wanted);
        transaction.executeWithoutResult(status -> {
            int added = jdbc.sql("""
                            INSERT INTO access_person (name, display_name, role, language, enabled, password, created_at,
                              password_set_at, enabled_at, must_change_password, outside)
                            VALUES (:name, :displayName, :role, :language, :enabled, :password, :now, :now, :now, :mustChange,
                              :outside)
                            ON CONFLICT DO NOTHING
                            """)
                    .param("name", name)
                    .param("displayName", checked.displayName())
                    .param("role", checked.role().name())
                    .param("language", checked.language())
                    .param("enabled", checked.enabled())
                    .param("password", hash)
                    .param("now", utc(clock.instant()))
                    .param("mustChange", mustChange)
                    .param("outside", outside)
                    .update();
            if (added == 0) {
                throw Refused.conflict(
                        "name", name, "access.refused.name-taken", List.of(), "is taken", "choose another name");
            }
            putVillages(name, checked.villages());
            audit.record("access.person.add", subject(name), checked.changes(null));
        });
    }

    /** As {@link #change(String, PersonChange, Person)}, whatever the person was before. */
    public void change(String name, PersonChange wanted) {
        change(name, wanted, null);
    }

    /**
     * Makes a person what is wanted, and ends the person's sessions when that changes a right.
     *
     * @param seen what the change was made from; null takes whatever is there
     * @throws Refused also when there is nobody of that name, nobody else could administer any more, or somebody else
     *     changed the person since it was seen
     */
    public void change(String name, PersonChange wanted, @Nullable Person seen) {
        String kept = Fields.fold(name);
        CheckedPerson checked = CheckedPerson.of(wanted);
        boolean rights = Boolean.TRUE.equals(transaction.execute(status -> {
            List<String> admins = lockedAdmins();
            jdbc.sql("SELECT name FROM access_person WHERE name = :name FOR UPDATE")
                    .param("name", kept)
                    .query(String.class)
                    .optional();
            Person before = find(kept).orElseThrow(() -> Refused.missing("access.refused.missing", "name", name));
            boolean stays = checked.role() == Role.ADMIN && checked.enabled();
            if (!stays && admins.equals(List.of(kept))) {
                throw Refused.conflict(
                        checked.enabled() ? "role" : "enabled",
                        null,
                        "access.refused.last-admin",
                        List.of(),
                        "would leave nobody who can administer",
                        "make somebody else an administrator first");
            }
            CheckedPerson was = CheckedPerson.of(before);
            if (seen != null && !was.equals(CheckedPerson.of(seen))) {
                throw Refused.changed("access.refused.changed-meanwhile", "name", kept);
            }
            if (was.equals(checked)) {
                return false;
            }
            jdbc.sql("""
                            UPDATE access_person SET display_name = :displayName, role = :role, language = :language,
                              enabled_at = CASE WHEN :enabled AND NOT enabled THEN :now ELSE enabled_at END,
                              enabled = :enabled
                            WHERE name = :name
                            """)
                    .param("displayName", checked.displayName())
                    .param("role", checked.role().name())
                    .param("language", checked.language())
                    .param("enabled", checked.enabled())
                    .param("now", utc(clock.instant()))
                    .param("name", kept)
                    .update();
            putVillages(kept, checked.villages());
            audit.record("access.person.change", subject(kept), checked.changes(was));
            return !was.rights().equals(checked.rights());
        }));
        if (rights) {
            ended(kept);
        }
    }

    /** Names of those who can administer; nobody changes one of them until the transaction ends. */
    private List<String> lockedAdmins() {
        return jdbc.sql("SELECT name FROM access_person WHERE role = 'ADMIN' AND enabled ORDER BY name FOR UPDATE")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private void putVillages(String name, Set<String> villages) {
        jdbc.sql("DELETE FROM access_person_village WHERE person = :name")
                .param("name", name)
                .update();
        villages.forEach(
                village -> jdbc.sql("INSERT INTO access_person_village (person, village) VALUES (:name, :village)")
                        .param("name", name)
                        .param("village", village)
                        .update());
    }

    /**
     * A person's own change; ends all sessions of that person.
     *
     * @throws Refused when the password can not be accepted
     */
    public void changePassword(String name, String password) {
        Person person = find(name).orElseThrow(() -> Refused.missing("access.refused.missing", "name", name));
        requireLongEnough("password", password, person.totp());
        putPassword(person.name(), password, false, "access.person.password");
    }

    /** @return a password that lets in once: before anything else, a new one is asked for. It can not be shown again */
    public String resetPassword(String name) {
        Person person = find(name).orElseThrow(() -> Refused.missing("access.refused.missing", "name", name));
        if (person.outside()) {
            throw Refused.conflict(
                    "name",
                    name,
                    "access.refused.outside",
                    List.of(),
                    "has no password here",
                    "reset it at the server that signs this person in");
        }
        String password = passwords.generate();
        putPassword(person.name(), password, true, "access.person.reset-password");
        return password;
    }

    private void putPassword(String name, String password, boolean mustChange, String action) {
        String hash = passwords.hash(password);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                            UPDATE access_person SET password = :password, password_set_at = :now,
                              must_change_password = :mustChange, tries = 0, locked_until = NULL
                            WHERE name = :name
                            """)
                    .param("password", hash)
                    .param("now", utc(clock.instant()))
                    .param("mustChange", mustChange)
                    .param("name", name)
                    .update();
            audit.record(action, subject(name), List.of(new Change("password", HIDDEN, HIDDEN)));
        });
        ended(name);
    }

    private void requireLongEnough(String field, String password, boolean totp) {
        int fewest = settings.passwordLength(totp);
        if (!Passwords.isLongEnough(password, fewest)) {
            throw Refused.invalid(
                    field,
                    null,
                    "access.refused.password-length",
                    List.of(fewest, Passwords.LONGEST),
                    "has %d characters".formatted(password.length()),
                    "give %d to %d, e.g. four unrelated words".formatted(fewest, Passwords.LONGEST));
        }
    }

    /** @param language {@code vi}, {@code en}, or null to follow the browser's choice */
    public void changeLanguage(String name, @Nullable String language) {
        jdbc.sql("UPDATE access_person SET language = :language WHERE name = :name")
                .param("language", language)
                .param("name", Fields.fold(name))
                .update();
    }

    /** Disables whom nobody has signed in as for too long; never the last administrator. */
    public void disableUnused() {
        Instant since = clock.instant().minus(settings.unusedAfter());
        List<String> unused = jdbc.sql("""
                        SELECT name FROM access_person
                        WHERE enabled AND greatest(signed_in_at, enabled_at, created_at) < :since ORDER BY signed_in_at NULLS FIRST, name
                        """)
                .param("since", utc(since))
                .query((row, number) -> row.getString(1))
                .list();
        for (String name : unused) {
            disableUnused(name, since);
        }
    }

    private void disableUnused(String name, Instant since) {
        boolean disabled = Boolean.TRUE.equals(transaction.execute(status -> {
            if (lockedAdmins().equals(List.of(name))) {
                return false;
            }
            int changed = jdbc.sql("UPDATE access_person SET enabled = false WHERE name = :name AND enabled")
                    .param("name", name)
                    .update();
            if (changed == 1) {
                audit.record(
                        "access.person.disable-unused",
                        subject(name),
                        List.of(new Change("enabled", "true", "false"), new Change("unusedSince", null, "" + since)));
            }
            return changed == 1;
        }));
        if (disabled) {
            ended(name);
        }
    }

    boolean none() {
        return jdbc.sql("SELECT NOT EXISTS (SELECT FROM access_person)")
                .query(Boolean.class)
                .single();
    }

    /** Ends the sessions of a person at their next request. */
    void ended(String name) {
        log.info("person changed, sessions ended name={}", name);
        events.publishEvent(new PersonChanged(name));
    }

    static String subject(String name) {
        return "person:" + name;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
