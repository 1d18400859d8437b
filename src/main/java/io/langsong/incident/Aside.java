package io.langsong.incident;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Work beside what is recorded, in the transaction that records it and on its thread. An error of ours must not keep an outage from being recorded: then
 * nothing is left of the work.
 */
final class Aside {
    private static final Logger log = LoggerFactory.getLogger(Aside.class);

    private final TransactionTemplate inside;

    Aside(PlatformTransactionManager transactions) {
        inside = new TransactionTemplate(transactions);
        inside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * @param what for the log
     * @return false when nothing is left of it, and somebody has to make up for it
     * @throws RuntimeException when the database is away: whoever records tries it all again
     */
    boolean did(String what, Runnable work) {
        try {
            inside.executeWithoutResult(savepoint -> work.run());
            return true;
        } catch (TransactionException
                | TransientDataAccessException
                | NonTransientDataAccessResourceException
                | RecoverableDataAccessException away) {
            throw away;
        } catch (RuntimeException e) {
            log.error("{} could not be kept with what was recorded, will be made up for", what, e);
            return false;
        }
    }
}
