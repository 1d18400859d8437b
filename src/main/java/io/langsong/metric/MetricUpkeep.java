package io.langsong.metric;

import io.langsong.metric.MetricStore.Room;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** What has to be done to the store from time to time, for a calendar to call. Any thread. */
public final class MetricUpkeep {
    /**
     * What is younger is kept however much room it takes: a month's report counts traffic and clients from samples, and is written
     * again until it is issued, so it needs 31 days and some to issue it in.
     */
    static final Duration UNTOUCHED = Duration.ofDays(40);

    private static final Logger log = LoggerFactory.getLogger(MetricUpkeep.class);

    private final MetricStore store;
    private final Duration retention;
    private final Supplier<OptionalLong> mostBytes;
    private final Clock clock;
    private volatile Optional<Room> room = Optional.empty();

    /** @param mostBytes that samples may take at present; empty: any number */
    MetricUpkeep(MetricStore store, Duration retention, Supplier<OptionalLong> mostBytes, Clock clock) {
        this.store = store;
        this.retention = retention;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** Every ten minutes or so. @throws MetricStoreException when the store can not be reached: the next call does it */
    public void compact() {
        store.compact();
    }

    /** Once a night: what is too old, then what takes too much room. @throws MetricStoreException as {@link #compact} */
    public void expireOld() {
        Instant now = clock.instant();
        store.expire(now.minus(retention));
        OptionalLong most = mostBytes.get();
        if (most.isPresent()) {
            room = store.makeRoom(most.getAsLong(), now.minus(UNTOUCHED));
            room.ifPresent(MetricUpkeep::say);
        }
    }

    private static void say(Room found) {
        if (found.dropped() > 0) {
            log.info(
                    "samples dropped for room samples={} since={} setting=langsong.metrics.max-size",
                    found.dropped(),
                    found.since().map(Instant::toString).orElse(""));
        }
        if (found.exceeded()) {
            log.warn(
                    "samples of the last {} days take more than langsong.metrics.max-size megabytes={} allowed={}; raise it, or poll less often",
                    UNTOUCHED.toDays(),
                    DataSize.ofBytes(found.bytes()).toMegabytes(),
                    DataSize.ofBytes(found.mostBytes()).toMegabytes());
        }
    }

    /** What the last night found and did about the room that samples take; empty when it did not look. */
    public Optional<Room> room() {
        return room;
    }
}
