package io.langsong.outage;

import java.time.Instant;
import java.util.List;

/**
 * Devices are down that the record does not know yet, since the database has not taken it for a while. Each is announced so at most once; when the
 * database is back its outage is announced as ever. Published on the thread of the recorder, outside of any transaction.
 *
 * @param outages not empty; those hidden behind others are not among them
 */
public record OutagesUnwritten(List<Unwritten> outages) {
    /** @param since the best estimate of when it began */
    public record Unwritten(ObjectRef object, Instant since) {}

    public OutagesUnwritten {
        outages = List.copyOf(outages);
    }
}
