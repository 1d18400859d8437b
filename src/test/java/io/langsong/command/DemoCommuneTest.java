package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.langsong.command.DemoCommune.Settings;
import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.TestInventory;
import io.langsong.testkit.TestDatabase;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the demonstration answers, its inventory asks. */
class DemoCommuneTest {
    private final String address =
            "127.%d.0.0".formatted(ThreadLocalRandom.current().nextInt(40, 250));
    private final int port = ThreadLocalRandom.current().nextInt(20_000, 60_000);
    private Inventory inventory;

    @BeforeEach
    void open(@TempDir Path data) {
        inventory = TestInventory.started(TestDatabase.fresh(), data);
    }

    private DemoCommune demo(int onPort) {
        return new DemoCommune(
                new Settings("none", address, onPort, null),
                inventory,
                new InventoryImport(inventory),
                Clock.systemUTC());
    }

    @Test
    void theInventoryFollowsTheSettings() {
        for (int onPort : new int[] {port, port + 1}) {
            DemoCommune demo = demo(onPort);
            demo.start();
            demo.stop();

            assertThat(inventory.snapshot().devices())
                    .hasSizeGreaterThan(100)
                    .allMatch(device -> device.port() == onPort)
                    .extracting(Device::address)
                    .allMatch(one -> one.startsWith(address.replaceAll("0\\.0$", "")));
        }
    }

    @Test
    void aTakenPortNamesTheSettingsThatMoveIt() throws Exception {
        String first = address.replaceAll("0$", "1");
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(first, port))) {
            assertThat(other.isBound()).isTrue();
            assertThat(StartFailure.message(catchStart()))
                    .contains("Cannot answer at " + first + " port " + port)
                    .contains("langsong.demo.port or langsong.demo.address")
                    .doesNotContain("--port", "simulate");
        }
    }

    private Throwable catchStart() {
        return catchThrowable(() -> demo(port).start());
    }

    @Test
    void aWrongSettingIsSaidByItsName() {
        assertThatThrownBy(() -> new Settings("none", "10.0.0.1", 1161, null))
                .hasMessageContaining("langsong.demo.address = 10.0.0.1")
                .hasMessageContaining("is not in 127.0.0.0/8");
        assertThatThrownBy(() -> new Settings("none", address, 70_000, null))
                .hasMessageContaining("langsong.demo.port = 70000")
                .hasNoCause();
    }
}
