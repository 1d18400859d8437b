package io.langsong.incident;

import io.langsong.alert.Alert;
import io.langsong.alert.AlertCleared;
import io.langsong.alert.AlertFired;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageCorrected;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageExplained;
import io.langsong.outage.OutageStarted;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens and ends incidents as outages and alerts begin and end, in the transaction that records them and on its thread: an
 * incident is there if and only if its outage is. An error of ours must not keep an outage from being recorded: then nothing is
 * left of what was done to incidents, and {@link #tick} makes up for it.
 */
class IncidentKeeper {
    private static final Logger log = LoggerFactory.getLogger(IncidentKeeper.class);

    private final Books books;
    private final Ledger ledger;
    private final Supplier<InventorySnapshot> inventory;
    private final IncidentProperties settings;
    private final TransactionTemplate transactions;
    private final Aside aside;
    private final Clock clock;
    /** What lasts when the server starts may be of before there were incidents. */
    private volatile boolean behind = true;

    IncidentKeeper(
            Books books,
            Ledger ledger,
            Supplier<InventorySnapshot> inventory,
            IncidentProperties settings,
            TransactionTemplate transactions,
            Clock clock) {
        this.books = books;
        this.ledger = ledger;
        this.inventory = inventory;
        this.settings = settings;
        this.transactions = transactions;
        this.aside = new Aside(Objects.requireNonNull(transactions.getTransactionManager()));
        this.clock = clock;
    }

    /**
     * The records of outages and alerts, as the running transaction sees them.
     *
     * @param outages those that last
     * @param outage one by its id
     * @param alerts those that last
     * @param alert one by its id
     */
    record Ledger(
            Supplier<List<Outage>> outages,
            LongFunction<Optional<Outage>> outage,
            Supplier<List<Alert>> alerts,
            LongFunction<Optional<Alert>> alert) {}

    @EventListener
    void on(OutageStarted event) {
        // Before what people are told, which asks what is unstable.
        Batch.current(this, 1, this::write).started(event.outage());
    }

    @EventListener
    void on(OutageEnded event) {
        Batch.current(this, 1, this::write).ended(event.outage());
    }

    @EventListener
    void on(OutageExplained event) {
        safely(round -> round.explain(event.outage()));
    }

    @EventListener
    void on(OutageCorrected event) {
        safely(round -> round.correct(event.outage()));
    }

    @EventListener
    void on(AlertFired event) {
        safely(round -> round.begin(event.alert()));
    }

    @EventListener
    void on(AlertCleared event) {
        safely(round -> round.end(event.alert()));
    }

    private void write(Batch batch) {
        Set<ObjectRef> cameOutOfHiding = batch.ended().stream()
                .filter(outage -> outage.condition() == Condition.UNREACHABLE)
                .map(Outage::object)
                .collect(Collectors.toSet());
        safely(round -> {
            batch.ended().forEach(round::end);
            round.begin(batch.started(), cameOutOfHiding, lasting(batch));
        });
    }

    private void safely(Consumer<Round> work) {
        if (!aside.did("incidents", () -> inRound(work))) {
            behind = true;
        }
    }

    private void inRound(Consumer<Round> work) {
        books.incidents.lock();
        Round round = new Round(books, inventory.get(), clock.instant(), settings);
        work.accept(round);
        round.finish();
    }

    /** Whether the record already shows what this transaction wrote or not. */
    private List<Outage> lasting(Batch batch) {
        Map<Long, Outage> lasting = new LinkedHashMap<>();
        ledger.outages().get().forEach(outage -> lasting.put(outage.id(), outage));
        batch.started().forEach(outage -> lasting.put(outage.id(), outage));
        batch.ended().forEach(outage -> lasting.remove(outage.id()));
        return List.copyOf(lasting.values());
    }

    /** Does what is due: what was left behind becomes an incident of its own, what is resolved for long is closed. One thread. */
    void tick() {
        if (behind) {
            catchUp();
        }
        leaveBehind();
        calm();
        close();
    }

    /** Ends what is over and opens what lasts, as far as that is not known. */
    private void catchUp() {
        behind = false;
        try {
            transactions.executeWithoutResult(transaction -> inRound(round -> {
                for (Part part : books.parts.open()) {
                    if (part.kind() == Part.Kind.ALERT) {
                        ledger.alert()
                                .apply(part.sourceId())
                                .filter(alert -> !alert.lasts())
                                .ifPresent(round::end);
                    } else if (part.kind().isOutage()) {
                        ledger.outage()
                                .apply(part.sourceId())
                                .filter(outage -> outage.to() != null)
                                .ifPresent(round::end);
                    }
                }
                List<Outage> lasting = ledger.outages().get();
                round.begin(lasting, Set.of(), lasting);
                ledger.alerts().get().forEach(round::begin);
            }));
        } catch (RuntimeException e) {
            behind = true;
            throw e;
        }
    }

    private void leaveBehind() {
        if (books.parts.due(clock.instant()).isEmpty()) {
            return;
        }
        transactions.executeWithoutResult(transaction -> inRound(round -> {
            List<Part> due = books.parts.due(clock.instant());
            round.leaveBehind(due, ledger.outages().get());
        }));
    }

    private void calm() {
        if (books.unstable.lasting().isEmpty()) {
            return;
        }
        transactions.executeWithoutResult(transaction -> {
            books.incidents.lock();
            Calming calming = new Calming(books, settings.unstableQuiet(), clock.instant());
            books.unstable.lasting().forEach(calming::look);
        });
    }

    private void close() {
        Instant before = clock.instant().minus(settings.closeAfter());
        if (books.incidents.closable(before).isEmpty()) {
            return;
        }
        transactions.executeWithoutResult(transaction -> {
            books.incidents.lock();
            Instant now = clock.instant();
            List<Incident> over = books.incidents.closable(before);
            over.forEach(incident ->
                    books.write(incident, incident.standing().close(now), now, null, Entry.Kind.CLOSED, Map.of()));
            log.info("incidents closed count={} resolvedBefore={}", over.size(), before);
        });
    }
}
