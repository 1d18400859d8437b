package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import java.util.concurrent.CompletableFuture;

/** What whoever judges devices wants of whoever asks them. Any thread. */
public interface Asking {
    /** For results that came from elsewhere: nothing is asked. */
    Asking NOTHING = new Asking() {
        @Override
        public void setCadence(DeviceId device, Cadence cadence) {}

        @Override
        public void askNow(DeviceId device) {}

        @Override
        public CompletableFuture<Boolean> showsItself(String host, int port) {
            return CompletableFuture.completedFuture(false);
        }
    };

    /** Changes how closely a device is asked from now on. */
    void setCadence(DeviceId device, Cadence cadence);

    /** Asks a device as soon as its request in flight, if any, is over. */
    void askNow(DeviceId device);

    /**
     * Whether a host shows itself that need not be a device: within the time-out of a poll, by the means of a device's
     * {@code reachability}. Done on any thread.
     *
     * @param host an address, or a name, which shows nothing before it has been looked up
     * @param port where a TCP connection is opened, a refusal being a sign of life; 0: by ICMP, or TCP where that can not be
     * @return never fails; false also while nothing is polled
     */
    CompletableFuture<Boolean> showsItself(String host, int port);
}
