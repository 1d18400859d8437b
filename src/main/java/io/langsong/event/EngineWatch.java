package io.langsong.event;

import io.langsong.event.EngineFault.Kind;
import io.langsong.event.EngineState.Key;
import io.langsong.event.EngineState.Met;
import io.langsong.event.EngineState.Part;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.Poller;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.MetEngine.SetBack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks once a minute at the engines of SNMPv3 that polls met, and keeps what is wrong with them until it is over. It reads what
 * the loop knows anyway, so polls do nothing for it.
 */
@Component
public class EngineWatch {
    private static final Logger log = LoggerFactory.getLogger(EngineWatch.class);
    /** What was seen again is not written more often than so. */
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(10);

    private static final int MOST_LOGGED = 50;

    private final Inventory inventory;
    private final Poller poller;
    private final EngineFaultTable table;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private EngineState state = EngineState.of(List.of());
    /** As the table has it. */
    private final Map<Key, Part> written = new HashMap<>();

    private volatile @Nullable ScheduledExecutorService thread;

    EngineWatch(
            Inventory inventory,
            Poller poller,
            EngineFaultTable table,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.inventory = inventory;
        this.poller = poller;
        this.table = table;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @throws DataAccessException when the database is away */
    public synchronized void start() {
        state = EngineState.of(table.open());
        written.clear();
        written.putAll(state.open());
        ScheduledThreadPoolExecutor started =
                new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "event-engines"));
        started.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.MINUTES);
        thread = started;
    }

    /** A look that has begun may go on a moment. */
    public void stop() {
        ScheduledExecutorService ending = thread;
        if (ending != null) {
            ending.shutdownNow();
        }
        thread = null;
    }

    synchronized void look() {
        try {
            lookNow();
        } catch (DataAccessException | TransactionException away) {
            // The next look sees the same.
            log.warn("faults of snmp engines not kept reason={}", away.getMessage());
        } catch (RuntimeException failure) {
            log.error("snmp engines not looked at", failure);
        }
    }

    private void lookNow() {
        InventorySnapshot known = inventory.snapshot();
        if (state.open().isEmpty() && known.devices().stream().noneMatch(EngineWatch::hasUser)) {
            return;
        }
        Senders devices = new Senders(known, poller::addressOf, poller::credentialsOf);
        Set<DeviceId> read = devices.all().stream()
                .filter(device -> device.enabled() && devices.user(device) != null)
                .map(Device::id)
                .collect(Collectors.toSet());
        Instant now = clock.instant();
        EngineState next = state.next(met(devices, poller.engines(), now), read, now);
        keep(next);
        tellNew(next);
        state = next;
    }

    private static boolean hasUser(Device device) {
        SnmpAccess access = device.snmp();
        return access != null && access.user() != null;
    }

    private static Map<DeviceId, Met> met(Senders devices, List<MetEngine> engines, Instant now) {
        long nanos = System.nanoTime();
        Map<DeviceId, Met> met = new HashMap<>();
        for (MetEngine engine : engines) {
            DeviceId device = devices.at(engine.address());
            // What answered to a user of before says nothing now.
            boolean asked = device != null
                    && devices.byId(device)
                            .filter(one -> engine.user().equals(devices.user(one)))
                            .isPresent();
            if (asked && device != null) {
                EngineClock shown = engine.clock();
                SetBack setBack = engine.setBack();
                met.put(
                        device,
                        new Met(
                                engine.address().getAddress().getHostAddress() + ":"
                                        + engine.address().getPort(),
                                engine.engineId(),
                                now.minusNanos(nanos - engine.answeredAtNanos()),
                                shown == null ? -1 : shown.boots(),
                                setBack,
                                setBack == null ? null : now.minusNanos(nanos - setBack.atNanos())));
            }
        }
        return met;
    }

    private void keep(EngineState next) {
        List<Part> changed = next.open().values().stream()
                .filter(part -> isNews(written.get(part.key()), part))
                .toList();
        if (!changed.isEmpty() || !next.ended().isEmpty()) {
            transaction.executeWithoutResult(status -> {
                table.end(next.ended());
                table.write(changed);
            });
            next.ended().forEach(part -> written.remove(part.key()));
            changed.forEach(part -> written.put(part.key(), part));
        }
    }

    private static boolean isNews(@Nullable Part before, Part now) {
        return before == null
                || !before.engineId().equals(now.engineId())
                || before.times() != now.times()
                || Duration.between(before.lastAt(), now.lastAt()).compareTo(BETWEEN_WRITES) >= 0;
    }

    /** One line for all that share an id, when one joins them. A clock that goes back is logged where it is seen. */
    private void tellNew(EngineState next) {
        Map<String, Set<String>> shared = new TreeMap<>();
        Set<String> joined = new TreeSet<>();
        for (Part part : next.open().values()) {
            Part before = state.open().get(part.key());
            boolean fresh = before == null || !before.engineId().equals(part.engineId());
            if (part.kind() == Kind.SHARED_ID) {
                shared.computeIfAbsent(part.engineId(), one -> new TreeSet<>())
                        .add(part.device().value());
                if (fresh) {
                    joined.add(part.engineId());
                }
            }
        }
        joined.forEach(engineId -> {
            Set<String> devices = shared.getOrDefault(engineId, Set.of());
            log.warn(
                    "snmp engine id shared by devices engineId={} count={} devices={}; give each an engine id of its own",
                    engineId,
                    devices.size(),
                    devices.stream().limit(MOST_LOGGED).toList());
        });
        next.ended()
                .forEach(part -> log.info(
                        "fault of snmp engine over kind={} device={} engineId={}",
                        part.kind().code(),
                        part.device(),
                        part.engineId()));
    }
}
