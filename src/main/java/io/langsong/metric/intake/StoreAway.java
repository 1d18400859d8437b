package io.langsong.metric.intake;

import io.langsong.metric.MetricStoreException;
import java.time.Duration;

/** The store can not be reached, or does not take anything at present. */
public final class StoreAway extends MetricStoreException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /** @param wait how long the store asked to be left alone; zero when it did not say */
    public StoreAway(String message, Duration wait, Throwable cause) {
        super(message, cause);
        this.wait = wait;
    }

    public Duration asksToWait() {
        return wait;
    }
}
