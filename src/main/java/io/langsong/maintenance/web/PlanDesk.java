package io.langsong.maintenance.web;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.availability.Interval;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plans within the sight of whoever sent the request on this thread, and the audit trail of what is done to them: a change and
 * its entry there are both stored, or neither. Any thread.
 */
@Component
class PlanDesk {
    private final Plans plans;
    private final Maintenance maintenance;
    private final SeenInventory inventory;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    PlanDesk(
            Plans plans,
            Maintenance maintenance,
            SeenInventory inventory,
            AuditTrail audit,
            PlatformTransactionManager transactions) {
        this.plans = plans;
        this.maintenance = maintenance;
        this.inventory = inventory;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    InventorySnapshot inventory() {
        return inventory.snapshot();
    }

    void requireAll() {
        inventory.requireAll();
    }

    /** That which begins last comes first. */
    List<SeenPlan> all() {
        return seen(plans.all());
    }

    List<SeenPlan> touching(Interval period) {
        return seen(plans.touching(period));
    }

    /** @param object one that is seen */
    List<SeenPlan> bearingOn(InventoryId object, Interval period) {
        return seen(maintenance.bearingOn(object, period));
    }

    Optional<SeenPlan> find(long id) {
        return plans.find(id).flatMap(plan -> seen(plan, inventory.snapshot()));
    }

    private List<SeenPlan> seen(List<Plan> some) {
        InventorySnapshot there = inventory.snapshot();
        return some.stream().flatMap(plan -> seen(plan, there).stream()).toList();
    }

    private Optional<SeenPlan> seen(Plan plan, InventorySnapshot there) {
        Set<InventoryId> named = plan.scope().objects();
        if (there.isWhole()) {
            return Optional.of(new SeenPlan(plan, List.copyOf(named), 0));
        }
        List<InventoryId> objects =
                named.stream().filter(id -> there.find(id).isPresent()).toList();
        boolean concerns = plan.scope().all()
                || !objects.isEmpty()
                || maintenance.coveredBy(plan).stream()
                        .anyMatch(id -> there.find(id).isPresent());
        return concerns ? Optional.of(new SeenPlan(plan, objects, named.size() - objects.size())) : Optional.empty();
    }

    /** What of that is seen a plan covers. */
    List<InventoryId> coveredBy(Plan plan) {
        InventorySnapshot there = inventory.snapshot();
        return maintenance.coveredBy(plan).stream()
                .filter(id -> there.find(id).isPresent())
                .toList();
    }

    Plan enter(PlanWish wish) {
        return enter(List.of(wish)).get(0);
    }

    /** All or none. */
    List<Plan> enter(List<PlanWish> wishes) {
        return within(() -> {
            List<Plan> entered = new ArrayList<>();
            for (PlanWish wish : wishes) {
                requireSeen(wish.scope());
                Plan plan = plans.enter(wish, who());
                audit.record("maintenance.plan.add", subject(plan), added(plan));
                entered.add(plan);
            }
            return entered;
        });
    }

    /** What is not seen answers as if it were not there; the whole commune is for those who see it. */
    private void requireSeen(Scope scope) {
        InventorySnapshot there = inventory.snapshot();
        if (scope.all() && !there.isWhole()) {
            throw new MaintenanceRefused("scope", Scope.ALL_TEXT, Fault.BEYOND_SIGHT);
        }
        for (InventoryId object : scope.objects()) {
            if (there.find(object).isEmpty()) {
                throw new MaintenanceRefused("scope", Scope.text(object), Fault.NO_SUCH_OBJECT);
            }
        }
    }

    Plan end(long id, String reason) {
        requireWhole(id);
        return within(() -> {
            Plan plan = plans.end(id, who(), reason);
            audit.record("maintenance.plan.end", subject(plan), List.of(new Change("why", null, reason)));
            return plan;
        });
    }

    Plan withdraw(long id, String reason) {
        requireWhole(id);
        return within(() -> {
            Plan plan = plans.withdraw(id, who(), reason);
            audit.record("maintenance.plan.withdraw", subject(plan), List.of(new Change("why", null, reason)));
            return plan;
        });
    }

    private void requireWhole(long id) {
        SeenPlan plan = find(id).orElseThrow(() -> Plans.missing(id));
        boolean mine = plan.whole()
                && (!plan.plan().scope().all() || inventory.snapshot().isWhole());
        if (!mine) {
            throw new MaintenanceRefused("id", Long.toString(id), Fault.BEYOND_SIGHT);
        }
    }

    private interface Work<R> {
        R run();
    }

    private <R extends Object> R within(Work<R> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.run()));
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }

    private static String subject(Plan plan) {
        return "maintenance:" + plan.id();
    }

    private static List<Change> added(Plan plan) {
        return List.of(
                new Change("kind", null, plan.kind().code()),
                new Change("title", null, plan.title()),
                new Change("why", null, plan.reason()),
                new Change("objects", null, String.join(" ", plan.scope().texts())),
                new Change("begins", null, plan.timing().begin().toString()),
                new Change("ends", null, end(plan)));
    }

    private static @Nullable String end(Plan plan) {
        return plan.timing().end().map(Object::toString).orElse(null);
    }
}
