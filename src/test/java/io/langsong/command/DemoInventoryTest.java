package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventoryFolder;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demonstration's inventory is what the simulator answers for, to the letter. */
class DemoInventoryTest {
    private static final Path FOLDER = Path.of("provisioning/inventory");

    @Test
    void isTheSimulatedCommune() throws IOException {
        Map<String, String> expected = InventoryFolder.write(
                SimulatedInventory.of(new Simulator(SimulatorOptions.usual(), Clock.systemUTC()).commune()), true);
        if ("true".equals(System.getenv("LANGSONG_WRITE_DEMO"))) {
            for (Map.Entry<String, String> file : expected.entrySet()) {
                Files.createDirectories(FOLDER);
                Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
            }
        }

        for (Map.Entry<String, String> file : expected.entrySet()) {
            assertThat(FOLDER.resolve(file.getKey()))
                    .as("written anew by LANGSONG_WRITE_DEMO=true mvn test -Dtest=DemoInventoryTest")
                    .hasContent(file.getValue());
        }
        assertThat(expected.get("villages.csv").lines()).hasSize(37);
        assertThat(expected.get("devices.csv").lines().count()).isGreaterThan(120);
    }
}
