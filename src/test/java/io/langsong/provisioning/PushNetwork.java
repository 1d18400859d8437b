package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Post;
import io.langsong.outage.Conditions;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.PushBox.Family;
import io.langsong.provisioning.SshAccess.Push;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.provisioning.driver.Ssh;
import io.langsong.testkit.OpenSsh;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

/** One server that pushes over SSH, on a real database. */
public final class PushNetwork implements AutoCloseable {
    static final Duration CONFIRM_WITHIN = Duration.ofMinutes(4);
    private static final int MOST_ROUNDS = 50;
    public static final DeviceId AP = new DeviceId("thon-0-ap1");

    public final JdbcClient jdbc;
    final Templates templates;
    final Values values;
    public final AccessPoints accessPoints;
    public final SshAccesses accesses;
    final Backups backups;
    final Fetches fetches;
    final Restores restores;
    final Pusher pusher;
    final Rollouts rollouts;
    final Alarms alarms;
    final RolloutRunner runner;
    public final Inventory inventory;
    public final BoxAccess door;
    public final AppliedCheck check;
    public final AuditTrail audit;
    public final ProvisioningProperties settings;

    private final Pause pause;
    private final Ssh ssh = new Ssh();

    /** By the time of {@link QuickTime}. */
    PushNetwork(DataSource database, Path data, QuickTime time) {
        this(database, data, time, time::pause, "none");
    }

    /** By a clock, where nothing has to be waited for. */
    public PushNetwork(DataSource database, Path data, Clock clock, String approval) {
        this(database, data, clock, length -> {}, approval);
    }

    private PushNetwork(DataSource database, Path data, Clock clock, Pause pause, String approval) {
        this.pause = pause;
        jdbc = JdbcClient.create(database);
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        TransactionTemplate fenced = new TransactionTemplate(transactions);
        inventory = TestInventory.started(database, data);
        MockEnvironment environment = new MockEnvironment().withProperty("langsong.data-dir", data.toString());
        settings =
                new ProvisioningProperties("open", approval, CONFIRM_WITHIN, Duration.ofHours(1), Duration.ofDays(3));
        audit = new AuditTrail(jdbc, transactions, clock);
        templates = new Templates(jdbc, transactions, audit, clock);
        values = new Values(jdbc, transactions, environment, templates, audit, clock);
        Tunnel tunnel =
                new Tunnel(jdbc, environment, new TunnelProperties(null, null, null, List.of(), true), audit, clock);
        Proposals proposals = new Proposals(templates, values, tunnel, inventory, clock);
        Fleet fleet = new Fleet(jdbc, environment, proposals, tunnel, inventory, audit);
        accessPoints = new AccessPoints(jdbc, transactions, fleet, proposals, templates, inventory, audit, clock);
        backups = new Backups(jdbc, environment, audit, clock);
        SshReach reach = new SshReach(inventory, ssh);
        pusher = new Pusher(fleet, reach, backups, settings, audit, fenced, clock, pause);
        accesses = new SshAccesses(fleet, accessPoints, reach, audit, transactions, clock);
        fetches = new Fetches(fleet, accesses, reach, backups, fenced, clock);
        door = new BoxAccess(fleet, reach);
        check = new AppliedCheck(
                inventory,
                new Conditions(event -> {}),
                new MeasuredInMemory(),
                new CheckProperties(CheckProperties.Clients.NOTE, Duration.ofMinutes(10)));
        restores = new Restores(fleet, accesses, backups, audit, transactions, clock);
        alarms = new Alarms(
                jdbc, environment, fleet, new AlarmNews(Post.on(database, clock).outbox), settings, fenced, clock);
        rollouts = new Rollouts(
                jdbc,
                transactions,
                new RolloutPlanner(jdbc, fleet, proposals, inventory),
                fleet,
                settings,
                audit,
                clock);
        runner = new RolloutRunner(jdbc, fenced, fleet, check, audit, clock);
    }

    /** An access point of a family, with a template and the values for it. */
    void plan(Family family) {
        plan(family.method, family.dialect, family.content);
    }

    /** As the other one, of any method. */
    public void plan(String method, String dialect, String content) {
        VillageId village = new VillageId("thon-0");
        inventory.apply(List.<InventoryObject>of(
                new Village(village, "Thôn 0", 1, 100, null, null),
                new Site(new SiteId("site-0"), village, "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null)));
        templates.add(
                new TemplateWish(
                        "Wi-Fi",
                        dialect,
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        content,
                        List.of(
                                new VariableWish("ssid", null, true, null, false, null, null, List.of(), null),
                                new VariableWish("wifi_key", null, false, null, true, 8, 63, List.of(), null)),
                        "mạng mới"),
                "ha");
        ssid("Xa Ba Thuoc");
        values.set(Level.COMMUNE, "", "wifi_key", "khong-ai-biet", false, "ha");
        accessPoints.plan(
                AP.value(),
                new AccessPointWish(AP.value(), "site-0", method, null, List.of(), List.of(), null, null, Notes.NONE));
    }

    void ssid(String name) {
        values.set(Level.COMMUNE, "", "ssid", name, false, "ha");
    }

    SshWish wish(OpenSsh server, String user, String password, String key, String show) {
        return new SshWish("127.0.0.1", server.port(), user, password, key, null, null, show);
    }

    /** Reached by the key of the test, its own key accepted by a person, let out. */
    public void adopt(OpenSsh server) throws IOException {
        accesses.set(AP, wish(server, OpenSsh.user(), null, server.userKey(), "show running-config"), null);
        accesses.accept(AP, accesses.look(AP).fingerprint());
        accessPoints.approve(AP);
    }

    void letOut() {
        Rendition next = java.util.Objects.requireNonNull(
                accessPoints.propose(accessPoints.find(AP).orElseThrow()).rendition());
        accessPoints.letOut(AP, next.checksum());
    }

    /** Fetches what is due, one after the other. */
    void fetch() {
        for (Optional<DeviceId> next = fetches.claim(); next.isPresent(); next = fetches.claim()) {
            fetches.fetch(next.get());
        }
    }

    /** What is due, one after the other, and what was begun until it is over. @return how it stands then */
    Push push() throws InterruptedException {
        for (int rounds = 0; ; rounds++) {
            for (Optional<SshTable.Claim> claim = pusher.claim(); claim.isPresent(); claim = pusher.claim()) {
                pusher.push(claim.get());
            }
            Push now = accesses.find(AP).orElseThrow().push();
            if (now.begun() == null || rounds == MOST_ROUNDS) {
                return now;
            }
            pause.of(Duration.ofSeconds(20));
        }
    }

    @Override
    public void close() {
        ssh.stop();
    }
}
