package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A device that drops large messages without a word is read after a few polls, and the limit found is kept. */
class LargeRequestsTest {
    private static final DeviceId AP = new DeviceId("ap1");

    private final DataSource database = TestDatabase.fresh();
    private final List<PollResult> results = new CopyOnWriteArrayList<>();
    private TableAgent agent;
    private Inventory inventory;
    private PollIntake intake;
    private Poller poller;
    private LimitKeeper keeper;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        agent = new TableAgent(4);
        // Two variables pass, but neither all scalars nor a table.
        agent.dropsAbove = 110;
        inventory = TestInventory.started(database, data);
        inventory.apply(List.of(
                new Village(new VillageId("thon"), "Thôn", 1, 100, null, null),
                new Site(
                        new SiteId("nvh"),
                        new VillageId("thon"),
                        "Nhà văn hóa",
                        Site.Kind.CULTURE_HOUSE,
                        null,
                        null,
                        null),
                device("generic")));
        begin();
    }

    private Device device(String profile) {
        return new Device(
                AP,
                "AP 1",
                new SiteId("nvh"),
                Device.Kind.ROUTER,
                "127.0.0.1",
                agent.target().address().getPort(),
                SnmpAccess.community("2c", "public"),
                profile,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }

    private void begin() {
        Judge judge = new Judge();
        intake = new PollIntake(() -> List.of(judge));
        poller = new Poller(
                () -> inventory.snapshot().devices(),
                intake,
                Profiles::load,
                new PollingProperties(Duration.ofSeconds(1), Duration.ofMillis(200), 0),
                Clock.systemUTC(),
                SnmpEngine::new);
        keeper = new LimitKeeper(
                inventory,
                poller,
                new LimitTable(
                        JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database))));
        intake.start();
        keeper.start();
        poller.start();
    }

    private void restart() throws Exception {
        end();
        agent.agent.asked.clear();
        results.clear();
        begin();
    }

    private void end() throws InterruptedException {
        keeper.stop();
        poller.stop();
        intake.stop();
    }

    @AfterEach
    void stop() throws Exception {
        end();
        agent.close();
    }

    /** What is silent is looked at more closely until it answers, as the judgement of outages does. */
    private final class Judge implements PollObserver {
        @Override
        public void observe(PollResult result) {
            results.add(result);
            poller.setCadence(
                    result.device(), result.outcome() == Outcome.SILENT ? Cadence.CONFIRMING : Cadence.REGULAR);
        }
    }

    private void awaitWhole() {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> !results.isEmpty() && isWhole(results.get(results.size() - 1)));
    }

    private static boolean isWhole(PollResult result) {
        return result.outcome() == Outcome.ANSWERED && result.ports().size() == 4 && has(result, "memory.total");
    }

    private static boolean has(PollResult result, String metric) {
        return result.samples().stream()
                .anyMatch(sample -> sample.metric().name().equals(metric));
    }

    private int mostAskedInAGet() {
        return agent.agent.asked.stream()
                .filter(pdu -> pdu.getType() == PDU.GET)
                .mapToInt(PDU::size)
                .max()
                .orElse(0);
    }

    @Test
    void anAgentThatDropsLargeMessagesIsReadInSmallerOnesUntilItHasOtherFirmware() throws Exception {
        awaitWhole();
        assertThat(mostAskedInAGet()).isGreaterThan(3);
        agent.agent.asked.clear();
        results.clear();
        await().until(() -> results.size() > 2);

        assertThat(mostAskedInAGet()).isEqualTo(3);
        assertThat(results).allMatch(LargeRequestsTest::isWhole);

        await().until(() -> {
            keeper.keep(false);
            return limitsKept() == 1;
        });
        agent.dropsAbove = Integer.MAX_VALUE;
        agent.values.put(TableAgent.DESCRIPTION, new OctetString("TestAP, firmware 2"));
        // Nobody sees the device change: the server is off.
        restart();
        await().until(() -> mostAskedInAGet() > 3);
    }

    @Test
    void whatWasLearnedOutlivesARestartButNotAnotherProfile() throws Exception {
        awaitWhole();
        restart();
        await().until(() -> results.size() > 2);
        assertThat(mostAskedInAGet()).isEqualTo(3);
        assertThat(results).allMatch(LargeRequestsTest::isWhole);
        // Known at the first look: of the same device, nothing more to write.
        assertThat(JdbcClient.create(database)
                        .sql("SELECT identity FROM polling_agent_limits WHERE get_variables = 3")
                        .query(String.class)
                        .single())
                .contains("TestAP, firmware 1", "1.3.6.1.4.1.8072.3.2.10");

        agent.dropsAbove = Integer.MAX_VALUE;
        restart();
        await().until(() -> results.size() > 2);
        assertThat(mostAskedInAGet()).isEqualTo(3);

        inventory.save(device("linux"));
        restart();
        await().until(() -> mostAskedInAGet() > 3);
    }

    @Test
    void otherFirmwareIsAskedAnew() throws Exception {
        awaitWhole();
        agent.dropsAbove = Integer.MAX_VALUE;
        agent.values.put(TableAgent.DESCRIPTION, new OctetString("TestAP, firmware 2"));
        // It restarted, for its firmware.
        agent.values.put(TableAgent.UPTIME, new TimeTicks(100));
        agent.agent.asked.clear();

        await().until(() -> mostAskedInAGet() > 3);
        awaitWhole();
        keeper.keep(false);
        assertThat(limitsKept()).isZero();
    }

    private int limitsKept() {
        return JdbcClient.create(database)
                .sql(
                        "SELECT count(*) FROM polling_agent_limits WHERE get_variables IS NOT NULL AND identity IS NOT NULL")
                .query(Integer.class)
                .single();
    }
}
