package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.Device;
import io.langsong.inventory.Device.Kind;
import io.langsong.inventory.Device.Reachability;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Conditions;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

/** All of provisioning on a real database, by a clock that stands still. */
public final class TestProvisioning {
    static final Instant NOW = Instant.parse("2026-12-01T02:00:00Z");
    private static final String CONTENT = """
            {"hotspot": [{"config_name": "hotspot", "config_value": "main", "ssid": "{{ ssid }}", "key": "{{ wifi_key }}"}]}""";

    final TestClock clock = new TestClock(NOW);
    public final JdbcClient jdbc;
    public final Inventory inventory;
    public final Templates templates;
    public final Values values;
    public final AccessPoints accessPoints;
    final SharedSecrets secrets;
    final AgentDesk desk;
    final Tunnel tunnel;
    final Conditions conditions = new Conditions(event -> {});
    final MeasuredInMemory metrics = new MeasuredInMemory();
    /** How an access point is looked at afterwards. */
    CheckProperties check = new CheckProperties(CheckProperties.Clients.NOTE, Duration.ofMinutes(10));

    public final JdbcTransactionManager transactions;
    private final Fleet fleet;
    private final Proposals proposals;
    public final AuditTrail audit;
    private final ProvisioningProperties settings;

    public TestProvisioning(Path data, String approval) {
        this(data, approval, new TunnelProperties(null, null, null, List.of(), true));
    }

    TestProvisioning(Path data, String approval, TunnelProperties tunnelSettings) {
        DataSource database = TestDatabase.fresh();
        jdbc = JdbcClient.create(database);
        transactions = new JdbcTransactionManager(database);
        inventory = TestInventory.started(database, data);
        MockEnvironment environment = new MockEnvironment().withProperty("langsong.data-dir", data.toString());
        settings = new ProvisioningProperties(
                "open", approval, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(3));
        audit = new AuditTrail(jdbc, transactions, clock);
        templates = new Templates(jdbc, transactions, audit, clock);
        values = new Values(jdbc, transactions, environment, templates, audit, clock);
        tunnel = new Tunnel(jdbc, environment, tunnelSettings, audit, clock);
        proposals = new Proposals(templates, values, tunnel, inventory, clock);
        fleet = new Fleet(jdbc, environment, proposals, tunnel, inventory, audit);
        accessPoints = new AccessPoints(jdbc, transactions, fleet, proposals, templates, inventory, audit, clock);
        secrets = new SharedSecrets(jdbc, transactions, environment, audit, clock);
        desk = new AgentDesk(
                fleet,
                secrets,
                settings,
                audit,
                transactions,
                new StaticListableBeanFactory().getBeanProvider(BoxObserver.class),
                clock);
    }

    /** As a server has it that has just started. */
    Rollouts rollouts() {
        return new Rollouts(
                jdbc,
                transactions,
                new RolloutPlanner(jdbc, fleet, proposals, inventory),
                fleet,
                settings,
                audit,
                clock);
    }

    /** As a server has it that has just started. */
    RolloutRunner runner() {
        return new RolloutRunner(
                jdbc,
                new TransactionTemplate(transactions),
                fleet,
                new AppliedCheck(inventory, conditions, metrics, check),
                audit,
                clock);
    }

    /** @param database perhaps one that goes away */
    public static BoxKeys keys(JdbcClient database) {
        return new BoxKeys(database);
    }

    /** A box that registered at its place and was approved. */
    public CameIn comesIn(String place) {
        Agent agent = inService(place, 0, secrets.make(null, "ha"));
        return new CameIn(agent.id, agent.key, agent.mac);
    }

    /** @param id without dashes */
    public record CameIn(String id, String key, String mac) {}

    /** As a server has it that has just started. */
    Standings standings() {
        return new Standings(jdbc, fleet, proposals, templates, values, inventory);
    }

    public static SiteId site(int village) {
        return new SiteId("site-" + village);
    }

    /** Villages with a site each. */
    public void villages(int count) {
        List<InventoryObject> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            VillageId village = new VillageId("thon-" + number);
            all.add(new Village(village, "Thôn " + number, number + 1, 100, null, null));
            all.add(new Site(
                    site(number), village, "Nhà văn hóa " + number, Site.Kind.CULTURE_HOUSE, null, null, null));
        }
        inventory.apply(all);
    }

    /** A device that is not asked, and is reached through others. */
    void device(String id, int village, String... uplinks) {
        device(id, village, false, uplinks);
    }

    /** @param polled whether it is asked */
    void device(String id, int village, boolean polled, String... uplinks) {
        inventory.apply(List.of(new Device(
                new DeviceId(id),
                id,
                site(village),
                Kind.ACCESS_POINT,
                "10.0.%d.%d".formatted(village, inventory.snapshot().devices().size() % 250 + 1),
                161,
                null,
                null,
                Reachability.NONE,
                java.util.Arrays.stream(uplinks).map(DeviceId::new).toList(),
                null,
                polled,
                null)));
    }

    /** A template that all use, with a name of the network that is set for the commune and a secret. */
    Template template() {
        Template template = templates.add(
                new TemplateWish(
                        "Wi-Fi",
                        "netjson",
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        CONTENT,
                        List.of(
                                new VariableWish("ssid", null, true, null, false, null, null, List.of(), null),
                                new VariableWish("wifi_key", null, true, null, true, 8, 63, List.of(), null)),
                        "mạng mới"),
                "ha");
        values.set(Level.COMMUNE, "", "ssid", "Xa Ba Thuoc", false, "ha");
        values.set(Level.COMMUNE, "", "wifi_key", "khong-ai-biet", false, "ha");
        return template;
    }

    public AccessPoint plan(String id, int village) {
        return accessPoints.plan(id, wish(id, village, null));
    }

    static AccessPointWish wish(String name, int village, @Nullable String expected) {
        return new AccessPointWish(
                name, site(village).value(), null, null, List.of(), List.of(), null, expected, Notes.NONE);
    }

    /** A box whose agent does as agents do. */
    final class Agent {
        final String mac;
        final String id;
        final String key;
        private String has;
        /** What it would do with something new. */
        Mood mood = Mood.GOOD;

        int applied;
        /** What it could not apply it does not try again. */
        private String refused = "";

        Agent(String mac, String secret) {
            this.mac = mac;
            Map<String, String> form = new HashMap<>(
                    Map.of("backend", "netjsonconfig.OpenWrt", "secret", secret, "name", mac, "mac_address", mac));
            form.put("os", "OpenWrt 24.10.0");
            String answer = text(desk.register(form, "10.0.0.1"));
            id = word(answer, "uuid");
            key = word(answer, "key");
            has = text(desk.checksum(id, key, null, "10.0.0.1")).strip();
        }

        private static String word(String answer, String name) {
            return answer.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(answer))
                    .substring(name.length() + 2);
        }

        String has() {
            return has;
        }

        /** One look of the agent, as it does each two minutes. */
        void look() {
            if (mood == Mood.GONE) {
                return;
            }
            String checksum = text(desk.checksum(id, key, null, "10.0.0.1")).strip();
            if (!checksum.equals(refused)) {
                refused = "";
            }
            if (checksum.equals(has) || checksum.equals(refused)) {
                return;
            }
            byte[] archive = desk.download(id, key, null, "10.0.0.1").body();
            if (!Agents.md5(archive).equals(checksum)) {
                throw new AssertionError("what was fetched is not what was promised");
            }
            switch (mood) {
                case GOOD -> {
                    has = checksum;
                    applied++;
                    report("applied");
                }
                case REFUSES -> {
                    report("error");
                    refused = checksum;
                    mood = Mood.GOOD;
                }
                case CUTS_ITSELF_OFF, GONE -> {}
            }
        }

        private void report(String status) {
            desk.report(id, key, Map.of("status", status, "error_reason", "sai ở dòng 3"));
        }

        private static String text(AgentAnswer answer) {
            return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** What becomes of something new. */
    enum Mood {
        GOOD,
        REFUSES,
        /** It can not reach us with it, and puts back what it had: it comes again as if nothing had been. */
        CUTS_ITSELF_OFF,
        /** Its power is off. */
        GONE
    }

    /** A box that registered at its place and is in service there. */
    Agent inService(String id, int village, String secret) {
        String mac = "52:54:00:%02X:%02X:%02X"
                .formatted(
                        village,
                        accessPoints.all().size() / 256,
                        accessPoints.all().size() % 256);
        accessPoints.plan(id, wish(id, village, mac));
        Agent agent = new Agent(mac, secret);
        accessPoints.approve(new DeviceId(id));
        agent.look();
        return Objects.requireNonNull(agent);
    }
}
