package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where the pages read: the one class here that knows the beans of other modules. Any thread. */
@Component
class Sources {
    private static final Logger log = LoggerFactory.getLogger(Sources.class);

    private final Inventory inventory;
    private final Conditions conditions;
    private final Outages outages;
    private final Poller poller;
    private final MetricStore metrics;
    private final Outbox outbox;
    private final PollingProperties polling;
    private final Clock clock;

    Sources(
            Inventory inventory,
            Conditions conditions,
            Outages outages,
            Poller poller,
            MetricStore metrics,
            Outbox outbox,
            PollingProperties polling,
            Clock clock) {
        this.inventory = inventory;
        this.conditions = conditions;
        this.outages = outages;
        this.poller = poller;
        this.metrics = metrics;
        this.outbox = outbox;
        this.polling = polling;
        this.clock = clock;
    }

    Look look() {
        return new Look(clock.instant(), inventory.snapshot(), conditions::of, outages.open(), poller.counts());
    }

    /** As {@link Outages#between}. */
    List<Outage> outagesBetween(Instant from, Instant until, @Nullable ObjectRef object) {
        return outages.between(from, until, object);
    }

    /** As {@link Outages#timeline}. */
    List<Outages.Stretch> timeline(ObjectRef object, Instant from, Instant until) {
        return outages.timeline(object, from, until);
    }

    /** As {@link Outbox#about}. */
    List<Posted> messagesAbout(ObjectRef object, Instant since, int limit) {
        return outbox.about(object.toString(), since, limit);
    }

    /** How often it is asked. */
    Duration intervalOf(Device device) {
        return device.interval() == null ? polling.interval() : device.interval();
    }

    /** As {@link Poller#profileOf}. */
    Optional<String> profileOf(DeviceId device) {
        return poller.profileOf(device);
    }

    /** Empty also when the store can not be reached: a page without charts still says what is down. */
    List<Sample> latest(DeviceId device, Instant since) {
        try {
            return metrics.latest(device, since);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={}", device, unreachable);
            return List.of();
        }
    }

    List<MetricStore.Series> seriesOf(DeviceId device) {
        try {
            return metrics.seriesOf(device);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={}", device, unreachable);
            return List.of();
        }
    }

    List<MetricStore.Point> read(SeriesKey series, Instant from, Instant until) {
        try {
            return metrics.read(series, from, until);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements series={}", series, unreachable);
            return List.of();
        }
    }
}
