package io.langsong.incident;

import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.access.TestAccess;
import io.langsong.holiday.HolidayBook;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Position;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plans;
import io.langsong.notification.Post;
import io.langsong.notification.Posted;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Policies;
import io.langsong.oncall.PolicyWish;
import io.langsong.oncall.PolicyWish.LevelWish;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A commune of 36 villages, each with a switch and two access points behind it, all behind {@code core} at the office; village 36
 * has the fewest people. All that the module does about outages, wired by the events of a context, on a real database and on a clock
 * that a test moves. The team's mailbox is {@code to@xa.example}; An is called first, ba ten minutes later.
 */
final class TestTown {
    static final int VILLAGES = 36;
    static final String TEAM = "to@xa.example";
    private static final Duration TICK = Duration.ofSeconds(5);

    final TestClock clock = new TestClock(TestIncidents.NOON);
    final Post post = Post.with(clock, settings());
    final People people = TestAccess.people(post.database, clock);
    final AuditTrail audit = TestAccess.audit(post.database, clock);
    final Map<Long, Outage> record = new LinkedHashMap<>();
    private final Map<ObjectRef, Long> out = new HashMap<>();
    private final Locale vi = Locale.forLanguageTag("vi");
    InventorySnapshot inventory = villages();
    private AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private long ids;

    TestTown() {
        for (String name : List.of("an", "ba")) {
            people.add(name, "Anh " + name, Role.TECHNICIAN, "mat khau rat dai day");
        }
        new Policies(post.jdbc, new JdbcTransactionManager(post.database), people, audit)
                .add(new PolicyWish(
                        "Mọi sự cố",
                        9,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(new LevelWish(List.of("person:an"), 10), new LevelWish(List.of("person:ba"), 20))));
        restart();
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = Post.mail(9);
        settings.put("recipients", List.of(TEAM));
        return settings;
    }

    private static InventorySnapshot villages() {
        List<Village> villages = new ArrayList<>();
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        sites.add(new Site(
                new SiteId("tru-so"),
                new VillageId("thon-1"),
                "Trụ sở xã",
                Site.Kind.PEOPLES_COMMITTEE,
                null,
                new Position(20.3, 105.2),
                null));
        devices.add(device("core", "Bộ định tuyến trung tâm", "tru-so", List.of()));
        for (int number = 1; number <= VILLAGES; number++) {
            villages.add(new Village(
                    new VillageId("thon-" + number), "Thôn " + number, number, 1000 - 10 * number, null, null));
            sites.add(new Site(
                    new SiteId("nvh-" + number),
                    new VillageId("thon-" + number),
                    "Nhà văn hóa thôn " + number,
                    Site.Kind.CULTURE_HOUSE,
                    null,
                    // Even numbers go east, odd ones west.
                    new Position(20.3, 105.2 + 0.01 * (number % 2 == 0 ? number : -number)),
                    null));
            devices.add(device("sw-" + number, "Bộ chuyển mạch " + number, "nvh-" + number, List.of("core")));
            devices.add(device("ap-" + number + "-1", "AP 1 thôn " + number, "nvh-" + number, List.of("sw-" + number)));
            devices.add(device("ap-" + number + "-2", "AP 2 thôn " + number, "nvh-" + number, List.of("sw-" + number)));
        }
        return new InventorySnapshot(villages, List.of(), sites, devices, List.of(), List.of());
    }

    private static Device device(String id, String name, String site, List<String> uplinks) {
        return new Device(
                new DeviceId(id),
                name,
                new SiteId(site),
                Device.Kind.OTHER,
                "127.20.0.1",
                1161,
                null,
                null,
                Device.Reachability.NONE,
                uplinks.stream().map(DeviceId::new).toList(),
                null,
                true,
                null);
    }

    /** A new program on the same tables. */
    void restart() {
        context.close();
        context = new AnnotationConfigApplicationContext();
        Books books = new Books(post.jdbc, new Timeline(post.jdbc), event -> context.publishEvent(event));
        JdbcTransactionManager manager = new JdbcTransactionManager(post.database);
        Inventory there = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return inventory;
            }
        };
        Plans plans = new Plans(post.jdbc, manager, there, clock);
        PlannedOutages planned = new PlannedOutages(new Maintenance(plans, there));
        OnCall onCall = new OnCall(post.jdbc, new HolidayBook(post.jdbc, manager, audit, clock), people);
        StormWords words = new StormWords(vi, null);
        Duration digest = TestIncidents.SETTINGS.stormDigest();
        context.registerBean(Books.class, () -> books);
        context.registerBean(Plans.class, () -> plans);
        context.registerBean(
                OutageNews.class,
                () -> new OutageNews(
                        this::open,
                        id -> Optional.ofNullable(record.get(id)),
                        () -> inventory,
                        planned::isPlanned,
                        () -> Hush.of(books),
                        new Roots(post.jdbc),
                        post.outbox,
                        new Composer(new Wording(vi), null),
                        post.transactions,
                        clock));
        context.registerBean(
                IncidentKeeper.class,
                () -> new IncidentKeeper(
                        books,
                        new IncidentKeeper.Ledger(
                                this::open,
                                id -> Optional.ofNullable(record.get(id)),
                                List::of,
                                id -> Optional.empty()),
                        () -> inventory,
                        TestIncidents.SETTINGS,
                        post.transactions,
                        clock));
        context.registerBean(
                Escalation.class,
                () -> new Escalation(
                        books,
                        new EscalationTable(post.jdbc),
                        onCall,
                        planned,
                        () -> inventory,
                        post.outbox,
                        new EscalationWords(vi, null),
                        post.transactions,
                        clock));
        context.registerBean(
                UnstableNews.class,
                () -> new UnstableNews(
                        books,
                        () -> inventory,
                        planned::isPlanned,
                        post.outbox,
                        new Bilingual(vi, null),
                        post.transactions,
                        clock));
        context.registerBean(
                Storms.class,
                () -> new Storms(books, post.transactions, () -> inventory, audit, post.outbox, words, digest, clock));
        context.registerBean(
                StormWatch.class,
                () -> new StormWatch(
                        books,
                        () -> inventory,
                        planned::isPlanned,
                        post.outbox,
                        words,
                        digest,
                        post.transactions,
                        clock));
        context.registerBean(
                IncidentDesk.class,
                () -> new IncidentDesk(
                        books,
                        post.transactions,
                        () -> inventory,
                        people,
                        audit,
                        (outage, cause, reason, by) -> {},
                        clock));
        context.registerBean(
                Incidents.class,
                () -> new Incidents(
                        books, post.outbox, id -> Optional.ofNullable(record.get(id)), id -> Optional.empty()));
        context.refresh();
    }

    private List<Outage> open() {
        return record.values().stream().filter(outage -> outage.to() == null).toList();
    }

    Plans plans() {
        return context.getBean(Plans.class);
    }

    Storms storms() {
        return context.getBean(Storms.class);
    }

    IncidentDesk desk() {
        return context.getBean(IncidentDesk.class);
    }

    Incidents incidents() {
        return context.getBean(Incidents.class);
    }

    Books books() {
        return context.getBean(Books.class);
    }

    Incident incident(int serial) {
        return incidents().find(new IncidentNumber(2026, serial)).orElseThrow();
    }

    /** A root goes down, and what is behind it can not be reached; found in one transaction. */
    void down(String root, String... behind) {
        post.transactions.executeWithoutResult(transaction -> {
            start(Condition.DOWN, root, root);
            for (String hidden : behind) {
                start(Condition.UNREACHABLE, hidden, root);
            }
        });
    }

    /** With its access points. */
    void villageDown(int number) {
        down("sw-" + number, "ap-" + number + "-1", "ap-" + number + "-2");
    }

    void villageUp(int number) {
        up("sw-" + number, "ap-" + number + "-1", "ap-" + number + "-2");
    }

    private void start(Condition condition, String device, String root) {
        ObjectRef object = ObjectRef.of(new DeviceId(device));
        Outage outage = new Outage(
                ++ids,
                object,
                condition,
                ObjectRef.of(new DeviceId(root)),
                Bound.exactly(clock.instant()),
                null,
                Outage.Cause.UNKNOWN,
                List.of());
        record.put(outage.id(), outage);
        out.put(object, outage.id());
        context.publishEvent(new OutageStarted(outage));
    }

    void up(String... devices) {
        post.transactions.executeWithoutResult(transaction -> {
            for (String device : devices) {
                Outage open = record.get(out.remove(ObjectRef.of(new DeviceId(device))));
                Outage ended = new Outage(
                        open.id(),
                        open.object(),
                        open.condition(),
                        open.root(),
                        open.from(),
                        Bound.exactly(clock.instant()),
                        open.cause(),
                        open.evidence());
                record.put(ended.id(), ended);
                context.publishEvent(new OutageEnded(ended));
            }
        });
    }

    /** What the timer does every five seconds. */
    void tick() {
        context.getBean(OutageNews.class).tellHeld();
        context.getBean(IncidentKeeper.class).tick();
        context.getBean(UnstableNews.class).tellHeld();
        context.getBean(StormWatch.class).advance();
        context.getBean(Escalation.class).advance();
    }

    void pass(Duration time) {
        Instant until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            Duration left = Duration.between(clock.instant(), until);
            clock.advance(left.compareTo(TICK) < 0 ? left : TICK);
            tick();
        }
    }

    void passMinutes(int minutes) {
        pass(Duration.ofMinutes(minutes));
    }

    /** All that was told, oldest first. */
    List<Posted> messages() {
        List<Posted> messages = new ArrayList<>(post.outbox.messages(null, 1000));
        java.util.Collections.reverse(messages);
        return messages;
    }

    List<String> keys() {
        return messages().stream().map(Posted::key).toList();
    }

    /** Copies by who gets them. */
    Map<String, Integer> copies(Instant from) {
        Map<String, Integer> copies = new TreeMap<>();
        messages().stream()
                .filter(message -> !message.createdAt().isBefore(from))
                .flatMap(message -> message.deliveries().stream())
                .forEach(copy -> copies.merge(copy.recipient(), 1, Integer::sum));
        return copies;
    }

    /** Time, recipients and subject of each message, for a failed test. */
    String told() {
        StringBuilder told = new StringBuilder("messages:\n");
        messages()
                .forEach(message -> told.append(message.createdAt())
                        .append(' ')
                        .append(message.deliveries().stream()
                                .map(Posted.Delivery::recipient)
                                .toList())
                        .append(' ')
                        .append(message.key())
                        .append(": ")
                        .append(message.subject())
                        .append('\n'));
        return told.toString();
    }

    List<String> timeline(int serial) {
        return incidents().timeline(incident(serial)).stream()
                .map(entry -> entry.kind().code())
                .toList();
    }
}
