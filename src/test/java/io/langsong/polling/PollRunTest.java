package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.metric.Sample;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.smi.OID;

/** One device read by the generic profile, whose agent has faults. */
class PollRunTest {
    private static final int PORTS = 4;
    private static final OID IF_X_ENTRY = new OID("1.3.6.1.2.1.31.1.1.1");
    private static final OID IF_HC_OUT_OCTETS = new OID("1.3.6.1.2.1.31.1.1.1.10");
    private static final OID HR_PROCESSOR_LOAD = new OID("1.3.6.1.2.1.25.3.3.1.2");

    private final SnmpEngine engine = new SnmpEngine();
    private final PollRun.Tools tools = new PollRun.Tools(engine, Clock.systemUTC());
    private final PollTask task = new PollTask(new Device(
            new DeviceId("ap1"),
            "AP 1",
            new SiteId("nvh"),
            Device.Kind.ROUTER,
            "127.0.0.1",
            161,
            SnmpAccess.community("2c", "public"),
            null,
            Device.Reachability.NONE,
            List.of(),
            null,
            true,
            null));
    private TableAgent agent;
    private Duration timeout = Duration.ofSeconds(4);

    @BeforeEach
    void start() throws Exception {
        agent = new TableAgent(PORTS);
        task.profile = Profiles.load().generic();
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        agent.close();
    }

    private PollResult poll() {
        SnmpTarget patient = agent.target();
        SnmpTarget target = new SnmpTarget(patient.address(), patient.credentials(), timeout, 0, 60, 60);
        CompletableFuture<PollResult> result = new CompletableFuture<>();
        engine.execute(() -> PollRun.regular(tools, task, target, Duration.ofSeconds(30), result::complete));
        return result.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static List<Sample> samples(PollResult result, String metric) {
        return result.samples().stream()
                .filter(sample -> sample.metric().name().equals(metric))
                .toList();
    }

    @Test
    void readsScalarsAndTables() {
        PollResult result = poll();

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(samples(result, "memory.total")).hasSize(1);
        assertThat(samples(result, "if.in_octets")).hasSize(PORTS);
        assertThat(samples(result, "cpu.utilization")).hasSize(3);
        assertThat(result.ports()).hasSize(PORTS);
    }

    /**
     * The 64-bit counters are in the second half of the table of ports: without them the 32-bit ones would stand in, and a graph
     * would leap. What was read of other tables stays.
     */
    @ParameterizedTest(name = "the second half stays away, silently: {0}")
    @ValueSource(booleans = {true, false})
    void halfATableIsNoTable(boolean silently) {
        timeout = Duration.ofMillis(300);
        assertThat(samples(poll(), "if.in_octets")).hasSize(PORTS);
        if (silently) {
            agent.silentBelow = IF_X_ENTRY;
        } else {
            agent.loopsBelow = IF_HC_OUT_OCTETS;
        }

        PollResult result = poll();

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(samples(result, "memory.total")).hasSize(1);
        assertThat(result.samples()).noneMatch(sample -> sample.metric().name().startsWith("if."));
        assertThat(result.ports()).isEmpty();
        if (!silently) {
            assertThat(samples(result, "cpu.utilization")).hasSize(3);
        }

        agent.silentBelow = agent.loopsBelow = new OID("1.3.9");
        PollResult whole = poll();
        assertThat(samples(whole, "if.in_octets")).hasSize(PORTS);
        assertThat(whole.ports()).hasSize(PORTS);
    }

    @Test
    void aBrokenTableCostsNoOther() {
        agent.loopsBelow = HR_PROCESSOR_LOAD;

        PollResult result = poll();

        assertThat(samples(result, "cpu.utilization")).isEmpty();
        assertThat(samples(result, "if.in_octets")).hasSize(PORTS);
        assertThat(result.ports()).hasSize(PORTS);
    }

    @Test
    void aDeviceWhoseTablesStayAwayIsThere() {
        timeout = Duration.ofMillis(300);
        agent.silentBelow = new OID("1.3.6");

        PollResult result = poll();

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(samples(result, "memory.total")).hasSize(1);
        assertThat(result.ports()).isEmpty();
    }
}
