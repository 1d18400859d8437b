package io.langsong.firmware;

import io.langsong.database.DataDirectory;
import io.langsong.firmware.UpgradeTable.Claim;
import io.langsong.inventory.DeviceId;
import io.langsong.maintenance.Plans;
import io.langsong.provisioning.PushNetwork;
import io.langsong.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** One server that upgrades over SSH, on a real database, by a clock that stands still. */
final class FirmwareNetwork implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-12-01T02:00:00Z");
    static final DeviceId AP = PushNetwork.AP;
    static final FirmwareProperties SETTINGS = new FirmwareProperties(DataSize.ofMegabytes(1), Duration.ofMinutes(10));

    final TestClock clock = new TestClock(NOW);
    final PushNetwork network;
    final Images images;
    final Boxes boxes;
    final Upgrades upgrades;
    final Plans plans;

    private final JdbcTransactionManager transactions;

    FirmwareNetwork(DataSource database, Path data, String approval) {
        network = new PushNetwork(database, data, clock, approval);
        transactions = new JdbcTransactionManager(database);
        images = new Images(network.jdbc, transactions, DataDirectory.at(data), SETTINGS, network.audit, clock);
        boxes = new Boxes(network.jdbc, network.accessPoints, network.accesses, network.door, clock);
        upgrades = new Upgrades(
                network.jdbc,
                transactions,
                images,
                boxes,
                network.accessPoints,
                network.inventory,
                network.settings,
                network.audit,
                clock);
        plans = new Plans(network.jdbc, transactions, network.inventory, clock);
    }

    Image image(byte[] octets, String... boards) throws IOException {
        String sha256 = images.take(new ByteArrayInputStream(octets));
        return images.add(sha256, new Images.ImageWish("Bản mới", null, null, List.of(boards)), "ha");
    }

    Upgrade begin(Image image, @Nullable Integer stopAfter, DeviceId... places) {
        return upgrades.begin(
                new UpgradeWish(image.sha256(), List.of(places), null, "vá lỗi", stopAfter, null, null, null, null),
                "ha");
    }

    /** The server is gone. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What runs in one life of a server. */
    final class Server {
        private final UpgradeConductor conductor;
        private final Flasher flasher;
        private int left;

        /** @param transactionsToLive it is killed before it writes once more than so often */
        Server(int transactionsToLive) {
            left = transactionsToLive;
            TransactionTemplate fenced = new TransactionTemplate(transactions) {
                private static final long serialVersionUID = 1L;
                private int depth;

                @Override
                public <T extends @Nullable Object> T execute(TransactionCallback<T> work) {
                    if (depth == 0 && --left < 0) {
                        throw new Killed();
                    }
                    depth++;
                    try {
                        return super.execute(work);
                    } finally {
                        depth--;
                    }
                }
            };
            conductor = new UpgradeConductor(network.jdbc, network.inventory, fenced, clock);
            flasher = new Flasher(
                    network.jdbc,
                    images,
                    boxes,
                    network.door,
                    network.check,
                    new PlannedRestart(plans, network.inventory, clock),
                    network.inventory,
                    SETTINGS,
                    network.audit,
                    fenced,
                    clock);
        }

        /** All that is due now, once. */
        void tick() {
            conductor.tick();
            for (Optional<Claim> claim = flasher.claim(); claim.isPresent(); claim = flasher.claim()) {
                flasher.work(claim.get());
            }
            conductor.tick();
        }
    }

    Server server() {
        return new Server(Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        network.close();
    }
}
