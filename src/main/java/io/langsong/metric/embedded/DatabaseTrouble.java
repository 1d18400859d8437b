package io.langsong.metric.embedded;

import io.langsong.metric.MetricStoreException;
import io.langsong.metric.intake.SamplesRefused;
import io.langsong.metric.intake.StoreAway;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Says what PostgreSQL did not do, and what to do about it. */
final class DatabaseTrouble {
    private DatabaseTrouble() {}

    /**
     * @return to be thrown: what would do no better later
     * @throws StoreAway when a later attempt may go well
     */
    static SamplesRefused onWriting(RuntimeException e) {
        // Classes of SQLSTATE: data exception, constraint violation, program limit exceeded.
        String state = sqlCause(e).map(SQLException::getSQLState).orElse("");
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
            return new SamplesRefused("PostgreSQL refused samples: " + said(e), e);
        }
        throw new StoreAway(
                "PostgreSQL does not take samples; see that it runs, that spring.datasource.* is right and that its disk is not"
                        + " full: " + said(e),
                Duration.ZERO,
                e);
    }

    /** @throws MetricStoreException in place of what the database or a codec throws */
    static <A> A reading(Supplier<A> query) {
        try {
            return query.get();
        } catch (DataAccessException | TransactionException e) {
            throw new MetricStoreException(
                    "PostgreSQL does not give samples; see that it runs and that spring.datasource.* is right: "
                            + said(e),
                    e);
        } catch (IllegalArgumentException e) {
            throw new MetricStoreException("Stored samples are damaged; restore a backup: " + e.getMessage(), e);
        }
    }

    /** What the database said, without the statement that Spring puts in front. */
    static String said(RuntimeException e) {
        return sqlCause(e).map(Throwable::getMessage).orElseGet(() -> String.valueOf(e.getMessage()));
    }

    private static Optional<SQLException> sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
