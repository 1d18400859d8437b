package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.incident.PlannedOutages;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plans;
import io.langsong.polling.Asking;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Judgement, its record and that of late results over a database, as the program wires them. */
public final class TestJudgement {
    public final OutageDetector detector;
    public final OutageRecorder recorder;
    public final LateResults late;
    public final Outages outages;
    /** What was published. */
    public final List<Object> events = Collections.synchronizedList(new ArrayList<>());

    public TestJudgement(DataSource database, InventorySnapshot devices, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(database);
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        Inventory inventory = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return devices;
            }
        };
        ApplicationEventPublisher publisher = events::add;
        JsonMapper json = JsonMapper.builder().build();
        Maintenance maintenance = new Maintenance(new Plans(jdbc, transactions, inventory, clock), inventory);
        OutageTable table = new OutageTable(jdbc, json, publisher, new PlannedOutages(maintenance));
        recorder = new OutageRecorder(table, inventory, new TransactionTemplate(transactions), clock, publisher);
        detector = new OutageDetector(
                inventory::snapshot,
                Asking.NOTHING,
                recorder,
                new Conditions(state -> {}),
                new LastingAlerts(),
                MonitoringPath.none(clock),
                clock);
        late = new LateResults(
                inventory, new LateRecord(jdbc, json, table, publisher), recorder, detector, transactions);
        outages = new Outages(jdbc, table, clock);
    }

    public void start() {
        detector.start();
        recorder.start();
    }

    public void stop() throws InterruptedException {
        recorder.stop();
    }
}
