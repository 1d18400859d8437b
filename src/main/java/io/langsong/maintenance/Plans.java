package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.database.BecameActive;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan.Mark;
import io.langsong.maintenance.Plan.State;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The plans, and the one way to enter, end and withdraw them. Changes join the transaction of their caller. Any thread. */
@Component
public class Plans {
    private final PlanRows rows;
    private final TransactionTemplate transaction;
    private final Inventory inventory;
    private final Clock clock;
    private final AtomicLong revision = new AtomicLong();

    public Plans(JdbcClient jdbc, PlatformTransactionManager transactions, Inventory inventory, Clock clock) {
        this.rows = new PlanRows(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * Enters a plan, as of now: when it was entered can not be given.
     *
     * @throws MaintenanceRefused when it names what there is not, or has begun and gives no reason
     */
    public Plan enter(PlanWish wish, String who) {
        Instant now = now();
        wish.requireReasonWhenLate(now);
        InventorySnapshot known = inventory.snapshot();
        for (InventoryId object : wish.scope().objects()) {
            if (known.find(object).isEmpty()) {
                throw new MaintenanceRefused("scope", Scope.text(object), Fault.NO_SUCH_OBJECT);
            }
        }
        return changed(() -> find(rows.insert(wish, who, now)).orElseThrow());
    }

    /**
     * Says that from now on nothing of a plan counts any more: cancels it before it began, else ends it early. What was stays.
     *
     * @throws MaintenanceRefused when there is no such plan, or nothing of it is left
     */
    public Plan end(long id, String who, String reason) {
        String why = PlanText.required("reason", reason, PlanWish.LONGEST_TEXT);
        return changed(() -> {
            Plan plan = require(id);
            Instant now = now();
            if (plan.state(now) == State.PAST || !rows.end(id, new Mark(later(now, plan.enteredAt()), who, why))) {
                throw new MaintenanceRefused("id", Long.toString(id), Fault.OVER);
            }
            return require(id);
        });
    }

    /**
     * Says that a plan was a mistake: it counts nowhere, not in the past either. It stays in the list, as withdrawn.
     *
     * @throws MaintenanceRefused when there is no such plan, or it was withdrawn before
     */
    public Plan withdraw(long id, String who, String reason) {
        String why = PlanText.required("reason", reason, PlanWish.LONGEST_TEXT);
        return changed(() -> {
            Plan plan = require(id);
            if (!rows.withdraw(id, new Mark(later(now(), plan.enteredAt()), who, why))) {
                throw new MaintenanceRefused("id", Long.toString(id), Fault.OVER);
            }
            return require(id);
        });
    }

    private interface Change {
        Plan make();
    }

    private Plan changed(Change change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Plan plan = change.make();
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    revision.incrementAndGet();
                }
            });
            return plan;
        }));
    }

    private Plan require(long id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    /** There is no plan of that number. */
    public static MaintenanceRefused missing(long id) {
        return new MaintenanceRefused("id", Long.toString(id), Fault.MISSING);
    }

    public Optional<Plan> find(long id) {
        return rows.find(id);
    }

    /** Also those that are over, ended or withdrawn; that which begins last comes first. */
    public List<Plan> all() {
        return rows.all();
    }

    /** Those that may have an interval in a period, whatever became of them; that which begins first comes first. */
    public List<Plan> touching(Interval period) {
        return rows.touching(period);
    }

    /** What counts in a period, ascending by plan. */
    public List<Occurrence> occurrences(Interval period) {
        return rows.touching(period).stream()
                .flatMap(plan -> plan.occurrences(period).stream())
                .toList();
    }

    /** Another number means that the plans may be others. */
    long revision() {
        return revision.get();
    }

    /** While this server stood by, another one wrote. */
    @EventListener
    void on(BecameActive event) {
        revision.incrementAndGet();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The clock may have been set back since. */
    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
