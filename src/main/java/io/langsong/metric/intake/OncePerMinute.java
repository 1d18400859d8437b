package io.langsong.metric.intake;

import java.util.concurrent.TimeUnit;

/** Lets a repeating message through at most once a minute. Not thread-safe. */
final class OncePerMinute {
    private long last;
    private boolean any;

    boolean now() {
        long nanos = System.nanoTime();
        if (any && nanos - last < TimeUnit.MINUTES.toNanos(1)) {
            return false;
        }
        any = true;
        last = nanos;
        return true;
    }
}
