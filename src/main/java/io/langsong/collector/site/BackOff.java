package io.langsong.collector.site;

import java.util.random.RandomGenerator;

/** How long to wait before the next try: from one second on twice as long each time, up to a minute; by chance between half and all of it. One thread. */
final class BackOff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LAST_MILLIS = 60_000;

    private final RandomGenerator random;
    private int failures;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** Hundreds of collectors that lost one server do not come back at once. */
    long nextMillis() {
        long most = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(10, failures));
        failures++;
        return most / 2 + random.nextLong(most / 2 + 1);
    }

    void worked() {
        failures = 0;
    }
}
