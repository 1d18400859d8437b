package io.langsong.command;

import io.langsong.inventory.InventoryImport;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The simulated commune of {@code serve --demo}, in the same process, and its inventory where there is none yet. */
@Component
@Profile("demo")
class DemoCommune implements SmartLifecycle {
    private final Settings settings;
    private final InventoryImport imports;
    private final Clock clock;
    private @Nullable Simulator simulator;

    /**
     * The demonstration's simulator.
     *
     * @param scenario {@code demo}, {@code truth}, {@code none} or a file
     * @param truth where to write what was really up or down, JSON lines; null for nowhere
     */
    @ConfigurationProperties("langsong.demo")
    record Settings(
            @DefaultValue("demo") String scenario, @Nullable Path truth) {}

    DemoCommune(Settings settings, InventoryImport imports, Clock clock) {
        this.settings = settings;
        this.imports = imports;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        SimulatorOptions options = SimulatorOptions.usual()
                .withScenario(Scenario.of(settings.scenario()))
                .withTruth(settings.truth());
        Simulator started = new Simulator(options, clock);
        started.start();
        simulator = started;
        imports.loadIfEmpty("classpath:provisioning/inventory");
    }

    @Override
    public synchronized void stop() {
        if (simulator != null) {
            simulator.stop();
            simulator = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return simulator != null;
    }

    /** After the inventory can be written, before anybody polls. */
    @Override
    public int getPhase() {
        return 0;
    }
}
