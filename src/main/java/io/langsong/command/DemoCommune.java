package io.langsong.command;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.simulator.AddressTaken;
import io.langsong.simulator.Commune;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorException;
import io.langsong.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The simulated commune of {@code serve --demo}, in the same process, and its inventory where there is none yet. */
@Component
@Profile("demo")
class DemoCommune implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DemoCommune.class);

    private final Settings settings;
    private final Inventory inventory;
    private final InventoryImport imports;
    private final Clock clock;
    private @Nullable Simulator simulator;

    /**
     * The demonstration's simulator.
     *
     * @param scenario {@code demo}, {@code truth}, {@code none} or a file
     * @param address first address of the simulated devices, of 127.0.0.0/8
     * @param port UDP port of them all
     * @param truth where to write what was really up or down, JSON lines; null for nowhere
     */
    @ConfigurationProperties("langsong.demo")
    record Settings(
            @DefaultValue("demo") String scenario,
            @DefaultValue("127.20.0.0") String address,
            @DefaultValue("1161") int port,
            @Nullable Path truth) {
        Settings {
            try {
                var unused = SimulatorOptions.usual().withAddress(address).withPort(port);
            } catch (SimulatorException refused) {
                throw new IllegalArgumentException("langsong.demo.address = %s, langsong.demo.port = %d: %s"
                        .formatted(address, port, refused.getMessage()));
            }
        }
    }

    DemoCommune(Settings settings, Inventory inventory, InventoryImport imports, Clock clock) {
        this.settings = settings;
        this.inventory = inventory;
        this.imports = imports;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        SimulatorOptions options = SimulatorOptions.usual()
                .withAddress(settings.address())
                .withPort(settings.port())
                .withScenario(Scenario.of(settings.scenario()))
                .withTruth(settings.truth());
        Simulator started = new Simulator(options, clock);
        try {
            started.start();
        } catch (AddressTaken taken) {
            // Without it as the cause: who says why the start failed takes the innermost words, and these have the
            // remedy.
            throw new IllegalStateException(
                    taken.getMessage()
                            + "; stop that one, or give the demonstration another langsong.demo.port or langsong.demo.address",
                    taken.getCause());
        }
        simulator = started;
        imports.loadIfEmpty("classpath:provisioning/inventory");
        follow(started.commune());
    }

    /** The inventory says where the devices were when it was written; they are where this demonstration has them. */
    private void follow(Commune commune) {
        List<Device> moved = new ArrayList<>();
        for (Commune.Device one : commune.devices()) {
            inventory
                    .snapshot()
                    .device(new DeviceId(one.id()))
                    .filter(stored -> stored.address().startsWith("127."))
                    .filter(stored -> !stored.address().equals(one.address()) || stored.port() != one.port())
                    .ifPresent(stored -> moved.add(stored.at(one.address(), one.port())));
        }
        if (!moved.isEmpty()) {
            inventory.apply(moved);
            log.info(
                    "demonstration moved devices={} address={} port={}",
                    moved.size(),
                    settings.address(),
                    settings.port());
        }
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
