package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;

/** A device that is small enough to be asked for everything in one message. */
class TogetherTest {
    private static final String PROFILE = """
            name: small
            title: A few figures
            source: this test
            scalars:
              - {metric: memory.total, unit: bytes, oid: 1.3.6.1.4.1.2021.4.5.0, multiply: 1024}
              - {metric: memory.free, unit: bytes, oid: 1.3.6.1.4.1.2021.4.6.0, multiply: 1024}
              - {metric: sensor.temperature, unit: °C, oid: 1.3.6.1.4.1.2021.13.16.2.1.3.1}
              - {metric: cpu.utilization, unit: '%', oid: 1.3.6.1.2.1.25.3.3.1.2.2}
            tables:
              - label: {column: 1.3.6.1.2.1.31.1.1.1.1}
                columns:
                  - {metric: if.in_octets, unit: bytes, kind: counter64, oid: 1.3.6.1.2.1.31.1.1.1.6}
                  - {metric: wifi.clients, oid: 1.3.6.1.4.1.14179.2.1.2.1.7}
            """;
    private static final OID THIRD_PORT = new OID("1.3.6.1.2.1.31.1.1.1.6.3");
    private static final OID TEMPERATURE = new OID("1.3.6.1.4.1.2021.13.16.2.1.3.1");
    private static final OID MEMORY_FREE = new OID("1.3.6.1.4.1.2021.4.6.0");

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
    void start(@TempDir Path folder) throws Exception {
        agent = new TableAgent(2);
        Path file = Files.writeString(folder.resolve("small.yaml"), PROFILE);
        task.profile = Profiles.load(List.of(file)).byName("small").orElseThrow();
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

    /** How many requests the last poll took. */
    private int requests(Runnable polling) {
        int before = agent.agent.asked.size();
        polling.run();
        return agent.agent.asked.size() - before;
    }

    private static List<String> said(PollResult result) {
        TreeSet<String> said = new TreeSet<>();
        result.samples().stream()
                .filter(sample -> !sample.metric().name().equals("reach.rtt"))
                .forEach(sample -> said.add(sample.series() + " " + sample.bits()));
        result.ports().forEach(port -> said.add(port.toString()));
        return List.copyOf(said);
    }

    /** So often that it asks for all at once, and is believed to go on so. */
    private PollResult settled() {
        PollResult apart = poll();
        for (int i = 0; i < 3; i++) {
            assertThat(said(poll())).isEqualTo(said(apart));
        }
        return apart;
    }

    @Test
    void takesOneMessageAndSaysTheSame() {
        assertThat(requests(this::poll)).isGreaterThan(1);
        assertThat(requests(this::settled)).as("four polls").isEqualTo(4);
        PDU last = agent.agent.asked.get(agent.agent.asked.size() - 1);
        assertThat(last.getType()).isEqualTo(PDU.GETBULK);
        assertThat(last.getNonRepeaters()).isPositive();
    }

    @Test
    void valuesThatChangedAreTheNewOnes() {
        settled();
        agent.values.put(MEMORY_FREE, new Integer32(77));

        assertThat(requests(() -> assertThat(said(poll())).anyMatch(line -> line.contains("memory.free"))))
                .isOne();
        assertThat(poll().samples())
                .anyMatch(sample -> sample.metric().name().equals("memory.free")
                        && Double.longBitsToDouble(sample.bits()) == 77 * 1024);
    }

    @Test
    void aPortMoreIsSeenInTheSamePoll() {
        settled();
        agent.values.put(THIRD_PORT, new Counter64(3));
        agent.values.put(new OID("1.3.6.1.2.1.31.1.1.1.1.3"), new OctetString("eth3"));
        agent.values.put(new OID("1.3.6.1.2.1.2.2.1.8.3"), new Integer32(1));

        PollResult result = poll();

        assertThat(result.samples().stream()
                        .filter(sample -> sample.metric().name().equals("if.in_octets")))
                .hasSize(3);
        assertThat(result.ports()).hasSize(3);
    }

    @Test
    void aPortLessAndAScalarLessAreSeenInTheSamePoll() {
        settled();
        agent.values.keySet().removeIf(name -> name.last() == 2 && name.startsWith(new OID("1.3.6.1.2.1.31")));
        assertThat(poll().samples().stream()
                        .filter(sample -> sample.metric().name().equals("if.in_octets")))
                .hasSize(1);

        settled();
        agent.values.remove(MEMORY_FREE);
        assertThat(poll().samples())
                .noneMatch(sample -> sample.metric().name().equals("memory.free"))
                .anyMatch(sample -> sample.metric().name().equals("memory.total"));
    }

    /** It was told to have no such sensor, so it is not asked for in each poll; and rows where there were none are seen at once. */
    @Test
    void whatWasNotThereIsFoundWithinAHundredPolls() {
        settled();
        agent.values.put(TEMPERATURE, new Integer32(41));
        int polls = 0;
        while (poll().samples().stream()
                .noneMatch(sample -> sample.metric().name().equals("sensor.temperature"))) {
            assertThat(++polls).isLessThan(101);
        }

        agent.values.put(new OID("1.3.6.1.4.1.14179.2.1.2.1.7.9"), new Integer32(5));
        assertThat(poll().samples()).anyMatch(sample -> sample.metric().name().equals("wifi.clients"));
    }

    @Test
    void whatWasNotThereIsLookedForAfterARestart() {
        settled();
        agent.values.put(TEMPERATURE, new Integer32(41));
        agent.values.put(TableAgent.UPTIME, new TimeTicks(5));
        poll();

        assertThat(poll().samples()).anyMatch(sample -> sample.metric().name().equals("sensor.temperature"));
    }

    /** Agents exist that answer a GETBULK in an order of their own, or with less than was asked for: none may be misread. */
    @Test
    void anAgentThatAnswersOtherwiseIsAskedAsBefore() {
        PollResult apart = poll();
        agent.change = answer -> {
            if (agent.agent.asked.get(agent.agent.asked.size() - 1).getNonRepeaters() > 0) {
                Collections.swap(answer, 0, 1);
            }
        };
        for (int i = 0; i < 20; i++) {
            assertThat(said(poll())).isEqualTo(said(apart));
        }
        assertThat(requests(this::poll)).as("given up").isGreaterThan(1);
    }

    @Test
    void anAgentThatBearsNoSuchQuestionIsNotSilent() {
        timeout = Duration.ofMillis(300);
        PollResult apart = poll();
        agent.change = answer -> {
            if (agent.agent.asked.get(agent.agent.asked.size() - 1).getNonRepeaters() > 0) {
                answer.add(new org.snmp4j.smi.VariableBinding(new OID("1.3.6.1"), new OctetString(new byte[5000])));
            }
        };
        agent.dropsAbove = 4000;

        for (int i = 0; i < 3; i++) {
            PollResult result = poll();
            assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(said(result)).isEqualTo(said(apart));
        }
    }

    @Test
    void anAgentThatGarblesSuchAnAnswerIsNotAtFault() {
        timeout = Duration.ofMillis(300);
        PollResult apart = settled();
        agent.garblesTogether = true;

        for (int i = 0; i < 3; i++) {
            PollResult result = poll();
            assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(said(result)).isEqualTo(said(apart));
        }
    }
}
