package io.langsong.event;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.TestNotices;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.SnmpEngine;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The receiver with its ports on loopback, over a real inventory and database, without the rest of the program. */
final class TestReceiver implements AutoCloseable {
    final List<DeviceNotice> notices = new CopyOnWriteArrayList<>();
    final Set<DeviceId> asked = ConcurrentHashMap.newKeySet();
    final DataSource database = TestDatabase.fresh();
    final Messages messages = new Messages(JdbcClient.create(database));
    final UnknownSenders unknown = new UnknownSenders(JdbcClient.create(database), new JdbcTemplate(database));
    final MessageTable table = new MessageTable(JdbcClient.create(database), new JdbcTemplate(database));
    final Counters counters = new Counters();
    final EventProperties settings;
    final TestNotices polling;
    /** What polls found out of engines of version 3. */
    final List<MetEngine> met = new CopyOnWriteArrayList<>();

    private final Inventory inventory;
    private final Poller poller;
    EventReceiver receiver;
    private final EngineFaultTable faultTable =
            new EngineFaultTable(JdbcClient.create(database), new JdbcTemplate(database));
    final EngineFaults faults = new EngineFaults(faultTable);

    TestReceiver(Path folder, Device... devices) {
        this(folder, settings(List.of(), List.of()), devices);
    }

    TestReceiver(Path folder, EventProperties settings, Device... devices) {
        this.settings = settings;
        this.inventory = TestInventory.started(database, folder);
        List<io.langsong.inventory.InventoryObject> objects = new ArrayList<>();
        objects.add(new Village(new VillageId("man"), "Thôn Man", 1, 100, null, null));
        objects.add(new Site(
                new SiteId("nvh"), new VillageId("man"), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null));
        objects.addAll(List.of(devices));
        inventory.apply(objects);
        PollObserver observer = new PollObserver() {
            @Override
            public void observe(PollResult result) {}

            @Override
            public void observe(DeviceNotice notice) {
                notices.add(notice);
            }
        };
        this.poller =
                new Poller(
                        () -> inventory.snapshot().devices(),
                        null,
                        Profiles::load,
                        new PollingProperties(Duration.ofSeconds(30), Duration.ofSeconds(1), 1),
                        Clock.systemUTC(),
                        SnmpEngine::new) {
                    @Override
                    public void askNow(DeviceId device) {
                        asked.add(device);
                    }

                    @Override
                    public List<MetEngine> engines() {
                        return List.copyOf(met);
                    }
                };
        this.polling = new TestNotices(poller, observer);
        this.receiver = begun(Clock.systemUTC());
    }

    /** As a program that ends and begins anew over the same database. */
    void restart(Clock clock) throws InterruptedException {
        receiver.stop();
        receiver = begun(clock);
    }

    EngineWatch watch(Clock clock) {
        return new EngineWatch(
                inventory, poller, faultTable, new TransactionTemplate(new JdbcTransactionManager(database)), clock);
    }

    void apply(Device device) {
        inventory.apply(List.of(device));
    }

    private EventReceiver begun(Clock clock) {
        SenderEngines engines = new SenderEngines(JdbcClient.create(database), new JdbcTemplate(database), clock);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        MessageQueue queue = new MessageQueue(counters);
        EventReceiver begun = new EventReceiver(
                inventory,
                poller,
                polling.notices(),
                queue,
                new MessageWriter(queue, table, unknown, engines, counters, settings, transaction),
                unknown,
                new EngineTable(JdbcClient.create(database), transaction),
                engines,
                counters,
                settings,
                clock);
        begun.start();
        return begun;
    }

    static EventProperties settings(List<String> communities, List<String> relays) {
        return new EventProperties(
                "127.0.0.1",
                FreePort.tcp(),
                FreePort.tcp(),
                FreePort.tcp(),
                200,
                Duration.ofMinutes(10),
                Duration.ofDays(90),
                1_000_000,
                EventProperties.SecurityLevel.COMMUNITY,
                communities,
                relays);
    }

    static Device device(String id, String address, @Nullable SnmpAccess snmp) {
        return new Device(
                new DeviceId(id),
                "AP " + id,
                new SiteId("nvh"),
                Device.Kind.ACCESS_POINT,
                address,
                1161,
                snmp,
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }

    static Device device(String id, String address) {
        return device(id, address, SnmpAccess.community("2c", "bi-mat-" + id));
    }

    List<DeviceMessage> of(String device) {
        return messages.find(Messages.Wish.of(new DeviceId(device), null), 0, 100);
    }

    /** Sends a datagram from an address of loopback; answers what came back within a moment, or null. */
    byte @Nullable [] send(String from, int port, byte[] octets, Duration wait) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
            socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByName("127.0.0.1"), port));
            if (wait.isZero()) {
                return null;
            }
            socket.setSoTimeout((int) wait.toMillis());
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (java.net.SocketTimeoutException silent) {
            return null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        receiver.stop();
        polling.stop();
    }
}
