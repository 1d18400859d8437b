package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.TestInventory;
import io.langsong.polling.profile.Profiles;
import io.langsong.simulator.Commune;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.snmp.SnmpEngine;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Real SNMP to a simulated device, with a real inventory. */
@ExtendWith(OutputCaptureExtension.class)
class PollerTest {
    private static final DeviceId CORE = new DeviceId(Commune.CORE);

    private final ThreadLocalRandom random = ThreadLocalRandom.current();
    private final Simulator simulator = new Simulator(
            SimulatorOptions.usual()
                    .withVillages(1)
                    .withAddress("127.%d.0.0".formatted(random.nextInt(40, 250)))
                    .withPort(random.nextInt(20_000, 60_000)),
            Clock.systemUTC());

    private Inventory inventory;
    private Poller poller;

    @BeforeEach
    void start(@TempDir Path data) {
        simulator.start();
        // From the time when there was such a profile: no rule of today has looked at it.
        inventory = TestInventory.started(TestDatabase.fresh(), data);
        InventorySnapshot plan = SimulatedInventory.of(simulator.commune());
        List<InventoryObject> objects = new ArrayList<>(plan.villages());
        objects.addAll(plan.powerAreas());
        objects.addAll(plan.sites());
        objects.add(given("nix"));
        inventory.apply(objects);
        poller = new Poller(
                () -> inventory.snapshot().devices(),
                new PollIntake(List::of),
                Profiles::load,
                new PollingProperties(Duration.ofSeconds(1), Duration.ofMillis(300), 0),
                Clock.systemUTC(),
                SnmpEngine::new);
    }

    @AfterEach
    void stop() {
        poller.stop();
        simulator.stop();
    }

    private Device given(String profile) {
        Device core = SimulatedInventory.of(simulator.commune()).device(CORE).orElseThrow();
        return new Device(
                core.id(),
                core.name(),
                core.site(),
                core.kind(),
                core.address(),
                core.port(),
                core.snmp(),
                profile,
                core.reachability(),
                List.of(),
                null,
                true,
                null);
    }

    @Test
    void aProfileThatIsNoMoreIsFoundOutAndSaidOnce(CapturedOutput log) {
        poller.start();

        await().until(() -> poller.profileOf(CORE).isPresent());
        assertThat(poller.profileOf(CORE)).contains("mikrotik");
        poller.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        await().until(() -> poller.counts().answered() > 2);
        assertThat(log.getOut().split("profile of device not known", -1)).hasSize(2);
        assertThat(log.getOut())
                .contains("device=xa-core profile=nix known=", "give it one that there is, or none")
                .contains("WARN");
    }

    /** Also a device that answers at once and was asked together with others, a little before its turn. */
    @Test
    void asksOnceATurn() throws InterruptedException {
        inventory.save(given("mikrotik"));
        poller.start();
        await().until(() -> poller.counts().polled() >= 2);
        long began = System.nanoTime();
        long before = poller.counts().polled();
        Thread.sleep(4_000);

        long polled = poller.counts().polled() - before;
        double turns = (System.nanoTime() - began) / 1e9;
        assertThat((double) polled).isBetween(1.0, turns + 2);
    }

    @Test
    void aProfileThatIsTakenAwayIsFoundOut() {
        inventory.save(given("openwrt"));
        poller.start();
        await().until(() -> poller.profileOf(CORE).equals(Optional.of("openwrt")));

        inventory.save(given(null));
        poller.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));

        await().until(() -> poller.profileOf(CORE).equals(Optional.of("mikrotik")));
    }

    @Test
    void aProfileThatThereIsNotIsRefusedWithThoseThereAre() {
        KnownProfiles rule = new KnownProfiles(Profiles::load);

        assertThat(rule.objectionTo(given("mikrotik"))).isEmpty();
        assertThat(rule.objectionTo(given(null))).isEmpty();
        assertThat(rule.objectionTo(given("mikrotic"))).hasValueSatisfying(objection -> {
            assertThat(objection.value()).isEqualTo("mikrotic");
            assertThat(objection.arguments()).singleElement().asString().isEqualTo("mikrotik, …");
        });
    }
}
