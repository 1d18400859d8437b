package io.langsong.event;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts what comes in and what becomes of it. Any thread. */
@Component
public final class Counters {
    final LongAdder received = new LongAdder();
    final LongAdder limited = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder discoveries = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder overflowed = new LongAdder();
    final LongAdder stored = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder lost = new LongAdder();

    /** What ended is read first, so that nothing looks ended before it came in. */
    public EventCounts counts() {
        long storedNow = stored.sum();
        long lostNow = lost.sum();
        long repeatedNow = repeated.sum();
        long limitedNow = limited.sum();
        long malformedNow = malformed.sum();
        long refusedNow = refused.sum();
        long discoveriesNow = discoveries.sum();
        long unknownNow = unknown.sum();
        long overflowedNow = overflowed.sum();
        long all = received.sum();
        long over = limitedNow + malformedNow + refusedNow + discoveriesNow + unknownNow + overflowedNow;
        return new EventCounts(
                all,
                limitedNow,
                malformedNow,
                refusedNow,
                discoveriesNow,
                unknownNow,
                overflowedNow,
                storedNow,
                repeatedNow,
                lostNow,
                all - over - storedNow - repeatedNow - lostNow);
    }
}
