package io.langsong.uptime;

import io.langsong.access.AuditTrail;
import io.langsong.access.TestAccess;
import io.langsong.availability.Interval;
import io.langsong.holiday.HolidayBook;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.RetiredObjects;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.outage.Condition;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two villages, mang and man: in each a culture house with access points and public Wi-Fi, in mang an office with a line too. The
 * record of outages is written by hand, the rest is as the program wires it, on a database of its own.
 */
public final class TestCommune {
    public static final ObjectRef WIFI = new ObjectRef(ObjectRef.Kind.SERVICE, "wifi-mang");
    public static final ObjectRef WIFI_MAN = new ObjectRef(ObjectRef.Kind.SERVICE, "wifi-man");
    public static final ObjectRef OFFICE = new ObjectRef(ObjectRef.Kind.SERVICE, "office");
    public static final ObjectRef AP = new ObjectRef(ObjectRef.Kind.DEVICE, "ap");
    public static final Instant SEPTEMBER = at("2026-09-01T00:00");
    public static final Instant OCTOBER = at("2026-10-01T00:00");
    public static final Instant NOVEMBER = at("2026-11-01T00:00");
    public static final Interval MONTH = new Interval(OCTOBER, NOVEMBER);

    public final DataSource database = TestDatabase.fresh();
    public final JdbcClient jdbc = JdbcClient.create(database);
    public final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    public final TestClock clock = new TestClock(at("2026-11-20T08:00"));
    public final AuditTrail audit = TestAccess.audit(database, clock);
    public final HolidayBook holidays = new HolidayBook(jdbc, transactions, audit, clock);
    public final Inventory inventory;
    public final Plans plans;
    public final Maintenance maintenance;
    public final UptimeCalendars calendars;
    public final Uptimes uptimes;
    public final Ledger ledger = Ledger.over(jdbc, transactions, JsonMapper.shared(), clock);

    public TestCommune(Path data) {
        this(data, twoVillages());
    }

    /** One of other things; all of it has been there since August. */
    public TestCommune(Path data, Collection<? extends InventoryObject> things) {
        inventory = TestInventory.started(database, data);
        inventory.apply(things);
        added(SEPTEMBER.minusSeconds(86_400));
        plans = new Plans(jdbc, transactions, inventory, clock);
        maintenance = new Maintenance(plans, inventory);
        calendars = new UptimeCalendars(jdbc, transactions, inventory, audit);
        uptimes = new Uptimes(ledger, maintenance, inventory, new RetiredObjects(jdbc), calendars, holidays, clock);
    }

    private static List<InventoryObject> twoVillages() {
        return List.of(
                village("mang", "Thôn Măng", 1, 320),
                village("man", "Thôn Man", 2, 150),
                site("house", "mang", Site.Kind.CULTURE_HOUSE),
                site("office", "mang", Site.Kind.PEOPLES_COMMITTEE),
                site("house-man", "man", Site.Kind.CULTURE_HOUSE),
                device("router", "office", Device.Kind.ROUTER),
                device("ap", "house", Device.Kind.ACCESS_POINT, "router"),
                device("ap2", "house", Device.Kind.ACCESS_POINT, "router"),
                device("ap-man", "house-man", Device.Kind.ACCESS_POINT, "router"),
                new Link(
                        new LinkId("line"),
                        "Đường truyền",
                        new Link.End(new DeviceId("router"), "wan"),
                        null,
                        null,
                        null,
                        null,
                        null),
                wifi("wifi-mang", "house", "ap", "ap2"),
                wifi("wifi-man", "house-man", "ap-man"),
                new Service(
                        new ServiceId("office"),
                        "Mạng trụ sở",
                        new SiteId("office"),
                        Service.Kind.OFFICE_LINE,
                        List.of(),
                        0,
                        new LinkId("line")));
    }

    private static Village village(String id, String name, int position, int people) {
        return new Village(new VillageId(id), name, position, people, null, null);
    }

    private static Site site(String id, String village, Site.Kind kind) {
        return new Site(new SiteId(id), new VillageId(village), "Điểm " + id, kind, null, null, null);
    }

    private static Device device(String id, String site, Device.Kind kind, String... uplinks) {
        return new Device(
                new DeviceId(id),
                "Thiết bị " + id,
                new SiteId(site),
                kind,
                "10.0.0.1",
                1000 + (id.hashCode() & 0xfff),
                SnmpAccess.community("2c", "public-test"),
                null,
                Device.Reachability.NONE,
                List.of(uplinks).stream().map(DeviceId::new).toList(),
                null,
                true,
                null);
    }

    private static Service wifi(String id, String site, String... members) {
        return new Service(
                new ServiceId(id),
                "Wi-Fi " + site,
                new SiteId(site),
                Service.Kind.PUBLIC_WIFI,
                List.of(members).stream().map(DeviceId::new).toList(),
                1,
                null);
    }

    /** When all that there is was added. */
    public void added(Instant at) {
        for (String table : List.of("village", "site", "device", "link", "service")) {
            jdbc.sql("UPDATE inventory_" + table + " SET created_at = :at, updated_at = greatest(updated_at, :at)")
                    .param("at", at.atOffset(ZoneOffset.UTC))
                    .update();
        }
        reload();
    }

    /** When one of it was. */
    public void added(ObjectRef object, Instant at) {
        jdbc.sql("UPDATE inventory_" + object.kind().code()
                        + " SET created_at = :at, updated_at = greatest(updated_at, :at) WHERE id = :id")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("id", object.id())
                .update();
        reload();
    }

    private void reload() {
        jdbc.sql("UPDATE inventory_revision SET revision = revision + 1").update();
        inventory.reload();
    }

    /** Vietnamese time. */
    public static Instant at(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(7));
    }

    /** @param until null: somebody still looks */
    public TestCommune watched(ObjectRef object, String from, @Nullable String until) {
        return watched(object, at(from), until == null ? null : at(until));
    }

    public TestCommune watched(ObjectRef object, Instant from, @Nullable Instant until) {
        jdbc.sql(
                        "INSERT INTO outage_watch (object, during) VALUES (:object, tstzrange(:from, CAST(:until AS timestamptz)))")
                .param("object", object.toString())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .update();
        return this;
    }

    /** To the second. @param until null: it lasts */
    public long bad(ObjectRef object, Condition condition, String from, @Nullable String until) {
        return bad(object, condition, at(from), until == null ? null : at(until), 0);
    }

    /** @param width seconds from the first to the last instant at which it may have begun, and ended */
    public long bad(ObjectRef object, Condition condition, Instant from, @Nullable Instant until, long width) {
        return jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause)
                        VALUES (:object, :condition, :object,
                          :from::timestamptz - :half * interval '1 s', :from, :from::timestamptz + :half * interval '1 s',
                          :until::timestamptz - :half * interval '1 s', :until::timestamptz,
                          :until::timestamptz + :half * interval '1 s', 'POWER')
                        RETURNING id
                        """)
                .param("object", object.toString())
                .param("condition", condition.name())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .param("half", width / 2.0)
                .query(Long.class)
                .single();
    }

    public Plan plan(String from, String until, @Nullable String reason, String... scope) {
        return plans.enter(
                new PlanWish(
                        Plan.Kind.WORK,
                        "Thay bộ nguồn",
                        reason,
                        null,
                        Scope.parse(List.of(scope)),
                        Timing.Once.of(at(from), at(until))),
                "ha");
    }

    public Uptime october(ObjectRef object) {
        return uptimes.of(object, MONTH, null).orElseThrow();
    }
}
