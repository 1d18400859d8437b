package io.langsong.incident;

import io.langsong.alert.AlertCleared;
import io.langsong.alert.AlertFired;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Opens and ends incidents as outages and alerts begin and end, in the transaction that records them and on its thread: an
 * incident is there if and only if its outage is.
 */
class IncidentKeeper {
    private static final Logger log = LoggerFactory.getLogger(IncidentKeeper.class);

    private final Books books;
    private final Supplier<List<Outage>> open;
    private final Supplier<InventorySnapshot> inventory;
    private final IncidentProperties settings;
    private final TransactionOperations transactions;
    private final Clock clock;

    /** @param open outages that last, as the running transaction sees them */
    IncidentKeeper(
            Books books,
            Supplier<List<Outage>> open,
            Supplier<InventorySnapshot> inventory,
            IncidentProperties settings,
            TransactionOperations transactions,
            Clock clock) {
        this.books = books;
        this.open = open;
        this.inventory = inventory;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @EventListener
    void on(OutageStarted event) {
        Batch.current(this, this::write).started(event.outage());
    }

    @EventListener
    void on(OutageEnded event) {
        Batch.current(this, this::write).ended(event.outage());
    }

    @EventListener
    void on(AlertFired event) {
        inRound(round -> round.begin(event.alert()));
    }

    @EventListener
    void on(AlertCleared event) {
        inRound(round -> round.end(event.alert()));
    }

    private void write(Batch batch) {
        Set<ObjectRef> cameOutOfHiding = batch.ended().stream()
                .filter(outage -> outage.condition() == Condition.UNREACHABLE)
                .map(Outage::object)
                .collect(Collectors.toSet());
        inRound(round -> {
            batch.ended().forEach(round::end);
            round.begin(batch.started(), cameOutOfHiding, lasting(batch));
        });
    }

    private void inRound(Consumer<Round> work) {
        books.incidents.lock();
        Round round = new Round(books, inventory.get(), clock.instant(), settings.reopenWithin());
        work.accept(round);
        round.finish();
    }

    /** Whether the record already shows what this transaction wrote or not. */
    private List<Outage> lasting(Batch batch) {
        Map<Long, Outage> lasting = new LinkedHashMap<>();
        open.get().forEach(outage -> lasting.put(outage.id(), outage));
        batch.started().forEach(outage -> lasting.put(outage.id(), outage));
        batch.ended().forEach(outage -> lasting.remove(outage.id()));
        return List.copyOf(lasting.values());
    }

    /** Does what is due: what was left behind becomes an incident of its own, what is resolved for long is closed. Any thread. */
    void tick() {
        leaveBehind();
        close();
    }

    private void leaveBehind() {
        if (books.parts.due(clock.instant()).isEmpty()) {
            return;
        }
        transactions.executeWithoutResult(transaction -> inRound(round -> {
            List<Part> due = books.parts.due(clock.instant());
            round.leaveBehind(due, open.get());
        }));
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
