package io.langsong.collector;

import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import io.langsong.incident.SilentCollectors;
import io.langsong.inventory.Device;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps who was there and who is lost: in the record, where the next server finds it, with one incident for each that is lost. Hands what
 * concerns one collector to the {@link Intake} one after the other. Any thread.
 */
@Component
class Attendance {
    private static final Logger log = LoggerFactory.getLogger(Attendance.class);

    private final CollectorTable table;
    private final Collectors collectors;
    private final Roster roster;
    private final SilentCollectors incidents;
    private final ObjectProvider<Intake> intake;
    private final CollectorsProperties settings;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<CollectorId, Object> turns = new ConcurrentHashMap<>();
    /** Of whom the intake knows that they are silent. */
    private final Set<CollectorId> told = new HashSet<>();
    /** Those that were there when the server began, and have time to come back. */
    private final Map<CollectorId, Instant> awaited = new HashMap<>();

    private Instant began = Instant.EPOCH;

    Attendance(
            JdbcClient jdbc,
            Collectors collectors,
            Roster roster,
            SilentCollectors incidents,
            ObjectProvider<Intake> intake,
            CollectorsProperties settings,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.table = new CollectorTable(jdbc);
        this.collectors = collectors;
        this.roster = roster;
        this.incidents = incidents;
        this.intake = intake;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** This server is the active one from now on; nobody is let in before {@link #look} was through. */
    void begin() {
        roster.forgetAll();
        synchronized (told) {
            told.clear();
            began = clock.instant();
            awaited.clear();
            awaited.putAll(table.connected());
        }
    }

    private Object turn(CollectorId of) {
        return turns.computeIfAbsent(of, id -> new Object());
    }

    /** In the record; what is told of it being lost ends. */
    void arrived(CollectorId id, String software, Instant at) {
        transaction.executeWithoutResult(status -> {
            table.connected(id, software, at);
            incidents.found(id.value(), at);
        });
    }

    /** @return as {@link Intake#connected} */
    boolean connected(CollectorId id, Life life, long now, Instant at, Sync sync) {
        synchronized (turn(id)) {
            boolean inOrder = intake.getObject().connected(id, life, now, at);
            intake.getObject().synced(id, life, sync);
            synchronized (told) {
                told.remove(id);
                awaited.remove(id);
            }
            return inOrder;
        }
    }

    void take(CollectorId id, byte[] batch) throws WireException {
        synchronized (turn(id)) {
            intake.getObject().take(id, batch);
        }
    }

    void caughtUp(CollectorId id) {
        synchronized (turn(id)) {
            intake.getObject().caughtUp(id);
        }
    }

    /** Writes down who was heard, and finds who is lost. One thread; what fails is done at the next time. */
    void look() {
        Map<CollectorId, Instant> present = new HashMap<>();
        roster.heard().forEach((id, at) -> {
            if (roster.standing(id).connected()) {
                present.put(id, at);
            }
        });
        transaction.executeWithoutResult(status -> table.heard(present));
        tellOfThoseBefore();
        Instant now = clock.instant();
        Map<CollectorId, Instant> connected = table.connected();
        connected.forEach((id, kept) -> {
            Instant heard = latest(kept, roster.heard().get(id));
            // Whoever was not there while no server was has its time from the beginning on.
            Instant since = latest(heard, awaits(id) ? began : null);
            if (!since.plus(settings.lostAfter()).isAfter(now)) {
                lost(id, heard, now);
            }
        });
    }

    private boolean awaits(CollectorId id) {
        synchronized (told) {
            return awaited.containsKey(id);
        }
    }

    private static Instant latest(Instant one, @Nullable Instant other) {
        return other == null || other.isBefore(one) ? one : other;
    }

    /** Nobody knows what was while no server listened. */
    private void tellOfThoseBefore() {
        Map<CollectorId, Instant> before;
        synchronized (told) {
            before = new HashMap<>(awaited);
            before.keySet().removeAll(told);
        }
        before.forEach(this::tell);
    }

    private void lost(CollectorId id, Instant heard, Instant now) {
        roster.line(id).ifPresent(line -> {
            line.refuse("silent", "Nothing was heard for long; dial again");
            roster.leave(id, line);
        });
        tell(id, heard);
        transaction.executeWithoutResult(status -> {
            Collector collector = table.lock(id).orElse(null);
            Instant kept = table.connected().get(id);
            if (collector == null || kept == null || kept.isAfter(heard)) {
                // It came back, or is gone, while we looked.
                return;
            }
            log.warn("collector lost collector={} lastHeard={}", id, heard);
            table.lost(id, heard, now);
            incidents.lost(
                    id.value(),
                    collector.name(),
                    collectors.devicesOf(collector).stream().map(Device::id).toList(),
                    heard);
        });
    }

    private void tell(CollectorId id, Instant heard) {
        synchronized (turn(id)) {
            synchronized (told) {
                if (told.contains(id)) {
                    return;
                }
            }
            if (roster.standing(id).connected()) {
                return;
            }
            intake.getObject().lost(id, heard);
            synchronized (told) {
                told.add(id);
            }
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(CollectorRemoved removed) {
        incidents.found(removed.collector().value(), clock.instant());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void after(CollectorRemoved removed) {
        roster.line(removed.collector())
                .ifPresent(line -> line.refuse("certificate-revoked", "This collector was removed at the server"));
        roster.forget(removed.collector());
        turns.remove(removed.collector());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void after(CollectorRevoked revoked) {
        roster.line(revoked.collector())
                .ifPresent(line -> line.refuse(
                        "certificate-revoked",
                        "This collector was revoked at the server; issue a new token and enrol again"));
    }
}
