package io.langsong.inventory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.PlatformTransactionManager;

/** A real inventory on a test database, without the rest of the program. */
public final class TestInventory {
    public static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final Path COMMUNE = Path.of("src/test/resources/inventory/commune");

    private TestInventory() {}

    /** With what other modules have to say. */
    public static Inventory started(DataSource database, Path data, DeviceRule... rules) {
        return started(database, data, event -> {}, Clock.fixed(NOW, ZoneOffset.UTC), rules);
    }

    static Inventory started(
            DataSource database, Path data, ApplicationEventPublisher events, Clock clock, DeviceRule... rules) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        for (DeviceRule rule : rules) {
            beans.addBean("rule " + rule, rule);
        }
        Inventory inventory = new Inventory(
                JdbcClient.create(database),
                transactions(database),
                events,
                clock,
                new MockEnvironment().withProperty("langsong.data-dir", data.toString()),
                beans.getBeanProvider(DeviceRule.class));
        inventory.start();
        return inventory;
    }

    static PlatformTransactionManager transactions(DataSource database) {
        return new JdbcTransactionManager(database);
    }

    /** Quicker than a fresh database for each test. */
    public static void empty(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        // Few rows: quicker than TRUNCATE, which makes each table's files anew.
        for (String table : List.of(
                "service_member",
                "service",
                "link",
                "uplink",
                "device",
                "contract",
                "provider",
                "contact",
                "site",
                "power_area",
                "village",
                "photo",
                "upload")) {
            jdbc.sql("DELETE FROM inventory_" + table).update();
        }
        jdbc.sql("UPDATE inventory_revision SET revision = 0").update();
    }

    /** The texts of the sample commune. */
    public static Map<String, String> commune() {
        try {
            return InventoryFolder.read(COMMUNE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Device device(String id, String... uplinks) {
        return device(id, SnmpAccess.community("2c", "public-test"), uplinks);
    }

    static Device device(String id, SnmpAccess snmp, String... uplinks) {
        List<DeviceId> above = new ArrayList<>();
        for (String uplink : uplinks) {
            above.add(new DeviceId(uplink));
        }
        return new Device(
                new DeviceId(id),
                "Thiết bị " + id,
                new SiteId("nvh"),
                Device.Kind.ROUTER,
                address(id),
                1161,
                snmp,
                null,
                Device.Reachability.NONE,
                above,
                null,
                true,
                null);
    }

    /** One of its own for each id. */
    private static String address(String id) {
        int number = id.hashCode();
        return "127." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }

    static Village village(String id, int position) {
        return new Village(new VillageId(id), "Thôn " + id, position, 100, null, null);
    }

    static Site site() {
        return new Site(
                new SiteId("nvh"), new VillageId("thon"), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null);
    }
}
