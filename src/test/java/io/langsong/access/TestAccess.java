package io.langsong.access;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;

/** The module on a database of its own, as the program wires it. */
public final class TestAccess {
    /** A hash of the real cost takes longer than all the rest of such a test. */
    static final Passwords QUICK = new Passwords(64, 1);

    private TestAccess() {}

    /** The defaults, and what a test sets: {@code "require-totp", "admins"}. */
    static AccessProperties settings(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put("langsong.access." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("langsong.access", AccessProperties.class);
    }

    public static AuditTrail audit(DataSource source, Clock clock) {
        return new AuditTrail(JdbcClient.create(source), new JdbcTransactionManager(source), clock);
    }

    public static People people(DataSource source, Clock clock) {
        return people(source, settings(), clock, event -> {});
    }

    static People people(DataSource source, AccessProperties settings, Clock clock, ApplicationEventPublisher events) {
        return new People(
                JdbcClient.create(source),
                new JdbcTransactionManager(source),
                QUICK,
                settings,
                audit(source, clock),
                clock,
                events);
    }

    static SignIn signIn(DataSource source, Clock clock) {
        AccessProperties settings = settings();
        return new SignIn(
                JdbcClient.create(source),
                new JdbcTransactionManager(source),
                people(source, settings, clock, event -> {}),
                QUICK,
                settings,
                audit(source, clock),
                clock);
    }

    static ApiTokens tokens(DataSource source, Clock clock) {
        return new ApiTokens(
                JdbcClient.create(source), new JdbcTransactionManager(source), audit(source, clock), clock);
    }

    static SecondSteps secondSteps(DataSource source, People people, Clock clock, Path data) {
        return new SecondSteps(
                JdbcClient.create(source),
                new JdbcTransactionManager(source),
                audit(source, clock),
                people,
                signIn(source, clock),
                new MockEnvironment().withProperty("langsong.data-dir", data.toString()),
                clock);
    }

    /** As an administrator who changes nothing else. */
    public static void changeRole(People people, String name, Role role) {
        change(people, name, role, people.find(name).orElseThrow().enabled());
    }

    public static void enable(People people, String name, boolean enabled) {
        change(people, name, people.find(name).orElseThrow().role(), enabled);
    }

    private static void change(People people, String name, Role role, boolean enabled) {
        Person person = people.find(name).orElseThrow();
        people.change(
                name,
                new PersonChange(
                        person.displayName(), role.name(), person.language(), List.copyOf(person.villages()), enabled));
    }
}
