package io.langsong.incident;

import io.langsong.outage.Outage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The turning points of one transaction, handed on just before it commits. Of the transaction's thread. */
final class Batch implements TransactionSynchronization {
    private final List<Outage> started = new ArrayList<>();
    private final List<Outage> ended = new ArrayList<>();
    private final Object reader;
    private final int order;
    private final Consumer<Batch> write;

    private Batch(Object reader, int order, Consumer<Batch> write) {
        this.reader = reader;
        this.order = order;
        this.write = write;
    }

    /**
     * The batch of the running transaction.
     *
     * @param reader each has a batch of its own
     * @param before how many other readers' batches it is to come before
     * @throws IllegalStateException outside of one: what is told and what is recorded could part
     */
    static Batch current(Object reader, int before, Consumer<Batch> write) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("An outage's events are published inside the transaction that writes it");
        }
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof Batch batch && batch.reader == reader) {
                return batch;
            }
        }
        Batch batch = new Batch(reader, LOWEST_PRECEDENCE - before, write);
        TransactionSynchronizationManager.registerSynchronization(batch);
        return batch;
    }

    @Override
    public int getOrder() {
        return order;
    }

    void started(Outage outage) {
        started.add(outage);
    }

    void ended(Outage outage) {
        ended.add(outage);
    }

    /** That last: what began and ended in one transaction was found in late results and is no news. */
    List<Outage> started() {
        Set<Long> over = new HashSet<>();
        ended.forEach(outage -> over.add(outage.id()));
        return started.stream()
                .filter(outage -> outage.to() == null && !over.contains(outage.id()))
                .toList();
    }

    List<Outage> ended() {
        return List.copyOf(ended);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        write.accept(this);
    }
}
