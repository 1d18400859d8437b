package io.langsong.alert;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.profile.Profiles;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The module over a real database, an invented commune of one village, and polls that a test gives. */
final class TestAlerts {
    static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    static final Duration INTERVAL = Duration.ofSeconds(30);

    final TestClock clock = new TestClock(START);
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    final List<Object> events = new CopyOnWriteArrayList<>();
    final Map<String, String> profiles = new HashMap<>();
    final Alerts alerts = new Alerts(jdbc);
    final AlertRules rules;
    final Inventory inventory;
    final PollingProperties polling = new PollingProperties(INTERVAL, Duration.ofSeconds(1), 1);
    List<Device> devices = List.of(device("man-ap1"), device("man-ap2"));
    final LastingAlerts lastingAlerts = new LastingAlerts();
    AlertRecorder recorder;
    AlertDetector detector;
    private final Map<SeriesKey, Series> series = new HashMap<>();
    private AlertRulesChanged pending;

    TestAlerts() {
        inventory = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return new InventorySnapshot(
                        List.of(new Village(new VillageId("thon-man"), "Thôn Mận", 1, 300, null, null)),
                        List.of(),
                        List.of(new Site(
                                new SiteId("man-nvh"),
                                new VillageId("thon-man"),
                                "Nhà văn hóa",
                                Site.Kind.CULTURE_HOUSE,
                                null,
                                null,
                                null)),
                        devices,
                        List.of(),
                        List.of());
            }
        };
        rules = new AlertRules(jdbc, transaction, inventory, new KnownMetrics(Profiles::load), event -> {
            events.add(event);
            pending = (AlertRulesChanged) event;
        });
        profiles.put("man-ap1", "mikrotik");
        profiles.put("man-ap2", "mikrotik");
    }

    /** Only these rules count. */
    void only(AlertRule... wanted) {
        rules.all().stream()
                .filter(kept -> kept.rule().enabled())
                .forEach(kept -> rules.enable(kept.rule().id(), false));
        Stream.of(wanted).forEach(rules::add);
        tellRules();
    }

    /** The detector hears of what was changed since, as it does after a commit. */
    void tellRules() {
        if (pending != null && detector != null) {
            detector.on(pending);
            pending = null;
        }
    }

    void start() {
        recorder = new AlertRecorder(new AlertTable(jdbc, events::add), transaction);
        detector = new AlertDetector(inventory, rules, recorder, lastingAlerts, poller(), polling, clock);
        detector.start();
        recorder.start();
        detector.awake();
    }

    void stop() throws InterruptedException {
        detector.stop();
        recorder.stop();
    }

    TryOut tryOut(MetricStore store) {
        return new TryOut(store, inventory, rules, poller(), polling, clock);
    }

    private Poller poller() {
        return new Poller(null, null, null, null, null, null) {
            @Override
            public Optional<String> profileOf(DeviceId device) {
                return Optional.ofNullable(profiles.get(device.value()));
            }
        };
    }

    static Device device(String id) {
        return new Device(
                new DeviceId(id),
                id,
                new SiteId("man-nvh"),
                Device.Kind.ACCESS_POINT,
                "127.20.0." + (1 + Math.floorMod(id.hashCode(), 200)),
                161,
                SnmpAccess.community("2c", "public"),
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }

    /** A poll now, and time moves on by the interval. */
    PollResult poll(String device, Sample... samples) {
        PollResult result = result(device, Outcome.ANSWERED, List.of(samples));
        detector.awake();
        detector.observe(result);
        return result;
    }

    PollResult result(String device, Outcome outcome, List<Sample> samples) {
        Instant now = clock.instant();
        return new PollResult(
                new DeviceId(device), now, now, outcome, 0, 1, null, List.of(), new ArrayList<>(samples), "");
    }

    void moveOn() {
        clock.advance(INTERVAL);
    }

    Sample gauge(String device, String metric, String index, String unit, double value) {
        return Sample.gauge(of(device, new Metric(metric, Metric.Kind.GAUGE, unit), index), clock.instant(), value);
    }

    Sample counter(String device, String metric, String index, long value) {
        return new Sample(
                of(device, new Metric(metric, Metric.Kind.COUNTER32, "packets"), index), clock.instant(), value);
    }

    Series of(String device, Metric metric, String index) {
        return series.computeIfAbsent(
                new SeriesKey(new DeviceId(device), metric.name(), index), key -> new Series(key, metric));
    }

    Sample cpu(String device, double percent) {
        return gauge(device, "cpu.utilization", "", "%", percent);
    }

    void written() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> recorder.waiting() == 0);
        // The batch under way holds the row until its transaction ends.
        transaction.executeWithoutResult(
                status -> jdbc.sql("LOCK TABLE alert_record").update());
    }

    /** {@code rule device index value since until}, oldest first. */
    List<String> record() {
        written();
        return jdbc.sql("SELECT * FROM alert_record ORDER BY id").query(AlertTable::alert).list().stream()
                .map(alert -> "%s %s%s %s..%s"
                        .formatted(
                                alert.rule(),
                                alert.device(),
                                alert.index().isEmpty() ? "" : "/" + alert.index(),
                                second(alert.since()),
                                alert.until() == null ? "" : second(alert.until()) + " " + alert.end()))
                .toList();
    }

    private static long second(Instant at) {
        return Duration.between(START, at).toSeconds();
    }

    static AlertRule above(String id, String metric, double fire, double clear, Duration holds, String scope) {
        return new AlertRule(
                id,
                id,
                new Measure(metric, "*", null),
                new Criterion.Threshold(Criterion.Kind.ABOVE, fire, clear, Duration.ZERO),
                holds,
                Severity.WARNING,
                Scope.parse(scope),
                true);
    }
}
