package io.langsong.inventory;

import static io.langsong.inventory.TestInventory.NOW;
import static io.langsong.inventory.TestInventory.device;
import static io.langsong.inventory.TestInventory.site;
import static io.langsong.inventory.TestInventory.started;
import static io.langsong.inventory.TestInventory.village;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class InventoryTest {
    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir
    private Path data;

    private final JdbcClient jdbc = JdbcClient.create(DATABASE);
    private final List<Object> events = new ArrayList<>();
    private Inventory inventory;

    @BeforeEach
    void start() {
        TestInventory.empty(DATABASE);
        inventory = started(DATABASE, data, events::add, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void readsBackAfterARestartWhatWasSaved() {
        new InventoryImport(inventory).run(TestInventory.commune(), false);

        InventorySnapshot again = started(DATABASE, data).snapshot();

        assertThat(InventoryFolder.write(again, true)).isEqualTo(InventoryFolder.write(inventory.snapshot(), true));
        assertThat(again.devices())
                .hasSize(5)
                .allSatisfy(device ->
                        assertThat(inventory.snapshot().device(device.id())).contains(device));
        assertThat(again.device(new DeviceId("tru-so-rt")).orElseThrow().address())
                .isEqualTo("fd00::1");
        assertThat(again.device(new DeviceId("thu-02-ap1")).orElseThrow().interval())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(again.addedAt(new DeviceId("tru-so-rt"))).contains(NOW);
        assertThat(again.allBehind(new DeviceId("tru-so-rt"))).hasSize(4);
    }

    @Test
    void keepsEveryKindOfChange() {
        addPlace();
        inventory.add(device("a"));
        inventory.add(device("b", "a"));
        inventory.replace(device("b"), null);
        inventory.delete(new DeviceId("a"), null);

        InventorySnapshot again = started(DATABASE, data).snapshot();

        assertThat(again.devices()).containsExactly(device("b"));
        assertThat(events).hasSize(6).allMatch(InventoryChanged.class::isInstance);
    }

    @Test
    void sealsSecretsAtRest() {
        addPlace();
        inventory.add(device("v2", SnmpAccess.community("2c", "plain-community")));
        inventory.add(device(
                "v3", new SnmpAccess("3", null, "giamsat", "SHA", "plain-auth-key", "AES128", "plain-priv-key", null)));

        List<Map<String, Object>> rows =
                jdbc.sql("SELECT * FROM inventory_device").query().listOfRows();
        assertThat(rows).hasSize(2);
        for (Map<String, Object> row : rows) {
            row.values()
                    .forEach(value -> assertThat(
                                    value instanceof byte[] octets
                                            ? new String(octets, StandardCharsets.ISO_8859_1)
                                            : String.valueOf(value))
                            .doesNotContain("plain-"));
        }
        assertThat(started(DATABASE, data)
                        .snapshot()
                        .device(new DeviceId("v2"))
                        .orElseThrow()
                        .snmp())
                .isEqualTo(SnmpAccess.community("2c", "plain-community"));
    }

    @Test
    void doesNotOpenASecretThatWasMovedToAnotherDevice() {
        addPlace();
        inventory.add(device("a", SnmpAccess.community("2c", "secret-of-a")));
        inventory.add(device("b", SnmpAccess.community("2c", "secret-of-b")));
        jdbc.sql("UPDATE inventory_device SET snmp_community ="
                        + " (SELECT snmp_community FROM inventory_device WHERE id = 'a') WHERE id = 'b'")
                .update();

        assertThatThrownBy(() -> started(DATABASE, data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("snmp_community of b")
                .hasMessageContaining("enter it again")
                .hasMessageNotContaining("secret-of");
    }

    @Test
    void refusesToStartWithTheKeyOfAnotherDatabase(@TempDir Path other) {
        addPlace();
        inventory.add(device("a"));
        started(TestDatabase.fresh(), other);

        assertThatThrownBy(() -> started(DATABASE, other))
                .hasMessageContaining("put back the key")
                .hasMessageContaining(other.resolve("secret.key").toString());
    }

    @Test
    void makesNoNewKeyForADatabaseThatHoldsSecrets(@TempDir Path empty) {
        addPlace();
        inventory.add(device("a"));

        assertThatThrownBy(() -> started(DATABASE, empty)).hasMessageContaining("is missing; put it back");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void wipesTheSecretsOfARetiredDeviceAndKeepsItsRow() {
        addPlace();
        inventory.add(device("a"));

        inventory.delete(new DeviceId("a"), null);

        assertThat(jdbc.sql("SELECT snmp_community IS NULL AND retired_at IS NOT NULL FROM inventory_device")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void countsADeviceThatComesBackFromThenOn() {
        addPlace();
        inventory.add(device("a"));
        inventory.delete(new DeviceId("a"), null);
        Clock later = Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC);
        Inventory restarted = started(DATABASE, data, event -> {}, later);

        restarted.add(device("a"));

        assertThat(restarted.snapshot().addedAt(new DeviceId("a"))).contains(NOW.plusSeconds(3600));
        assertThat(started(DATABASE, data).snapshot().addedAt(new DeviceId("a")))
                .contains(NOW.plusSeconds(3600));
    }

    @ParameterizedTest(name = "{0} with uplinks to {1} beside b -> c: {2}")
    @CsvSource(textBlock = """
            # b hangs behind c already
            c, b,    c -> b -> c
            c, x,    x
            a, b,    ''
            """)
    void refusesLoopsAndUnknownUplinks(String id, String uplink, String named) {
        addPlace();
        inventory.add(device("c"));
        inventory.add(device("b", "c"));

        if (named.isEmpty()) {
            inventory.save(device(id, uplink));
            assertThat(inventory.snapshot().device(new DeviceId(id))).isPresent();
        } else {
            assertThatThrownBy(() -> inventory.save(device(id, uplink)))
                    .isInstanceOf(InventoryRefused.class)
                    .hasMessageContaining("uplinks")
                    .hasMessageContaining(named);
            assertThat(started(DATABASE, data).snapshot().device(new DeviceId("c")))
                    .contains(device("c"));
        }
    }

    @Test
    void namesALongLoopThatAnImportWouldMake() {
        addPlace();
        List<Device> ring = IntStream.range(0, 5000)
                .mapToObj(i -> device("d" + i, "d" + (i + 1) % 5000))
                .toList();

        assertThatThrownBy(() -> inventory.preview(ring)).hasMessageContaining("make a loop: d");
    }

    @Test
    void doesNotDeleteWhatOthersName() {
        new InventoryImport(inventory).run(TestInventory.commune(), false);

        assertThatThrownBy(() -> inventory.delete(new DeviceId("thu-01-rt"), null))
                .hasMessageContaining("is named by device thu-01-ap1, link thu-01-trunk");
        assertThatThrownBy(() -> inventory.delete(new VillageId("thon-thu-02"), null))
                .hasMessageContaining("is named by site thu-02-nvh");
        assertThatThrownBy(() -> inventory.delete(new LinkId("duong-truyen-tru-so"), null))
                .hasMessageContaining("is named by service tru-so-line");
        inventory.delete(new ServiceId("tru-so-line"), null);
        inventory.delete(new LinkId("duong-truyen-tru-so"), null);
        assertThat(started(DATABASE, data).snapshot().links()).hasSize(1);
    }

    @Test
    void refusesTwoOfTheSameNameOrPosition() {
        inventory.add(village("a", 1));

        assertThatThrownBy(() -> inventory.add(village("b", 1))).hasMessageContaining("position \"1\"");
        assertThatThrownBy(() -> inventory.add(new Village(new VillageId("b"), "THÔN A", 2, 0, null, null)))
                .hasMessageContaining("village b: name \"THÔN A\" is that of village a too");
        inventory.add(village("b", 2));
        inventory.apply(List.of(village("a", 2), village("b", 1)));
        assertThat(started(DATABASE, data).snapshot().villages())
                .extracting(Village::id)
                .containsExactly(new VillageId("b"), new VillageId("a"));
    }

    @ParameterizedTest(name = "{0} beside {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # version and community or context, enabled; both at one address and port
            2c shared on | 2c shared on  | refused
            2c shared on | 1 shared on   | refused
            2c shared on | 2c other on   | taken
            3 red on     | 3 blue on     | taken
            3 red on     | 3 red on      | refused
            2c shared on | 2c shared off | taken
            """)
    void oneBoxIsNotEnteredTwice(String one, String other, String end) {
        addPlace();
        inventory.add(sharing("a", one.split(" ")));
        Device second = sharing("b", other.split(" "));

        if (end.equals("taken")) {
            inventory.add(second);
        } else {
            assertThatThrownBy(() -> inventory.add(second))
                    .hasMessageContaining("device b: address \"127.21.0.1\" is that of device a too; the port is 1161")
                    .hasMessageNotContaining("shared");
            assertThatThrownBy(() -> inventory.apply(List.of(sharing("c", one.split(" ")), second)))
                    .isInstanceOf(InventoryRefused.class);
        }
    }

    @Test
    void whatAnEarlierVersionTookTwiceBlamesNoOtherChange() {
        addPlace();
        inventory.add(sharing("a", "2c", "shared", "on"));
        inventory.add(sharing("b", "2c", "other", "on"));
        inventory.add(device("c"));
        jdbc.sql("UPDATE inventory_device SET address = '127.21.0.9', port = 1161, snmp_version = '3', snmp_user = 'u',"
                        + " snmp_community = NULL WHERE id IN ('a', 'b')")
                .update();
        Inventory again = started(DATABASE, data);

        again.replace(device("c", "a"), null);

        assertThatThrownBy(() ->
                        again.replace(again.snapshot().device(new DeviceId("b")).orElseThrow(), null))
                .hasMessageContaining("is that of device a too");
    }

    private static Device sharing(String id, String... how) {
        SnmpAccess access = how[0].equals("3")
                ? new SnmpAccess("3", null, "reader", null, null, null, null, how[1])
                : SnmpAccess.community(how[0], how[1]);
        Device device = device(id, access).at("127.21.0.1", 1161);
        return how[2].equals("on")
                ? device
                : new Device(
                        device.id(),
                        device.name(),
                        device.site(),
                        device.kind(),
                        device.address(),
                        device.port(),
                        device.snmp(),
                        device.profile(),
                        device.reachability(),
                        device.uplinks(),
                        device.interval(),
                        false,
                        null);
    }

    @Test
    void theDatabaseItselfRefusesWhatWouldBeWrong() {
        addPlace();
        inventory.add(device("a"));

        for (String wrong : List.of(
                "UPDATE inventory_device SET site = 'nowhere'",
                "UPDATE inventory_device SET port = 0",
                "UPDATE inventory_device SET kind = 'toaster'",
                "UPDATE inventory_device SET snmp_community = NULL",
                "INSERT INTO inventory_uplink VALUES ('a', 'a', 1)",
                "INSERT INTO inventory_uplink VALUES ('a', 'b', 1)",
                "INSERT INTO inventory_village (id, name, position, people, created_at, updated_at)"
                        + " VALUES ('v', 'Thôn v', 1, 0, now(), now())",
                "DELETE FROM inventory_site")) {
            assertThatThrownBy(() -> jdbc.sql(wrong).update())
                    .as(wrong)
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    void showsTheNewSnapshotFirstThingAfterTheCommitAndNotBefore() {
        List<String> seen = new ArrayList<>();
        TransactionTemplate outer = new TransactionTemplate(TestInventory.transactions(DATABASE));

        outer.executeWithoutResult(status -> {
            // Registered before ours, and still served after it.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    seen.add("after " + inventory.snapshot().villages().size());
                }
            });
            inventory.add(village("a", 1));
            inventory.add(village("b", 2));
            seen.add("within " + inventory.snapshot().villages().size());
        });

        assertThat(seen).containsExactly("within 0", "after 2");
    }

    @Test
    void forgetsWhatIsRolledBack() {
        TransactionTemplate outer = new TransactionTemplate(TestInventory.transactions(DATABASE));

        outer.executeWithoutResult(status -> {
            inventory.add(village("a", 1));
            status.setRollbackOnly();
        });
        inventory.add(village("b", 1));

        assertThat(inventory.snapshot().villages()).containsExactly(village("b", 1));
        assertThat(started(DATABASE, data).snapshot().villages()).containsExactly(village("b", 1));
    }

    @Test
    void manyWritersLoseNothing() throws InterruptedException {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 1; i <= 80; i++) {
            int position = i;
            writers.execute(() -> {
                try {
                    go.await();
                    inventory.add(village("v" + position, position));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        go.countDown();
        writers.shutdown();

        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(inventory.snapshot().villages()).hasSize(80);
        assertThat(started(DATABASE, data).snapshot().villages()).hasSize(80);
    }

    @Test
    void seesWhatAnotherProcessWrote() {
        Inventory other = started(DATABASE, data);
        other.add(village("a", 1));

        assertThatThrownBy(() -> inventory.add(village("b", 1))).hasMessageContaining("is that of village a too");
        inventory.add(village("b", 2));
        assertThat(inventory.snapshot().villages()).hasSize(2);
    }

    @Test
    void aServerThatTakesOverKnowsWhatTheOtherOneDid() {
        Inventory standby = started(DATABASE, data);
        addPlace();
        assertThat(standby.snapshot().villages()).isEmpty();

        standby.reload();

        assertThat(standby.snapshot().villages())
                .hasSameSizeAs(inventory.snapshot().villages());
        assertThat(standby.snapshot().villages()).isNotEmpty();
    }

    @Test
    void savingTheSameAgainChangesNothing() {
        inventory.add(village("a", 1));
        events.clear();

        InventoryDiff diff = inventory.save(village("a", 1));

        assertThat(diff.isEmpty()).isTrue();
        assertThat(events).isEmpty();
        assertThat(jdbc.sql("SELECT version FROM inventory_village")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    private void addPlace() {
        inventory.add(village("thon", 1));
        inventory.add(site());
    }
}
