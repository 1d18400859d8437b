package io.langsong.collector.site;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The clock of one life: its instants are milliseconds since its start, counted from the epoch. It only goes forward, whatever becomes of the clock on the wall.
 * Any thread.
 */
final class LifeClock extends Clock {
    private final LongSupplier nanos;
    private final long start;

    /** @param nanos as {@link System#nanoTime} */
    LifeClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public long millis() {
        return passed().toMillis();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(passed());
    }

    private Duration passed() {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same: no time of a life is read by people. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
