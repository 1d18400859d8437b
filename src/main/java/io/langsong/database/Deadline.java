package io.langsong.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A monotonic end of waiting, made when the waiting begins. */
final class Deadline {
    private final long begun = System.nanoTime();
    private final Duration length;

    Deadline(Duration length) {
        this.length = length;
    }

    boolean passed() {
        return System.nanoTime() - begun > length.toNanos();
    }

    /** Waits, unless the thread is interrupted. */
    static void pause(Duration length) throws IOException {
        try {
            boolean never = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
            assert !never;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        }
    }
}
