package io.langsong.collector;

import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import java.time.Instant;

/**
 * Takes what collectors saw. Of one collector no two calls run at a time, but for {@link #lost}; of several they do.
 *
 * <p>Each throws a {@link org.springframework.dao.DataAccessException} when the database is away.
 */
interface Intake {
    /**
     * Keeps a batch; returns after the commit.
     *
     * @return false: it was there already
     * @throws WireException it is damaged; it is acknowledged nevertheless, since it will never be another
     */
    boolean take(CollectorId collector, byte[] batch) throws WireException;

    /**
     * The collector said hello, and is about to be welcomed.
     *
     * @param now of the life, when it said hello
     * @param at the server's clock
     * @return whether it was away for so short a time that all is to come in the order of time, as {@link
     *     io.langsong.collector.wire.Message.Welcome#inOrder} has it
     */
    boolean connected(CollectorId collector, Life life, long now, Instant at);

    /** Life and server's clock were compared. */
    void synced(CollectorId collector, Life life, Sync sync);

    /** All that it had collected before it was welcomed is here. */
    void caughtUp(CollectorId collector);

    /**
     * Nothing is known of its devices from then on. May be called again for the same silence.
     *
     * @param lastHeard when something of it came in last
     */
    void lost(CollectorId collector, Instant lastHeard);
}
