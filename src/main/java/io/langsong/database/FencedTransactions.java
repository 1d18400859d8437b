package io.langsong.database;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions for what only the active server may write: each holds up a take-over until it ends, and throws
 * {@link NotActiveException} after one. A bean of the name {@value #NAME}, so that a module which writes the record can ask
 * for it as the {@link TransactionTemplate} it is.
 */
final class FencedTransactions extends TransactionTemplate {
    static final String NAME = "fencedTransactions";

    private static final long serialVersionUID = 1L;

    private final transient ActiveServer server;

    FencedTransactions(PlatformTransactionManager transactions, ActiveServer server) {
        super(transactions);
        this.server = server;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> work) {
        return super.execute(status -> {
            server.requireActive();
            return work.doInTransaction(status);
        });
    }
}
