package io.langsong.agent;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes samples of reports, and has them kept before anybody is told so. Any thread. */
@Component
class ReportSamples {
    private static final Logger log = LoggerFactory.getLogger(ReportSamples.class);

    /** Of one device: a box that makes up ever new names of ports and networks fills no database. */
    private static final int MOST_SERIES = 2_000;

    private final MetricStore store;
    private final Inventory inventory;
    private final DailyClients clients;
    private final Map<DeviceId, Set<SeriesKey>> known = new ConcurrentHashMap<>();
    private final LongAdder tooMany = new LongAdder();
    private long droppedBefore = -1;

    ReportSamples(MetricStore store, Inventory inventory, DailyClients clients) {
        this.store = store;
        this.inventory = inventory;
        this.clients = clients;
    }

    /** Samples that were of more series than a device may have, since the start. */
    long tooMany() {
        return tooMany.sum();
    }

    /** What a report measured at one instant. Of a device that is read over SNMP only what SNMP does not tell. */
    List<Sample> of(DeviceId device, Report report, Instant at) {
        boolean overSnmp = inventory.snapshot().device(device).map(Device::snmp).isPresent();
        List<Sample> samples = new ArrayList<>();
        for (Report.Value value : report.values()) {
            if (!overSnmp || AgentMetrics.isOfAgentsAlone(value.metric())) {
                samples.add(new Sample(
                        new SeriesKey(device, value.metric().name(), value.index()), value.metric(), at, value.bits()));
            }
        }
        boolean serves =
                report.values().stream().anyMatch(value -> value.metric().equals(AgentMetrics.CLIENTS));
        if (serves) {
            today(device, report, at)
                    .ifPresent(number -> samples.add(Sample.gauge(
                            new Series(
                                    new SeriesKey(device, AgentMetrics.CLIENTS_TODAY.name(), ""),
                                    AgentMetrics.CLIENTS_TODAY),
                            at,
                            number)));
        }
        samples.removeIf(sample -> !hasRoom(sample.series()));
        return samples;
    }

    /** Nobody is counted while the database is away: codes of clients lie there alone. */
    private OptionalLong today(DeviceId device, Report report, Instant at) {
        try {
            return clients.count(device, at, report.clients());
        } catch (DataAccessException | TransactionException away) {
            log.debug("clients not counted device={}", device, away);
            return OptionalLong.empty();
        } catch (IllegalStateException noKey) {
            // Nobody opens what another secret.key sealed; from tomorrow on there is another key of the day.
            log.warn("clients not counted device={} reason={}", device, noKey.getMessage());
            return OptionalLong.empty();
        }
    }

    private boolean hasRoom(SeriesKey series) {
        Set<SeriesKey> its = known.computeIfAbsent(series.device(), this::seriesOf);
        if (its.contains(series) || its.size() < MOST_SERIES) {
            its.add(series);
            return true;
        }
        tooMany.increment();
        return false;
    }

    private Set<SeriesKey> seriesOf(DeviceId device) {
        Set<SeriesKey> its = ConcurrentHashMap.newKeySet();
        store.seriesOf(device).forEach(one -> its.add(one.key()));
        return its;
    }

    /**
     * Returns when samples are durable: in the store, or on disk while that is away.
     *
     * @return false when they, or others before them, had to go for want of room, so that the box better keeps what it has
     * @throws io.langsong.metric.MetricStoreException when they can not be kept
     */
    boolean keep(List<Sample> samples) {
        if (isFull()) {
            return false;
        }
        store.append(samples);
        store.flush();
        return !isFull();
    }

    /** Whether samples went for want of room, and what waits is not written yet. */
    private synchronized boolean isFull() {
        MetricStore.Counts counts = store.counts();
        if (droppedBefore < 0 || counts.waiting() == 0) {
            droppedBefore = counts.dropped();
        }
        return counts.dropped() > droppedBefore;
    }
}
