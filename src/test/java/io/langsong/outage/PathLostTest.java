package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.testkit.FarHost;
import io.langsong.testkit.WholeServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Real SNMP to a simulated commune, and a reference target on a cable of its own; then both go at once. */
@WholeServer
class PathLostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final FarHost REFERENCE = new FarHost();

    private final SimulatorOptions options = SimulatorOptions.usual()
            .withVillages(2)
            .withScenario(Scenario.of("none"))
            .withAddress("127.%d.0.0".formatted(ThreadLocalRandom.current().nextInt(40, 250)))
            .withPort(ThreadLocalRandom.current().nextInt(20_000, 60_000));

    @Autowired
    private Inventory inventory;

    @Autowired
    private Outages outages;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Conditions conditions;

    @Autowired
    private MonitoringPath path;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("langsong.outage.reference-targets", REFERENCE::address);
        settings.add("langsong.polling.interval", () -> "1s");
        settings.add("langsong.polling.timeout", () -> "300ms");
        settings.add("langsong.polling.retries", () -> "0");
    }

    @AfterAll
    static void end() {
        REFERENCE.close();
    }

    @Test
    void oneMessageForOurOwnLineAndOneForADevice() {
        Simulator first = new Simulator(options, Clock.systemUTC());
        first.start();
        try {
            follow(first);
            first.play(Scenario.parse(
                    "test", "faults:\n - {fault: uplink-cut, device: thon-mau-01-ap1, at: 0s, for: 9s}\n"));
            await().atMost(PATIENCE).until(() -> conditionOf("thon-mau-01-ap1") == Condition.DOWN);
            await().atMost(PATIENCE).until(() -> conditionOf("thon-mau-01-ap1") == Condition.UP);
        } finally {
            REFERENCE.pullCable();
            first.stop();
        }
        Instant gone = Instant.now();
        await().atMost(PATIENCE).until(() -> path.look().state() == MonitoringPath.State.BLIND);
        Duration took = Duration.between(gone, Instant.now());
        await().atMost(PATIENCE)
                .until(() -> inventory.snapshot().devices().stream()
                        .allMatch(device -> conditionOf(device.id().value()) == Condition.UNKNOWN));
        await().atMost(PATIENCE).until(() -> told().contains("path-lost"));

        REFERENCE.plugCable();
        await().atMost(PATIENCE).until(() -> path.look().state() == MonitoringPath.State.ANSWERS);
        try (Simulator second = new Simulator(options, Clock.systemUTC())) {
            second.start();
            await().atMost(PATIENCE).until(() -> conditionOf("thon-mau-02-ap1") == Condition.UP);
            await().atMost(PATIENCE).until(() -> told().contains("path-found"));
        }
        System.out.println("path lost: blind after " + took.toMillis() + " ms, told " + told());
        assertThat(told().stream().filter(event -> event.startsWith("path-")))
                .containsExactly("path-found", "path-lost");
        assertThat(outages.between(gone.minusSeconds(5), gone.plusSeconds(4), null))
                .as("outages from our own line")
                .noneMatch(outage -> outage.to() == null || outage.from().best().isAfter(gone.minusSeconds(1)));
    }

    private void follow(Simulator simulator) {
        InventorySnapshot plan = SimulatedInventory.of(simulator.commune());
        List<InventoryObject> objects = new ArrayList<>(plan.villages());
        objects.addAll(plan.powerAreas());
        objects.addAll(plan.sites());
        objects.addAll(plan.devices());
        inventory.apply(objects);
        await().atMost(PATIENCE)
                .until(() -> plan.devices().stream()
                        .allMatch(device -> conditionOf(device.id().value()) == Condition.UP));
        await().atMost(PATIENCE).until(() -> path.look().state() == MonitoringPath.State.ANSWERS);
    }

    private Condition conditionOf(String device) {
        return conditions.of(ObjectRef.of(new DeviceId(device))).condition();
    }

    /** Newest first. */
    private List<String> told() {
        return outbox.messages(null, 100).stream()
                .map(Posted::facts)
                .map(facts -> String.valueOf(facts.get("event")))
                .toList();
    }
}
