package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;

class DailyClientsTest {
    private static final DeviceId AP = new DeviceId("ap1");
    private static final String LAN = "02:00:00:00:00:01";
    private static final String MINH = "02:00:00:00:00:02";

    /** 23:00 in Việt Nam. */
    private final TestClock clock = new TestClock(Instant.parse("2026-10-01T16:00:00Z"));

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);

    @TempDir
    private Path data;

    /** As a server has it that has just started. */
    private DailyClients started() {
        return new DailyClients(
                jdbc,
                new JdbcTransactionManager(database),
                new MockEnvironment().withProperty("langsong.data-dir", data.toString()),
                clock);
    }

    @Test
    void whoComesAgainIsCountedOnceAlsoAfterARestart() {
        assertThat(started().count(AP, clock.instant(), Set.of(LAN))).hasValue(1);
        DailyClients again = started();
        assertThat(again.count(AP, clock.instant(), Set.of(LAN, MINH))).hasValue(2);
        assertThat(again.count(AP, clock.instant(), Set.of())).hasValue(2);
        assertThat(again.count(new DeviceId("ap2"), clock.instant(), Set.of(LAN)))
                .hasValue(1);
    }

    @Test
    void whenTheDayIsOverItsKeyAndCodesAreDestroyed() {
        DailyClients clients = started();
        clients.count(AP, clock.instant(), Set.of(LAN, MINH));
        List<String> codes = codes();
        assertThat(codes).hasSize(2);

        clock.advance(Duration.ofMinutes(59));
        clients.endDays();
        assertThat(codes()).isEqualTo(codes);
        clock.advance(Duration.ofMinutes(1));
        clients.endDays();

        assertThat(codes()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM agent_day").query(Long.class).single())
                .isZero();
        // Of yesterday nobody is counted any more, and today nobody is known again.
        assertThat(clients.count(AP, clock.instant().minusSeconds(1), Set.of(LAN)))
                .isEmpty();
        assertThat(clients.count(AP, clock.instant(), Set.of(LAN, MINH))).hasValue(2);
        assertThat(codes()).hasSize(2).doesNotContainAnyElementsOf(codes);
    }

    private List<String> codes() {
        return jdbc.sql("SELECT encode(code, 'hex') FROM agent_day_client ORDER BY 1")
                .query(String.class)
                .list();
    }
}
