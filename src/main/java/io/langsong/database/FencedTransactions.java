package io.langsong.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions for what only the active server may write: each holds up a take-over until it ends, and throws
 * {@link NotActiveException} after one. A bean of the name {@value #NAME}, so that a module which writes the record can ask
 * for it as the {@link TransactionTemplate} it is. Since they are short by what they are for, none waits longer than a minute for an answer: where the
 * database hangs, {@link org.springframework.dao.DataAccessException} is thrown as when it were away.
 */
final class FencedTransactions extends TransactionTemplate {
    static final String NAME = "fencedTransactions";

    private static final int LONGEST_SILENCE_MILLIS = (int) TimeUnit.MINUTES.toMillis(1);
    private static final long serialVersionUID = 1L;

    private final transient DataSource database;
    private final transient ActiveServer server;

    /** @param database of the transactions: a pool that sets its connections back when they are returned */
    FencedTransactions(PlatformTransactionManager transactions, DataSource database, ActiveServer server) {
        super(transactions);
        this.database = database;
        this.server = server;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> work) {
        return super.execute(status -> {
            limitSilence();
            server.requireActive();
            return work.doInTransaction(status);
        });
    }

    private void limitSilence() {
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            connection.setNetworkTimeout(Runnable::run, LONGEST_SILENCE_MILLIS);
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("The connection to the database can not be set up", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }
}
