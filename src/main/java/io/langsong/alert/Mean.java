package io.langsong.alert;

import java.time.Duration;
import java.time.Instant;

/** The mean of a series over each stretch of time of one length, counted from 1970. One thread at a time. */
final class Mean {
    private final long lengthMillis;
    /** Number of the stretch whose samples are added up; -1 before the first. */
    private long stretch = -1;

    /** Whether nothing of it is missing so far. */
    private boolean whole;

    private long lastMillis;
    private double sum;
    private int count;

    Mean(Duration length) {
        lengthMillis = length.toMillis();
    }

    /**
     * Takes a value, later than the one before.
     *
     * @param gap so much of a stretch may be without a sample
     * @return the mean of the stretch that ended just now; NaN while one goes on, and where a part of it was not seen
     */
    double next(Instant at, double value, Duration gap) {
        long millis = at.toEpochMilli();
        long now = Math.floorDiv(millis, lengthMillis);
        boolean close = millis - lastMillis <= gap.toMillis();
        double mean = Double.NaN;
        if (now == stretch) {
            whole &= close;
        } else {
            mean = whole && close ? sum / count : Double.NaN;
            stretch = now;
            whole = millis - now * lengthMillis <= gap.toMillis();
            sum = 0;
            count = 0;
        }
        sum += value;
        count++;
        lastMillis = millis;
        return mean;
    }

    void forget() {
        stretch = -1;
        whole = false;
    }
}
