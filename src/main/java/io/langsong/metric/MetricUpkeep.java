package io.langsong.metric;

import java.time.Clock;
import java.time.Duration;

/** What has to be done to the store from time to time, for a calendar to call. Any thread. */
public final class MetricUpkeep {
    private final MetricStore store;
    private final Duration retention;
    private final Clock clock;

    MetricUpkeep(MetricStore store, Duration retention, Clock clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /** Every ten minutes or so. @throws MetricStoreException when the store can not be reached: the next call does it */
    public void compact() {
        store.compact();
    }

    /** Once a night. @throws MetricStoreException as {@link #compact} */
    public void expireOld() {
        store.expire(clock.instant().minus(retention));
    }
}
