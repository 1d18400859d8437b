package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditTrail.Change;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

class AuditTrailTest {
    private static final Instant START = Instant.parse("2026-06-05T07:05:00.123456Z");

    private final DataSource source = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final TestClock clock = new TestClock(START);
    private final AuditTrail trail = TestAccess.audit(source, clock);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void tellsWhoDidWhatFromWhere() {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("ha", null, List.of()));
        try (Origin.Passing passing = Origin.enter(new Origin("10.0.0.7", null))) {
            trail.record(
                    "inventory.device.change",
                    "device:thon-man-ap2",
                    List.of(new Change("address", "10.20.0.5", "10.20.0.6"), new Change("profile", null, "mikrotik")));
        }

        AuditEntry entry = trail.find(AuditFilter.ALL, null, 10).get(0);
        assertThat(entry.actor()).isEqualTo("ha");
        assertThat(entry.address()).isEqualTo("10.0.0.7");
        assertThat(entry.at()).isEqualTo("2026-06-05T07:05:00.123456Z");
        assertThat(entry.changes())
                .containsExactly(
                        new Change("address", "10.20.0.5", "10.20.0.6"), new Change("profile", null, "mikrotik"));
        assertThat(trail.verify()).isEqualTo(new AuditCheck(1, null, null, entry.hash()));
    }

    @Test
    void tellsWhatWasDoneToOneSubject() {
        trail.record("inventory.device.add", "device:thon-man-ap2", List.of());
        trail.record("inventory.device.change", "device:thon-man-ap21", List.of());
        trail.record("inventory.device.change", "device:thon-man-ap2", List.of());
        Instant now = clock.instant();

        assertThat(trail.about("device:thon-man-ap2", now.minusSeconds(60), 10))
                .extracting(AuditEntry::action)
                .containsExactly("inventory.device.change", "inventory.device.add");
        assertThat(trail.about("device:thon-man-ap2", now.minusSeconds(60), 1)).hasSize(1);
        assertThat(trail.about("device:thon-man-ap2", now.plusSeconds(60), 10)).isEmpty();
    }

    @Test
    void whatTheServerDoesByItselfIsOfTheSystem() {
        trail.record("access.person.disable-unused", "person:ha", List.of());
        try (Origin.Passing passing = Origin.enter(new Origin("10.0.0.7", null))) {
            trail.record("access.sign-in.refused", "person:ha", List.of());
        }

        assertThat(trail.find(AuditFilter.ALL, null, 10))
                .extracting(AuditEntry::actor)
                .containsExactly("?", "system");
    }

    @Test
    void sharesTheFateOfTheTransaction() {
        transaction.executeWithoutResult(status -> {
            trail.record("test.thing.add", "thing:a", List.of());
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> {
            trail.record("test.thing.add", "thing:b", List.of());
            trail.record("test.thing.change", "thing:b", List.of());
            assertThat(trail.find(AuditFilter.ALL, null, 10))
                    .as("written as the last of the transaction")
                    .isEmpty();
        });

        assertThat(trail.find(AuditFilter.ALL, null, 10))
                .extracting(AuditEntry::action)
                .containsExactly("test.thing.change", "test.thing.add");
        assertThat(trail.verify().rows()).isEqualTo(2);
    }

    @Test
    void manyAtOnceMakeOneChain() {
        IntStream.range(0, 60)
                .parallel()
                .forEach(i -> transaction.executeWithoutResult(status -> {
                    trail.record("test.thing.add", "thing:" + i, List.of());
                    trail.record("test.thing.change", "thing:" + i, List.of());
                }));

        assertThat(trail.verify())
                .extracting(AuditCheck::rows, AuditCheck::whole)
                .containsExactly(120L, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE access_audit SET actor = 'somebody else' WHERE id = 2",
                "DELETE FROM access_audit WHERE id = 2",
                "DELETE FROM access_audit",
                "TRUNCATE access_audit"
            })
    void theDatabaseRefusesToChangeIt(String statement) {
        three();

        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("append-only");
        assertThat(trail.verify().rows()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0} -> broken at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE access_audit SET actor = 'somebody else' WHERE id = 2                        | 2
            UPDATE access_audit SET address = NULL WHERE id = 1                                 | 1
            UPDATE access_audit SET at = at + interval '1 microsecond' WHERE id = 3             | 3
            UPDATE access_audit SET changes = '[]' WHERE id = 2                                 | 2
            UPDATE access_audit SET hash = previous WHERE id = 1                                | 1
            DELETE FROM access_audit WHERE id = 1                                               | 1
            DELETE FROM access_audit WHERE id = 2                                               | 2
            DELETE FROM access_audit WHERE id = 3                                               | 3
            DELETE FROM access_audit                                                            | 1
            UPDATE access_audit SET id = 4 WHERE id = 3                                         | 3
            """)
    void findsTheFirstRowThatIsNotWhatWasWritten(String statement, long broken) {
        three();
        jdbc.sql("ALTER TABLE access_audit DISABLE TRIGGER access_audit_rows").update();
        jdbc.sql(statement).update();

        AuditCheck check = trail.verify();
        assertThat(check.whole()).isFalse();
        assertThat(check.brokenId()).isEqualTo(broken);
    }

    @Test
    void expiresWhatIsOlderThanIsKeptAndStaysWhole() {
        three();
        clock.advance(Duration.ofDays(366));
        trail.record("test.thing.add", "thing:new", List.of());
        AuditUpkeep upkeep = new AuditUpkeep(trail, TestAccess.settings("audit-retention", "366d"), clock);

        upkeep.lookAndExpire();
        assertThat(trail.verify().rows()).as("not older yet").isEqualTo(4);
        clock.advance(Duration.ofMillis(1));
        upkeep.lookAndExpire();

        assertThat(trail.find(AuditFilter.ALL, null, 10))
                .extracting(AuditEntry::id)
                .containsExactly(4L);
        assertThat(trail.verify().whole()).isTrue();
        clock.advance(Duration.ofDays(400));
        upkeep.lookAndExpire();
        assertThat(trail.verify().rows()).isZero();
        trail.record("test.thing.add", "thing:newer", List.of());
        assertThat(trail.find(AuditFilter.ALL, null, 10))
                .extracting(AuditEntry::id)
                .containsExactly(5L);
        assertThat(trail.verify().whole()).isTrue();
    }

    @Test
    void whatIsBrokenIsNotExpired() {
        three();
        jdbc.sql("ALTER TABLE access_audit DISABLE TRIGGER access_audit_rows").update();
        jdbc.sql("UPDATE access_audit SET actor = 'somebody else' WHERE id = 2").update();
        clock.advance(Duration.ofDays(900));

        new AuditUpkeep(trail, TestAccess.settings(), clock).lookAndExpire();

        assertThat(trail.find(AuditFilter.ALL, null, 10)).hasSize(3);
    }

    @Test
    void keepsHostileTextsWithoutWhatCanNotBeSeen() {
        trail.record(
                "test.thing.add",
                "thing:\u0000\u001b[31m\u202Ex",
                List.of(new Change("name\n", "\uD800", "ế".repeat(10_000)), new Change("quote", "\"}]", "'); DROP")));

        AuditEntry entry = trail.find(AuditFilter.ALL, null, 10).get(0);
        assertThat(entry.subject()).isEqualTo("thing:\\u0000\\u001b[31m\\u202ex");
        assertThat(entry.changes().get(0).old()).isEqualTo("\\ud800");
        assertThat(entry.changes().get(0).now()).hasSize(2001).endsWith("…");
        assertThat(entry.changes().get(1)).isEqualTo(new Change("quote", "\"}]", "'); DROP"));
        assertThat(trail.verify().whole()).isTrue();
    }

    @Test
    void findsByPersonActionSubjectAndTime() {
        trail.recordAs("ha", "access.sign-in", "person:ha", List.of());
        clock.advance(Duration.ofHours(1));
        trail.recordAs("token:bao-cao", "inventory.device.change", "device:Thon-Man", List.of());
        trail.recordAs("Ha", "inventory.device.add", "device:%_", List.of());

        assertThat(ids(new AuditFilter("HA", null, null, null, null))).containsExactly(3L, 1L);
        assertThat(ids(new AuditFilter(null, "inventory.device", null, null, null)))
                .containsExactly(3L, 2L);
        assertThat(ids(new AuditFilter(null, "inventory.dev", null, null, null)))
                .isEmpty();
        assertThat(ids(new AuditFilter(null, null, "thon-man", null, null))).containsExactly(2L);
        assertThat(ids(new AuditFilter(null, null, "%", null, null))).containsExactly(3L);
        assertThat(ids(new AuditFilter(null, null, null, clock.instant(), null)))
                .containsExactly(3L, 2L);
        assertThat(ids(new AuditFilter(null, null, null, START, clock.instant())))
                .containsExactly(1L);
        assertThat(trail.find(AuditFilter.ALL, 3L, 1))
                .extracting(AuditEntry::id)
                .containsExactly(2L);
        assertThat(trail.actions())
                .containsExactly("access.sign-in", "inventory.device.add", "inventory.device.change");
    }

    private List<Long> ids(AuditFilter filter) {
        return trail.find(filter, null, 100).stream().map(AuditEntry::id).toList();
    }

    private void three() {
        try (Origin.Passing passing = Origin.enter(new Origin("10.0.0.7", null))) {
            for (int i = 1; i <= 3; i++) {
                trail.recordAs("ha", "test.thing.add", "thing:" + i, List.of(new Change("name", null, "n" + i)));
            }
        }
    }
}
