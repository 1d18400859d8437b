package io.langsong.inventory;

import io.langsong.inventory.InventoryRefused.Problem;
import io.langsong.inventory.InventoryRefused.Reason;
import io.langsong.inventory.InventoryRows.Revised;
import io.langsong.secret.SecretBox;
import io.langsong.secret.SecretKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The inventory of this commune: a consistent snapshot for readers, and the one way to change it. Any thread.
 *
 * <p>A change is all or nothing. It joins the transaction of its caller, else has its own; {@link InventoryChanged} is
 * published within. The new snapshot is shown once that transaction is committed, before any other synchronization of it
 * runs: a listener that acts after the commit sees it, one that acts within the transaction still sees the old one.
 */
@Component
public class Inventory implements SmartLifecycle {
    /** Starts before whatever reads the snapshot, whose phase is {@link SmartLifecycle#DEFAULT_PHASE} or near it. */
    public static final int PHASE = -1_000_000;

    private static final Logger log = LoggerFactory.getLogger(Inventory.class);
    private static final int MOST_NAMED = 10;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Environment environment;
    private final ObjectProvider<DeviceRule> rules;
    private volatile Revised shown = new Revised(0, InventorySnapshot.EMPTY);
    private volatile @Nullable InventoryRows rows;

    public Inventory(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock,
            Environment environment,
            ObjectProvider<DeviceRule> rules) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.clock = clock;
        this.environment = environment;
        this.rules = rules;
    }

    /**
     * Opens the secrets and reads everything.
     *
     * @throws IllegalStateException with the remedy, when the key of the secrets is missing, open to others or wrong
     */
    @Override
    public void start() {
        Path data = Path.of(environment.getProperty("langsong.data-dir", "./data"));
        String variable = environment.getProperty("langsong.secret-key");
        SecretBox box = SecretKeys.open(data, variable, DeviceRows.holdSecrets(jdbc));
        InventoryRows opened = new InventoryRows(jdbc, box);
        Revised loaded = consistently(opened);
        shown = loaded;
        rows = opened;
        log.info(
                "inventory loaded villages={} sites={} devices={} links={} services={} revision={}",
                loaded.snapshot().villages().size(),
                loaded.snapshot().sites().size(),
                loaded.snapshot().devices().size(),
                loaded.snapshot().links().size(),
                loaded.snapshot().services().size(),
                loaded.revision());
    }

    /**
     * Reads everything again. A server that takes over on a shared database calls it before it works: what others changed
     * while it stood by came to the database alone.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public void reload() {
        show(consistently(opened()));
    }

    private InventoryRows opened() {
        InventoryRows opened = rows;
        if (opened == null) {
            throw new IllegalStateException("The inventory is not started; try again when the server is up");
        }
        return opened;
    }

    @Override
    public void stop() {
        rows = null;
    }

    @Override
    public boolean isRunning() {
        return rows != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** What there is now; cheap, a field read. Empty before {@link #start}. */
    public InventorySnapshot snapshot() {
        return shown.snapshot();
    }

    /** @throws InventoryRefused also when the id is taken */
    public void add(InventoryObject object) {
        change(before -> {
            if (before.find(object.id()).isPresent()) {
                throw new InventoryRefused(new Problem(
                        Reason.CONFLICT, object.id(), "id", object.id().value(), Wording.of(Fault.ID_TAKEN)));
            }
            return List.of(object);
        });
    }

    /**
     * @param version that the object had when it was read, so that nobody overwrites what another changed meanwhile; null to
     *     replace it in any case
     * @throws InventoryRefused also when there is none of that id, or it has another version
     */
    public void replace(InventoryObject object, @Nullable Long version) {
        change(before -> {
            requireVersion(before, object.id(), version);
            return List.of(object);
        });
    }

    private static void requireVersion(InventorySnapshot before, InventoryId id, @Nullable Long version) {
        if (before.find(id).isEmpty()) {
            throw InventoryRefused.missing(id);
        }
        if (version != null && before.version(id) != version) {
            throw new InventoryRefused(
                    new Problem(Reason.CHANGED_MEANWHILE, id, "id", id.value(), Wording.of(Fault.CHANGED_MEANWHILE)));
        }
    }

    /** Adds it, or puts it in the place of the one with its id. */
    public InventoryDiff save(InventoryObject object) {
        return apply(List.of(object));
    }

    /**
     * Saves them all or none; nothing is ever removed. They may refer to each other and stand in any order.
     *
     * @throws InventoryRefused with the first thing that is wrong
     */
    public InventoryDiff apply(Collection<? extends InventoryObject> objects) {
        return change(before -> objects);
    }

    /** What {@link #apply} would do now. */
    public InventoryDiff preview(Collection<? extends InventoryObject> objects) {
        InventorySnapshot before = snapshot();
        require(before.with(objects, clock.instant()), objects);
        return InventoryDiff.between(before, objects);
    }

    /**
     * Refuses what somebody may not write who sees some villages only: what would not be seen, or is not seen as it is stored.
     * A reference to what is not seen is refused like one to what is not there.
     *
     * @throws InventoryRefused with the first thing that is wrong
     */
    public void requireSeen(Predicate<VillageId> sees, Collection<? extends InventoryObject> objects) {
        InventorySnapshot before = snapshot();
        InventorySnapshot seen = before.seenBy(sees);
        Instant now = clock.instant();
        for (InventoryObject object : objects) {
            if (!before.find(object.id()).equals(seen.find(object.id()))) {
                throw InventoryRefused.beyondSight(object.id());
            }
        }
        require(seen.with(objects, now), objects);
        InventorySnapshot after = before.with(objects, now).seenBy(sees);
        for (InventoryObject object : objects) {
            if (!after.find(object.id()).equals(Optional.of(object))) {
                throw InventoryRefused.beyondSight(object.id());
            }
        }
    }

    /** What stands in the way of {@link #apply}, all of it. */
    List<Problem> problems(Collection<? extends InventoryObject> objects) {
        return problems(snapshot().with(objects, clock.instant()), objects);
    }

    private List<Problem> problems(InventorySnapshot after, Collection<? extends InventoryObject> objects) {
        return Consistency.problems(after, objects, rules.stream().toList());
    }

    /**
     * Takes an object out of use. Its row stays, so that what was measured keeps a name; its secrets go.
     *
     * @param version as for {@link #replace}
     * @throws InventoryRefused when there is none of that id, it has another version, or others name it
     */
    public void delete(InventoryId id, @Nullable Long version) {
        inTransaction((opened, before, revision) -> {
            requireVersion(before, id, version);
            List<InventoryId> users = Consistency.references(before, id);
            if (!users.isEmpty()) {
                throw new InventoryRefused(
                        new Problem(Reason.CONFLICT, id, "id", id.value(), Wording.of(Fault.IN_USE, named(users))));
            }
            opened.retire(id, now());
            showAfterCommit(new Revised(revision, before.without(id)));
            events.publishEvent(new InventoryChanged(InventoryDiff.NONE, List.of(id)));
            log.info("inventory object retired kind={} id={}", id.kind(), id);
            return id;
        });
    }

    private static String named(List<InventoryId> users) {
        String first = users.stream()
                .limit(MOST_NAMED)
                .map(user -> user.kind() + " " + user)
                .collect(Collectors.joining(", "));
        return users.size() <= MOST_NAMED ? first : first + " and " + (users.size() - MOST_NAMED) + " more";
    }

    private interface Decision {
        Collection<? extends InventoryObject> decide(InventorySnapshot before);
    }

    private InventoryDiff change(Decision decision) {
        return inTransaction((opened, before, revision) -> {
            Collection<? extends InventoryObject> objects = decision.decide(before);
            Instant now = now();
            InventorySnapshot after = before.with(objects, now);
            require(after, objects);
            InventoryDiff diff = InventoryDiff.between(before, objects);
            Map<InventoryId, Long> versions = new HashMap<>();
            objects.stream()
                    .filter(object ->
                            !before.find(object.id()).filter(object::equals).isPresent())
                    .sorted(Comparator.comparingInt(object -> Form.all().indexOf(Form.of(object))))
                    .forEach(object -> versions.put(object.id(), opened.save(object, now)));
            showAfterCommit(new Revised(revision, after.versioned(versions)));
            if (!diff.isEmpty()) {
                events.publishEvent(new InventoryChanged(diff, List.of()));
                log.info(
                        "inventory changed added={} changed={} unchanged={} revision={}",
                        diff.added().size(),
                        diff.changed().size(),
                        diff.unchanged(),
                        revision);
            }
            return diff;
        });
    }

    private void require(InventorySnapshot after, Collection<? extends InventoryObject> objects) {
        List<Problem> problems = problems(after, objects);
        if (!problems.isEmpty()) {
            throw new InventoryRefused(problems.get(0));
        }
    }

    private interface Work<R> {
        R run(InventoryRows opened, InventorySnapshot before, long revision);
    }

    private <R extends Object> R inTransaction(Work<R> work) {
        InventoryRows opened = opened();
        return Objects.requireNonNull(transaction.execute(status -> {
            long revision = opened.nextRevision();
            Revised known = shown;
            // Another process, or an earlier change in this same transaction, is ahead of what is shown.
            InventorySnapshot before = known.revision() == revision - 1
                    ? known.snapshot()
                    : opened.load().snapshot();
            return work.run(opened, before, revision);
        }));
    }

    private void showAfterCommit(Revised next) {
        TransactionSynchronizationManager.registerSynchronization(new ShowAfterCommit(next));
    }

    /** Two commits can end here in another order than they were made in. */
    private synchronized void show(Revised next) {
        if (next.revision() > shown.revision()) {
            shown = next;
        }
    }

    private final class ShowAfterCommit implements TransactionSynchronization, Ordered {
        private final Revised next;

        ShowAfterCommit(Revised next) {
            this.next = next;
        }

        @Override
        public void afterCommit() {
            show(next);
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    /** One instant of the database: a reader at the default isolation could see half of a change. */
    private Revised consistently(InventoryRows opened) {
        TransactionTemplate reading =
                new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()), transaction);
        reading.setIsolationLevel(TransactionTemplate.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        Revised loaded = reading.execute(status -> opened.load());
        return Objects.requireNonNull(loaded);
    }

    /** As PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
