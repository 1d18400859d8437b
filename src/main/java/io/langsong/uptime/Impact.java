package io.langsong.uptime;

import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Village;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whom services serve, so whom an outage of one touches. Any thread. */
@Component
public class Impact {
    private static final Logger log = LoggerFactory.getLogger(Impact.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Inventory inventory;
    private final ClientHistory history;
    private final Clock clock;

    public Impact(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Inventory inventory,
            MetricStore metrics,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.inventory = inventory;
        this.history = new ClientHistory(metrics);
        this.clock = clock;
    }

    /** The people expected at each service that there is; one of whose village nobody says how many live there is left out. */
    public Map<ServiceId, ExpectedUsers> expected() {
        Map<String, List<Double>> counted = new HashMap<>();
        jdbc.sql("SELECT service, hour, users FROM uptime_expected").query(row -> {
            counted.computeIfAbsent(
                            row.getString("service"),
                            id -> new ArrayList<>(Collections.nCopies(ExpectedUsers.HOURS, 0.0)))
                    .set(row.getInt("hour"), row.getDouble("users"));
        });
        Map<ServiceId, ExpectedUsers> expected = new HashMap<>();
        InventorySnapshot known = inventory.snapshot();
        for (Service service : known.services()) {
            List<Double> week = counted.get(service.id().value());
            if (week != null) {
                expected.put(service.id(), new ExpectedUsers(ExpectedUsers.Basis.CLIENTS, week));
            } else {
                residents(service, known)
                        .ifPresent(people -> expected.put(service.id(), ExpectedUsers.residents(people)));
            }
        }
        return expected;
    }

    private static Optional<Integer> residents(Service service, InventorySnapshot known) {
        return known.site(service.site())
                .flatMap(site -> known.village(site.village()))
                .map(Village::people)
                .filter(people -> people > 0);
    }

    /**
     * Counts the usual week of each service anew, from what its access points told in the last four weeks. For a calendar to
     * call at night: it reads all of that.
     *
     * @throws MetricStoreException when the store can not be read; what is known stays
     */
    public void recount() {
        Instant now = clock.instant();
        int known = 0;
        for (Service service : inventory.snapshot().services()) {
            Optional<ExpectedUsers> week = history.of(service, now);
            transaction.executeWithoutResult(status -> put(service.id(), week, now));
            known += week.isPresent() ? 1 : 0;
        }
        forgetRetired();
        log.info("expected users counted services={}", known);
    }

    private void put(ServiceId service, Optional<ExpectedUsers> week, Instant now) {
        jdbc.sql("DELETE FROM uptime_expected WHERE service = :service")
                .param("service", service.value())
                .update();
        week.ifPresent(users -> jdbc.sql("""
                                INSERT INTO uptime_expected (service, hour, users, counted_at)
                                SELECT :service, hour - 1, users, :at
                                  FROM unnest(CAST(:users AS float8[])) WITH ORDINALITY AS week (users, hour)
                                """)
                .param("service", service.value())
                .param("users", users.byHour().toArray(Double[]::new))
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update());
    }

    private void forgetRetired() {
        String[] there = inventory.snapshot().services().stream()
                .map(service -> service.id().value())
                .toArray(String[]::new);
        jdbc.sql("DELETE FROM uptime_expected WHERE NOT service = ANY (:there)")
                .param("there", there)
                .update();
    }
}
