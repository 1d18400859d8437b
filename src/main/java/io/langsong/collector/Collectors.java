package io.langsong.collector;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.database.BecameActive;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SiteId;
import io.langsong.polling.PollingProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What collectors there are, and which sites each of them asks in the server's place. Each change is in the audit trail. Any thread.
 */
@Component
public class Collectors implements SmartLifecycle {
    private final CollectorTable table;
    private final Inventory inventory;
    private final PollingProperties polling;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile @Nullable Map<SiteId, CollectorId> serving;

    Collectors(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Inventory inventory,
            PollingProperties polling,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.table = new CollectorTable(jdbc);
        this.inventory = inventory;
        this.polling = polling;
        this.audit = audit;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Before whoever polls. */
    @Override
    public int getPhase() {
        return Inventory.PHASE + 1;
    }

    @Override
    public void start() {
        reload();
    }

    @Override
    public void stop() {
        serving = null;
    }

    @Override
    public boolean isRunning() {
        return serving != null;
    }

    /** What another server changed came to the database alone. Before any other that listens. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(BecameActive active) {
        reload();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(CollectorsChanged changed) {
        reload();
    }

    /** @return whether a site is asked by another than before */
    boolean reload() {
        Map<SiteId, CollectorId> now = table.serving();
        boolean changed = !now.equals(serving);
        serving = now;
        return changed;
    }

    private Map<SiteId, CollectorId> served() {
        Map<SiteId, CollectorId> now = serving;
        return now == null ? Map.of() : now;
    }

    /** Who asks the devices of a site; empty: the server. Cheap. */
    public Optional<CollectorId> serving(SiteId site) {
        return Optional.ofNullable(served().get(site));
    }

    /** Who asks this device; empty: the server, or nobody. Cheap. */
    public Optional<CollectorId> serving(Device device) {
        return device.snmp() == null || !device.enabled() ? Optional.empty() : serving(device.site());
    }

    /** Devices that a collector asks, as the inventory is now. */
    public Set<DeviceId> deviceIds() {
        return devices(served().keySet().stream()).map(Device::id).collect(toUnmodifiableSet());
    }

    /** Devices that this one asks, in the order of their ids. */
    public List<Device> devicesOf(Collector collector) {
        return devices(collector.sites().stream())
                .sorted(Comparator.comparing(device -> device.id().value()))
                .toList();
    }

    private Stream<Device> devices(Stream<SiteId> sites) {
        InventorySnapshot now = inventory.snapshot();
        return sites.flatMap(site -> now.devicesAt(site).stream())
                .filter(device -> device.snmp() != null && device.enabled());
    }

    /** Devices that a collector asks; none when there is no such collector. Cheap. */
    Set<DeviceId> deviceIdsOf(CollectorId collector) {
        return devices(served().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(collector))
                        .map(Map.Entry::getKey))
                .map(Device::id)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** By name. */
    public List<Collector> all() {
        return table.all();
    }

    public Optional<Collector> find(CollectorId id) {
        return table.find(id);
    }

    /** There is none of that id. */
    public static Refused missing(String id) {
        return Refused.missing("collector.refused.missing", "id", id);
    }

    /**
     * @param id chosen by the caller; null: made of the name
     * @throws Refused with the field that is wrong
     */
    public Collector add(@Nullable String id, CollectorWish wish) {
        String name = wish.checkedName();
        Set<SiteId> sites = wish.checkedSites(inventory.snapshot());
        CollectorPace pace = wish.checkedPace(polling);
        return Objects.requireNonNull(transaction.execute(status -> {
            CollectorId made = id(id, name);
            requireFree(name, null);
            table.add(made, name, pace, clock.instant());
            putSites(made, sites);
            Collector now = table.find(made).orElseThrow();
            events.publishEvent(new CollectorsChanged());
            audit.record("collector.add", subject(made), changes(null, now));
            return now;
        }));
    }

    private CollectorId id(@Nullable String given, String name) {
        if (given == null) {
            return new CollectorId(Ids.from(
                    name, "collector", id -> table.find(new CollectorId(id)).isPresent()));
        }
        if (!Ids.isOne(given)) {
            throw Refused.invalid(
                    "id",
                    given,
                    "collector.refused.id",
                    List.of(),
                    "is no id",
                    "give 1 to 63 lower-case letters, digits and inner dashes");
        }
        if (table.find(new CollectorId(given)).isPresent()) {
            throw Refused.conflict(
                    "id", given, "collector.refused.id-taken", List.of(), "is taken", "choose another id");
        }
        return new CollectorId(given);
    }

    private void requireFree(String name, @Nullable CollectorId but) {
        if (table.isNamed(name, but)) {
            throw Refused.conflict(
                    "name", name, "collector.refused.name-taken", List.of(), "is taken", "choose another name");
        }
    }

    private void putSites(CollectorId id, Set<SiteId> sites) {
        table.putSites(id, sites).ifPresent(taken -> {
            CollectorId by = table.serving().get(taken);
            throw Refused.conflict(
                    "sites",
                    taken.value(),
                    "collector.refused.site-taken",
                    List.of(taken.value(), by == null ? "?" : by.value()),
                    "has the collector " + by,
                    "take it from that one first: a site has one collector at most");
        });
    }

    /**
     * @param seen the version that the change was made from; null: whatever is there
     * @throws Refused with the field that is wrong
     */
    public Collector change(CollectorId id, CollectorWish wish, @Nullable Integer seen) {
        String name = wish.checkedName();
        Set<SiteId> sites = wish.checkedSites(inventory.snapshot());
        CollectorPace pace = wish.checkedPace(polling);
        return Objects.requireNonNull(transaction.execute(status -> {
            Collector before = table.lock(id).orElseThrow(() -> missing(id.value()));
            if (seen != null && before.version() != seen) {
                throw Refused.changed("collector.refused.changed-meanwhile", "version", seen.toString());
            }
            requireFree(name, id);
            table.change(id, name, pace);
            putSites(id, sites);
            Collector now = table.find(id).orElseThrow();
            List<Change> changes = changes(before, now);
            if (!changes.isEmpty()) {
                events.publishEvent(new CollectorsChanged());
                audit.record("collector.change", subject(id), changes);
            }
            return now;
        }));
    }

    /** Takes it away: from then on the server asks its sites. @throws Refused when it is not there */
    public void remove(CollectorId id) {
        transaction.executeWithoutResult(status -> {
            Collector before = table.lock(id).orElseThrow(() -> missing(id.value()));
            table.remove(id);
            events.publishEvent(new CollectorRemoved(id));
            events.publishEvent(new CollectorsChanged());
            audit.record("collector.remove", subject(id), List.of(new Change("name", before.name(), null)));
        });
    }

    static String subject(CollectorId id) {
        return "collector:" + id;
    }

    private static List<Change> changes(@Nullable Collector before, Collector now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", before == null ? null : before.name(), now.name());
        put(changes, "sites", before == null ? null : sites(before), sites(now));
        CollectorPace old = before == null ? null : before.pace();
        CollectorPace pace = now.pace();
        put(changes, "interval", old == null ? null : old.interval(), pace.interval());
        put(changes, "timeout", old == null ? null : old.timeout(), pace.timeout());
        put(changes, "retries", old == null ? null : old.retries(), pace.retries());
        put(changes, "budget", old == null ? null : old.budget(), pace.budget());
        put(changes, "deviceBudget", old == null ? null : old.deviceBudget(), pace.deviceBudget());
        put(changes, "spool", old == null ? null : old.spool(), pace.spool());
        return changes;
    }

    private static String sites(Collector of) {
        return String.join(", ", of.sites().stream().map(SiteId::value).sorted().toList());
    }

    private static void put(List<Change> changes, String field, @Nullable Object old, @Nullable Object now) {
        if (!Objects.equals(old, now)) {
            changes.add(new Change(field, old == null ? null : old.toString(), now == null ? null : now.toString()));
        }
    }
}
