package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks every device of the inventory in its turn. */
@Component
public class Poller {

    /** Changes how closely a device is asked from now on. Any thread. */
    public void setCadence(DeviceId device, Cadence cadence) {
        throw new UnsupportedOperationException();
    }

    /** Asks a device as soon as its request in flight, if any, is over. Any thread. */
    public void askNow(DeviceId device) {
        throw new UnsupportedOperationException();
    }

    /** What was asked since the start, and how punctually. Any thread. */
    public Counts counts() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param polled polls ended; equals answered + silent + refused + notAsked
     * @param lastPollAt when the newest result came in; null before the first
     * @param latenessP99Millis how late polls left, over the last minutes
     */
    public record Counts(
            long devices,
            long polled,
            long answered,
            long silent,
            long refused,
            long notAsked,
            @Nullable Instant lastPollAt,
            double latenessP99Millis) {}
}
