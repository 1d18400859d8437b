package io.langsong.collector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How a collector works.
 *
 * @param interval between polls of a device of which the inventory says nothing else; 1 second to 1 hour; null: as the server
 * @param timeout of one datagram, 50 ms to 30 s; null: as the server
 * @param retries of a regular poll, 0 to 5; null: as the server
 * @param budget bits a second that it may send; null: no limit
 * @param deviceBudget bits a second that the polls of one device may take; null: no limit
 * @param spool how much may wait on its disk
 */
public record CollectorPace(
        @Nullable Duration interval,
        @Nullable Duration timeout,
        @Nullable Integer retries,
        @Nullable Long budget,
        @Nullable Long deviceBudget,
        DataSize spool) {
    public static final DataSize USUAL_SPOOL = DataSize.ofMegabytes(256);

    /** As the server, without a limit. */
    public static final CollectorPace USUAL = new CollectorPace(null, null, null, null, null, USUAL_SPOOL);
}
