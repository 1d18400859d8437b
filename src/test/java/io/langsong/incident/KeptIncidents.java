package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Post;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageCorrected;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What was kept of incidents in some database, for modules that read it. */
public final class KeptIncidents {
    private KeptIncidents() {}

    public static Incidents in(DataSource database, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(database);
        return new Incidents(
                new Books(jdbc, new Timeline(jdbc), event -> {}),
                Post.toNobody(clock).outbox,
                id -> Optional.empty(),
                id -> Optional.empty());
    }

    /** What late results found of an outage is told as the record does it. */
    public static void correct(DataSource database, Clock clock, Outage outage) {
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        IncidentKeeper keeper = new IncidentKeeper(
                new Books(jdbc, new Timeline(jdbc), event -> {}),
                new IncidentKeeper.Ledger(List::of, id -> Optional.empty(), List::of, id -> Optional.empty()),
                () -> InventorySnapshot.EMPTY,
                TestIncidents.SETTINGS,
                transactions,
                clock);
        transactions.executeWithoutResult(transaction -> keeper.on(new OutageCorrected(outage)));
    }
}
