package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.Profiles;
import io.langsong.simulator.Commune;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.snmp.SnmpEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the line to a device may carry. */
class ReadingTurnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest(name = "{0} octets, {1} allowed: each {2}.")
    @CsvSource(textBlock = """
            # a poll of its uptime alone takes 236 octets
            1000,  1000,     1
            1001,  1000,     2
            10000, 5000,     3
            10000, 1212,    11
            10000,  237,   500
            10000,   10,   500
            """)
    void itIsReadSoOftenThatBothKindsOfPollsFit(long octets, double allowed, int every) {
        assertThat(ReadingTurns.every(octets, allowed)).isEqualTo(every);
    }

    @Test
    void aDeviceOfAThinLineIsReadSeldomAndStillAskedEachTime() throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Simulator simulator = new Simulator(
                SimulatorOptions.usual()
                        .withVillages(1)
                        .withAddress("127.%d.0.0".formatted(random.nextInt(40, 250)))
                        .withPort(random.nextInt(20_000, 60_000)),
                Clock.systemUTC());
        Device core = SimulatedInventory.of(simulator.commune())
                .device(new DeviceId(Commune.CORE))
                .orElseThrow();
        List<PollResult> results = new CopyOnWriteArrayList<>();
        PollIntake intake = new PollIntake(() -> List.of(results::add));
        Poller poller = new Poller(
                () -> List.of(core),
                intake,
                Profiles::load,
                new PollingProperties(Duration.ofSeconds(1), Duration.ofMillis(300), 0),
                Clock.systemUTC(),
                SnmpEngine::new);
        try (simulator) {
            simulator.start();
            intake.start();
            poller.start();
            await().atMost(PATIENCE)
                    .until(() -> results.size() >= 3
                            && results.get(results.size() - 1).samples().size() > 20);
            results.clear();
            poller.limit(Map.of(core.id(), 40_000L));
            await().atMost(PATIENCE).until(() -> results.size() >= 18);

            assertThat(results).allMatch(result -> result.outcome() == Outcome.ANSWERED && result.clock() != null);
            long whole = results.stream()
                    .filter(result -> result.samples().size() > 20)
                    .count();
            assertThat(whole).isBetween(1L, 9L);

            poller.limit(Map.of());
            results.clear();
            await().atMost(PATIENCE).until(() -> results.size() >= 4);
            assertThat(results.subList(1, 4))
                    .allMatch(result -> result.samples().size() > 20);
        } finally {
            poller.stop();
            intake.stop();
            simulator.stop();
        }
    }
}
