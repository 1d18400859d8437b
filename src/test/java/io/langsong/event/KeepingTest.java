package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.event.MessageTable.Row;
import io.langsong.event.Messages.Wish;
import io.langsong.inventory.DeviceId;
import io.langsong.testkit.TestDatabase;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept of what was heard: repeats in one row, no more than may be, the engine's identity. */
class KeepingTest {
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final MessageTable table = new MessageTable(jdbc, new JdbcTemplate(database));
    private final Messages messages = new Messages(jdbc);
    private final Repeats repeats = new Repeats(Duration.ofMinutes(10));

    private static Heard heard(String device, String body, int second) {
        Instant at = NOW.plusSeconds(second);
        return new Heard(
                new DeviceId(device), Protocol.SYSLOG_UDP, "10.4.0.1", "syslog", "x", Severity.INFO, body, at, at);
    }

    private void write(Heard... batch) {
        Repeats.Plan plan = repeats.plan(List.of(batch), table.numbers(batch.length));
        table.insert(plan.rows());
        table.count(plan.again());
        assertThat(plan.rows().size() + plan.repeated()).isEqualTo(batch.length);
    }

    private List<String> kept(String device) {
        return messages.find(Wish.of(new DeviceId(device), null), 0, 100).stream()
                .map(one -> "%s ×%d %d-%d"
                        .formatted(
                                one.body(),
                                one.times(),
                                Duration.between(NOW, one.firstAt()).toSeconds(),
                                Duration.between(NOW, one.lastAt()).toSeconds()))
                .toList();
    }

    @Test
    void theSameWithinTheWindowIsOneRow() {
        write(heard("a", "up", 0), heard("a", "up", 5), heard("a", "down", 6), heard("b", "up", 7));
        write(heard("a", "up", 500));
        write(heard("a", "up", 1100), heard("a", "up", 1701));

        assertThat(kept("a")).containsExactly("up ×1 1701-1701", "up ×4 0-1100", "down ×1 6-6");
        assertThat(kept("b")).containsExactly("up ×1 7-7");
    }

    @Test
    void oneThatTalksWithoutEndCostsNobodyElse() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            rows.add(new Row(i + 1L, heard(i % 500 == 0 ? "quiet" : "loud", "text " + i, i)));
        }
        table.insert(rows);

        assertThat(table.trim(2000)).isZero();
        assertThat(table.trim(1000)).isEqualTo(500);
        assertThat(messages.count(Wish.of(new DeviceId("quiet"), null))).isEqualTo(3);
        assertThat(messages.count(Wish.of(new DeviceId("loud"), null))).isEqualTo(997);
        assertThat(kept("loud").get(0)).startsWith("text 1499");
        assertThat(table.expire(NOW.plusSeconds(1001))).isEqualTo(501);
    }

    @ParameterizedTest(name = "{0} of at most {1} -> {2} each")
    @CsvSource(textBlock = """
            3 1497,   1000, 997
            600 600,  1000, 500
            1 500 800,1000, 499
            3 997,    1000, all
            '',       1000, all
            1 1 1,       2, 1
            """)
    void thoseWhoSayMostShareWhatTheOthersLeave(String counts, int most, String share) {
        int each = MessageTable.share(
                Arrays.stream(counts.split(" "))
                        .filter(one -> !one.isEmpty())
                        .map(Integer::valueOf)
                        .toList(),
                most);

        assertThat(each == Integer.MAX_VALUE ? "all" : Integer.toString(each)).isEqualTo(share);
    }

    @Test
    void strangersAreABoundedNumber() throws Exception {
        UnknownSenders unknown = new UnknownSenders(jdbc, new JdbcTemplate(database));
        for (int i = 0; i < 3000; i++) {
            unknown.note(
                    InetAddress.getByName("10.%d.%d.1".formatted(i / 250, i % 250)),
                    Protocol.SNMP_V1,
                    "x",
                    NOW.plusSeconds(i));
            if (i % 900 == 0) {
                unknown.flush();
            }
        }
        unknown.flush();
        unknown.note(InetAddress.getByName("10.11.249.1"), Protocol.SNMP_V1, "again", NOW.plusSeconds(4000));
        unknown.flush();

        assertThat(unknown.newest()).hasSize(UnknownSenders.MOST);
        assertThat(unknown.newest().get(0)).satisfies(one -> {
            assertThat(one.times()).isEqualTo(2);
            assertThat(one.lastBody()).isEqualTo("again");
        });
    }

    @Test
    void theEngineKeepsItsIdentityAndCountsItsStarts() {
        EngineTable engine = new EngineTable(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
        EngineTable.Identity first = engine.begin();
        EngineTable.Identity second = engine.begin();

        assertThat(first.boots()).isEqualTo(1);
        assertThat(second.boots()).isEqualTo(2);
        assertThat(second.engineId()).isEqualTo(first.engineId()).hasSize(13);
    }
}
