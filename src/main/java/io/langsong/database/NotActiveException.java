package io.langsong.database;

import org.springframework.dao.OptimisticLockingFailureException;

/** A write that only the active server may do was tried by one that is active no more; its transaction must roll back. */
public final class NotActiveException extends OptimisticLockingFailureException {
    private static final long serialVersionUID = 1L;

    NotActiveException(long epoch, long now) {
        super("This server was active in epoch %d, and the database is in epoch %d: another server has taken over"
                .formatted(epoch, now));
    }
}
