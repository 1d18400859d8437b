package io.langsong.dashboard;

import static java.util.stream.Collectors.toMap;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.agent.AgentBoxes;
import io.langsong.collector.CollectorState;
import io.langsong.collector.CollectorStates;
import io.langsong.collector.Collectors;
import io.langsong.event.DeviceMessage;
import io.langsong.event.EngineFault;
import io.langsong.event.EngineFaults;
import io.langsong.event.Messages;
import io.langsong.event.Severity;
import io.langsong.incident.Incident;
import io.langsong.incident.Incidents;
import io.langsong.incident.Standing;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesRanking;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages;
import io.langsong.polling.Poller;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where the pages read: the one class here that knows the beans of other modules. It gives them what whoever sent the request
 * may see, and nothing else. Any thread.
 */
@Component
class Sources {
    private static final Logger log = LoggerFactory.getLogger(Sources.class);

    /** As many as the outbox gives at once. */
    private static final int MOST_MESSAGES = 1000;

    private final SeenInventory inventory;
    private final Conditions conditions;
    private final Outages outages;
    private final Poller poller;
    private final MetricStore metrics;
    private final SeriesQuery query;
    private final SeriesRanking ranking;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Intervals intervals;
    private final Messages messages;
    private final EngineFaults faults;
    private final Incidents incidents;
    private final People people;
    private final Collectors collectors;
    private final CollectorStates collectorStates;
    private final AgentBoxes agents;
    private final Clock clock;

    Sources(
            SeenInventory inventory,
            Conditions conditions,
            Outages outages,
            Poller poller,
            MetricStore metrics,
            SeriesQuery query,
            SeriesRanking ranking,
            Outbox outbox,
            AuditTrail audit,
            Intervals intervals,
            Messages messages,
            EngineFaults faults,
            Incidents incidents,
            People people,
            Collectors collectors,
            CollectorStates collectorStates,
            AgentBoxes agents,
            Clock clock) {
        this.inventory = inventory;
        this.conditions = conditions;
        this.outages = outages;
        this.poller = poller;
        this.metrics = metrics;
        this.query = query;
        this.ranking = ranking;
        this.outbox = outbox;
        this.audit = audit;
        this.intervals = intervals;
        this.messages = messages;
        this.faults = faults;
        this.incidents = incidents;
        this.people = people;
        this.collectors = collectors;
        this.collectorStates = collectorStates;
        this.agents = agents;
        this.clock = clock;
    }

    Look look() {
        InventorySnapshot seen = inventory.snapshot();
        return new Look(
                clock.instant(),
                seen,
                object -> conditions.of(object).seenIn(seen),
                seenIn(seen, outages.open()),
                poller.counts());
    }

    /** Who asks a device in the server's place. @param id of the collector */
    record AskedBy(
            String id, String name, String state, @Nullable Instant since) {}

    /** Empty: the server asks it, or nobody. */
    Optional<AskedBy> askedBy(Device device) {
        return collectors.serving(device).flatMap(collectors::find).map(one -> {
            CollectorState state = collectorStates.of(one);
            return new AskedBy(one.id().value(), one.name(), state.kind().code(), state.since());
        });
    }

    private static List<Outage> seenIn(InventorySnapshot seen, List<Outage> outages) {
        return outages.stream().flatMap(outage -> outage.seenIn(seen).stream()).toList();
    }

    /** What is done about an outage. @param who owns its incident; empty: nobody */
    record Handling(String number, String state, String who) {}

    /** What is done about outages that are seen, by their ids. */
    Map<Long, Handling> handlings(Collection<Long> outages) {
        Map<String, String> names = people.all().stream().collect(toMap(Person::name, Person::displayName));
        return incidents.ofOutages(outages).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, one -> handling(one.getValue(), names)));
    }

    private static Handling handling(Incident incident, Map<String, String> names) {
        Standing.By owner = incident.standing().acknowledged();
        String who = owner == null || owner.who() == null ? "" : owner.who();
        return new Handling(incident.number().toString(), incident.state().code(), names.getOrDefault(who, who));
    }

    /** As {@link Outages#between}. */
    List<Outage> outagesBetween(Instant from, Instant until, @Nullable ObjectRef object) {
        return seenIn(inventory.snapshot(), outages.between(from, until, object));
    }

    /** One outage; what was only degraded is none. */
    Optional<Outage> outage(long id) {
        return outages.find(id)
                .filter(outage -> !Look.serves(outage.condition()))
                .flatMap(outage -> outage.seenIn(inventory.snapshot()));
    }

    /** As {@link Outages#timeline}. */
    List<Outages.Stretch> timeline(ObjectRef object, Instant from, Instant until) {
        return object.isSeenIn(inventory.snapshot()) ? outages.timeline(object, from, until) : List.of();
    }

    /** As {@link Outages#timelines}. @param objects that are seen */
    Map<ObjectRef, List<Outages.Stretch>> timelines(Collection<ObjectRef> objects, Instant from, Instant until) {
        return outages.timelines(objects, from, until);
    }

    /** As {@link Outbox#about}. */
    List<Posted> messagesAbout(ObjectRef object, Instant since, int limit) {
        boolean all = inventory.snapshot().isWhole();
        return outbox.about(object.toString(), since, all ? limit : MOST_MESSAGES).stream()
                .filter(message -> inventory.seesAllOf(message.facts()))
                .limit(limit)
                .toList();
    }

    /** As {@link AuditTrail#about}; who sees a part of the villages gets no values, which may name others. */
    List<AuditEntry> changesOf(DeviceId device, Instant since, int limit) {
        if (!inventory.mayName(device)) {
            return List.of();
        }
        List<AuditEntry> changes = audit.about("device:" + device.value(), since, limit);
        return inventory.snapshot().isWhole()
                ? changes
                : changes.stream().map(Sources::withoutValues).toList();
    }

    private static AuditEntry withoutValues(AuditEntry entry) {
        return new AuditEntry(
                entry.id(),
                entry.at(),
                entry.actor(),
                null,
                entry.action(),
                entry.subject(),
                entry.changes().stream()
                        .map(change -> new AuditTrail.Change(change.field(), null, null))
                        .toList(),
                entry.hash());
    }

    /** What it said by itself, so bad or worse, the newest first. */
    List<DeviceMessage> saidBy(DeviceId device, Severity atLeast, Instant since, int limit) {
        return inventory.mayName(device)
                ? messages.find(new Messages.Wish(null, device, null, atLeast, "", since, null), 0, limit)
                : List.of();
    }

    /** As {@link EngineFaults#of}. */
    List<EngineFault> faultsOf(DeviceId device) {
        InventorySnapshot seen = inventory.snapshot();
        return seen.mayName(device)
                ? faults.of(device).stream()
                        .flatMap(fault -> fault.seenIn(seen).stream())
                        .toList()
                : List.of();
    }

    /** How often it is asked, or reports. */
    Duration intervalOf(Device device) {
        return intervals.of(device);
    }

    /** As {@link AgentBoxes#said}. */
    Optional<AgentBoxes.Said> saidByAgent(DeviceId device) {
        return inventory.mayName(device) ? agents.said(device) : Optional.empty();
    }

    /** As {@link Poller#profileOf}. */
    Optional<String> profileOf(DeviceId device) {
        return inventory.mayName(device) ? poller.profileOf(device) : Optional.empty();
    }

    /** Empty also when the store can not be reached: a page without charts still says what is down. */
    List<Sample> latest(DeviceId device, Instant since) {
        if (!inventory.mayName(device)) {
            return List.of();
        }
        try {
            return metrics.latest(device, since);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={}", device, unreachable);
            return List.of();
        }
    }

    List<MetricStore.Series> seriesOf(DeviceId device) {
        if (!inventory.mayName(device)) {
            return List.of();
        }
        try {
            return metrics.seriesOf(device);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={}", device, unreachable);
            return List.of();
        }
    }

    /** As {@link SeriesQuery#outline}; empty also when the store can not be reached. */
    Optional<SeriesQuery.Outline> outline(SeriesKey series, Instant from, Instant until, Duration step) {
        if (!inventory.mayName(series.device())) {
            return Optional.empty();
        }
        try {
            return query.outline(series, from, until, step);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements series={}", series, unreachable);
            return Optional.empty();
        }
    }

    /** How fast the counters of one metric of a device rose; none also when the store can not be reached. */
    List<SeriesRanking.Ranked> rates(String metric, DeviceId device, Instant from, Instant until) {
        if (!inventory.mayName(device)) {
            return List.of();
        }
        try {
            return ranking.highest(metric, device::equals, from, until, Optional.empty(), SeriesRanking.MOST);
        } catch (MetricStoreException unreachable) {
            log.debug("page without measurements device={} metric={}", device, metric, unreachable);
            return List.of();
        }
    }
}
