package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.incident.PlannedOutages;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plans;
import io.langsong.polling.Cadence;
import io.langsong.polling.PollObserver;
import io.langsong.polling.Poller;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The real judgement and its record, for results that come from elsewhere than polls. */
public final class JudgedCommune {
    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TestClock clock;
    private final Inventory inventory;
    private final Conditions conditions = new Conditions(event -> {});
    private final OutageTable table;
    private final Outages outages;
    private final Instant begun;
    private OutageRecorder recorder;
    private OutageDetector detector;
    private boolean referenceAnswers = true;

    public JudgedCommune(Inventory inventory, TestClock clock) {
        this.clock = clock;
        this.inventory = inventory;
        this.begun = clock.instant();
        Plans plans = new Plans(jdbc, new JdbcTransactionManager(database), inventory, clock);
        this.table = new OutageTable(
                jdbc, JsonMapper.builder().build(), event -> {}, new PlannedOutages(new Maintenance(plans, inventory)));
        this.outages = new Outages(jdbc, table, clock);
        start();
    }

    /** The server begins, or begins again. */
    public void start() {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        recorder = new OutageRecorder(table, inventory, transaction, clock, event -> {});
        Poller poller = poller();
        MonitoringPath path =
                new MonitoringPath(new OutageProperties(List.of("192.0.2.1")), poller, clock, Optional::empty);
        detector = new OutageDetector(
                inventory,
                poller,
                recorder,
                conditions,
                new LastingAlerts() {
                    @Override
                    public boolean any(DeviceId device) {
                        return false;
                    }
                },
                path,
                clock);
        detector.start();
        recorder.start();
    }

    private Poller poller() {
        return new Poller(null, null, null, null, null, null) {
            @Override
            public void setCadence(DeviceId device, Cadence cadence) {
                // Nobody asks a device that reports by itself.
            }

            @Override
            public void askNow(DeviceId device) {
                // The same.
            }

            @Override
            public CompletableFuture<Boolean> showsItself(String host, int port) {
                return CompletableFuture.completedFuture(referenceAnswers);
            }
        };
    }

    /** Whether something answers us that is no device. */
    public void setReferenceAnswers(boolean answers) {
        referenceAnswers = answers;
    }

    public PollObserver detector() {
        return detector;
    }

    public void stop() throws InterruptedException {
        detector.stop();
        recorder.stop();
    }

    public String condition(DeviceId device) {
        return conditions.of(ObjectRef.of(device)).condition().name();
    }

    /** Since the beginning, oldest first: {@code DOWN 00:02:30-01:00:00 0:00..}, times since then. */
    public List<Outage> outages(DeviceId device) throws InterruptedException {
        written();
        List<Outage> all = outages.between(begun, clock.instant().plusSeconds(1), ObjectRef.of(device));
        return all.stream()
                .sorted(java.util.Comparator.comparing(one -> one.from().best()))
                .toList();
    }

    /** Conditions since the beginning, each with its seconds since then: {@code UP 0-300}. */
    public List<String> timeline(DeviceId device) throws InterruptedException {
        written();
        return outages.timeline(ObjectRef.of(device), begun, clock.instant()).stream()
                .map(stretch -> stretch.condition() + " " + seconds(stretch.from()) + "-" + seconds(stretch.until()))
                .toList();
    }

    private long seconds(Instant at) {
        return java.time.Duration.between(begun, at).toSeconds();
    }

    private void written() throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (recorder.waiting() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        recorder.stop();
        recorder.start();
    }
}
