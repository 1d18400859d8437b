package io.langsong.discovery;

import io.langsong.inventory.Device;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.polling.Poller;
import io.langsong.polling.Poller.HowRead;
import io.langsong.polling.PollingProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How the poller reads a device, and what its last polls gave: what is known without asking. Any thread. */
@Component
public class PolledDevices {
    private static final Logger log = LoggerFactory.getLogger(PolledDevices.class);
    /** What is older than so many polls is not of the last one. */
    private static final int POLLS = 2;

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Poller poller;
    private final PollingProperties polling;
    private final MetricStore metrics;
    private final Clock clock;

    PolledDevices(Poller poller, PollingProperties polling, MetricStore metrics, Clock clock) {
        this.poller = poller;
        this.polling = polling;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param device one that whoever asks may know of; empty while it has not been recognised */
    public Optional<HowRead> howRead(Device device) {
        return poller.howRead(device.id());
    }

    /**
     * What the last polls gave; nothing also while the store can not be reached, since how a device is read is known without.
     *
     * @param device one that whoever asks may know of
     */
    public List<Sample> latest(Device device) {
        Duration interval = device.interval() == null ? polling.interval() : device.interval();
        try {
            return metrics.latest(
                    device.id(),
                    clock.instant().minus(interval.multipliedBy(POLLS).plus(MARGIN)));
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={}", device.id(), unreachable);
            return List.of();
        }
    }
}
