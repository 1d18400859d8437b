package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Alarm.Kind;
import io.langsong.provisioning.BackupTable.Newest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds boxes that do not have what was let out to them, and such as were not backed up for long. An alarm begins and ends by itself, and
 * people are told of it once, when it begins. {@code tick} is for one thread.
 */
@Component
public class Alarms {
    private static final Logger log = LoggerFactory.getLogger(Alarms.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final AlarmTable table;
    private final AccessPointTable places;
    private final BackupTable backups;
    private final Fleet fleet;
    private final AlarmNews news;
    private final ProvisioningProperties settings;
    private final TransactionTemplate fenced;
    private final Clock clock;
    private Instant looked = Instant.EPOCH;

    /** @param fenced refuses when another server has taken over */
    Alarms(
            JdbcClient jdbc,
            Environment environment,
            Fleet fleet,
            AlarmNews news,
            ProvisioningProperties settings,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Clock clock) {
        this.table = new AlarmTable(jdbc);
        this.places = new AccessPointTable(jdbc);
        this.backups = new BackupTable(jdbc, environment);
        this.fleet = fleet;
        this.news = news;
        this.settings = settings;
        this.fenced = fenced;
        this.clock = clock;
    }

    /** Those that last, ascending by access point. */
    public List<Alarm> open() {
        return table.open();
    }

    /** Looks at all access points, once a minute however often it is called. */
    void tick() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // A clock that was set back must not end it for as long.
        if (Duration.between(looked, now).abs().compareTo(BETWEEN) >= 0) {
            looked = now;
            look(now);
        }
    }

    /** Looks now. */
    void look(Instant now) {
        fenced.executeWithoutResult(status -> lookFenced(now));
    }

    private void lookFenced(Instant now) {
        Map<DeviceId, AccessPoint> all = places.all().stream()
                .filter(one -> one.life().configured() != null && one.life().retired() == null)
                .collect(Collectors.toMap(AccessPoint::id, Function.identity()));
        Map<DeviceId, Set<Kind>> wrong = wrong(all, now);
        for (Alarm alarm : table.open()) {
            if (!wrong.getOrDefault(alarm.place(), Set.of()).contains(alarm.kind())) {
                table.end(alarm, now);
                log.info(
                        "provisioning alarm ended place={} kind={}",
                        alarm.place(),
                        alarm.kind().code());
            }
        }
        List<Alarm> begun = new ArrayList<>();
        wrong.forEach((place, kinds) ->
                kinds.forEach(kind -> table.begin(place, kind, now).ifPresent(begun::add)));
        if (!begun.isEmpty()) {
            log.warn(
                    "provisioning alarms began count={} first={}",
                    begun.size(),
                    begun.get(0).place());
            news.tell(begun, all);
        }
    }

    private Map<DeviceId, Set<Kind>> wrong(Map<DeviceId, AccessPoint> all, Instant now) {
        Map<DeviceId, Delivery> deliveries = fleet.deliveries(now);
        Map<DeviceId, Newest> newest =
                backups.newestDigests().stream().collect(Collectors.toMap(Newest::place, Function.identity()));
        Map<DeviceId, Set<Kind>> wrong = new TreeMap<>(Comparator.comparing(DeviceId::value));
        all.forEach((place, one) -> {
            Delivery delivery = deliveries.get(place);
            if (delivery != null) {
                wrong.put(place, wrong(one, delivery, newest.get(place), settings, now));
            }
        });
        return wrong;
    }

    /** @param backup its newest; null for none */
    static Set<Kind> wrong(
            AccessPoint one, Delivery delivery, @Nullable Newest backup, ProvisioningProperties settings, Instant now) {
        Set<Kind> wrong = EnumSet.noneOf(Kind.class);
        boolean pushed = one.method().isPushed();
        boolean byHand = pushed && delivery.has() && backup != null && backup.differs();
        boolean late = !delivery.away()
                && !delivery.has()
                && !now.isBefore(delivery.since().plus(settings.driftAfter()));
        if (byHand || late) {
            wrong.add(Kind.DRIFT);
        }
        Instant seen = backup == null ? one.life().configured() : backup.seen();
        if (pushed && seen != null && seen.isBefore(now.minus(settings.backupAge()))) {
            wrong.add(Kind.OLD_BACKUP);
        }
        return wrong;
    }
}
