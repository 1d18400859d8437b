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
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** A device that drops large messages without a word is read after a few polls, and nobody calls it down. */
class LargeRequestsTest {
    private static final DeviceId AP = new DeviceId("ap1");

    private final DataSource database = TestDatabase.fresh();
    private final List<PollResult> results = new CopyOnWriteArrayList<>();
    private TableAgent agent;
    private Inventory inventory;
    private PollIntake intake;
    private Poller poller;

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
                new Device(
                        AP,
                        "AP 1",
                        new SiteId("nvh"),
                        Device.Kind.ROUTER,
                        "127.0.0.1",
                        agent.target().address().getPort(),
                        SnmpAccess.community("2c", "public"),
                        "generic",
                        Device.Reachability.NONE,
                        List.of(),
                        null,
                        true,
                        null)));
        begin();
    }

    private void begin() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("judge", new Judge());
        intake = new PollIntake(beans.getBeanProvider(PollObserver.class));
        poller = new Poller(
                inventory,
                intake,
                Profiles::load,
                new PollingProperties(Duration.ofSeconds(1), Duration.ofMillis(200), 0),
                Clock.systemUTC(),
                SnmpEngine::new);
        intake.start();
        poller.start();
    }

    @AfterEach
    void stop() throws Exception {
        poller.stop();
        intake.stop();
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

    private boolean lastIsWhole() {
        PollResult last = results.get(results.size() - 1);
        return last.outcome() == Outcome.ANSWERED && last.ports().size() == 4 && has(last, "memory.total");
    }

    private static boolean has(PollResult result, String metric) {
        return result.samples().stream()
                .anyMatch(sample -> sample.metric().name().equals(metric));
    }

    @Test
    void anAgentThatDropsLargeMessagesIsReadInSmallerOnes() {
        await().atMost(Duration.ofSeconds(120)).until(() -> !results.isEmpty() && lastIsWhole());
        long most = agent.agent.asked.stream()
                .filter(pdu -> pdu.getType() == PDU.GET)
                .mapToInt(PDU::size)
                .max()
                .orElse(0);
        assertThat(most).isGreaterThan(3);
        agent.agent.asked.clear();
        results.clear();
        await().until(() -> results.size() > 2);
        assertThat(agent.agent.asked).allSatisfy(pdu -> assertThat(pdu.size()).isLessThanOrEqualTo(4));
        assertThat(results).allMatch(result -> result.outcome() == Outcome.ANSWERED);
    }
}
