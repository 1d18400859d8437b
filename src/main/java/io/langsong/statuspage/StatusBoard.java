package io.langsong.statuspage;

import io.langsong.availability.Interval;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Occurrence;
import io.langsong.maintenance.Overlay;
import io.langsong.maintenance.Plans;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import io.langsong.statuspage.PublicStatus.Day;
import io.langsong.statuspage.PublicStatus.Overall;
import io.langsong.statuspage.PublicStatus.State;
import io.langsong.statuspage.PublicStatus.Work;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeProperties;
import io.langsong.uptime.Uptimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Looks up what everybody may know, at most every five seconds however many ask, and what was in the last days at most every
 * minute. Any thread; the others wait for the one that looks.
 */
@Component
public class StatusBoard {
    private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);

    static final int DAYS = 30;
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration FRESH_HISTORY = Duration.ofMinutes(1);
    private static final Duration AHEAD = Duration.ofDays(14);
    /** From this age of the newest poll on nothing is known any more; at long intervals three of them. */
    private static final Duration STALE = Duration.ofMinutes(2);

    private final Inventory inventory;
    private final Conditions conditions;
    private final Supplier<@Nullable Instant> lastPoll;
    private final Duration interval;
    private final Uptimes uptimes;
    private final Maintenance maintenance;
    private final Plans plans;
    private final Clock clock;
    private @Nullable PublicStatus status;
    private @Nullable History history;

    @org.springframework.beans.factory.annotation.Autowired
    StatusBoard(
            Inventory inventory,
            Conditions conditions,
            Poller poller,
            PollingProperties polling,
            Uptimes uptimes,
            Maintenance maintenance,
            Plans plans,
            Clock clock) {
        this(
                inventory,
                conditions,
                () -> poller.counts().lastPollAt(),
                polling.interval(),
                uptimes,
                maintenance,
                plans,
                clock);
    }

    StatusBoard(
            Inventory inventory,
            Conditions conditions,
            Supplier<@Nullable Instant> lastPoll,
            Duration interval,
            Uptimes uptimes,
            Maintenance maintenance,
            Plans plans,
            Clock clock) {
        this.inventory = inventory;
        this.conditions = conditions;
        this.lastPoll = lastPoll;
        this.interval = interval;
        this.uptimes = uptimes;
        this.maintenance = maintenance;
        this.plans = plans;
        this.clock = clock;
    }

    /** What was in the last days, and what is planned. */
    private record History(Instant at, Map<VillageId, List<Day>> days, List<Work> work, Overlay planned) {}

    public synchronized PublicStatus now() {
        Instant now = clock.instant();
        PublicStatus last = status;
        if (last == null || isOld(last.at(), now, FRESH)) {
            last = look(now);
            status = last;
        }
        return last;
    }

    /** Also where the clock was set back. */
    private static boolean isOld(Instant at, Instant now, Duration age) {
        return now.isBefore(at) || !now.isBefore(at.plus(age));
    }

    private PublicStatus look(Instant now) {
        InventorySnapshot there = inventory.snapshot();
        History known = history(there, now);
        boolean seen = !isStale(now);
        Map<VillageId, List<Service>> services = services(there);
        List<PublicStatus.Village> villages = there.villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .map(village -> new PublicStatus.Village(
                        village.id().value(),
                        village.name(),
                        village.position(),
                        state(services.getOrDefault(village.id(), List.of()), known, seen, now),
                        known.days().getOrDefault(village.id(), List.of())))
                .toList();
        return new PublicStatus(now, overall(villages), villages, known.work());
    }

    private boolean isStale(Instant now) {
        Instant last = lastPoll.get();
        Duration allowed = interval.multipliedBy(3).compareTo(STALE) > 0 ? interval.multipliedBy(3) : STALE;
        return last == null || Duration.between(last, now).compareTo(allowed) > 0;
    }

    private static Map<VillageId, List<Service>> services(InventorySnapshot there) {
        Map<VillageId, List<Service>> services = new HashMap<>();
        for (Service service : there.services()) {
            if (service.kind() == Service.Kind.PUBLIC_WIFI) {
                there.site(service.site())
                        .ifPresent(site -> services.computeIfAbsent(site.village(), village -> new ArrayList<>())
                                .add(service));
            }
        }
        return services;
    }

    private State state(List<Service> services, History known, boolean seen, Instant now) {
        if (services.isEmpty()) {
            return State.ABSENT;
        }
        Set<Condition> found = new HashSet<>();
        boolean planned = false;
        for (Service service : services) {
            if (seen) {
                found.add(conditions.of(ObjectRef.of(service.id())).condition());
            }
            planned |= known.planned().covers(service.id(), now);
        }
        found.remove(Condition.UNKNOWN);
        boolean serves = found.contains(Condition.UP) || found.contains(Condition.DEGRADED);
        boolean out = found.contains(Condition.DOWN) || found.contains(Condition.UNREACHABLE);
        if (planned && (out || found.isEmpty())) {
            return State.PLANNED;
        } else if (out) {
            return serves ? State.PARTLY : State.DOWN;
        } else if (found.isEmpty()) {
            return State.UNKNOWN;
        }
        return found.contains(Condition.DEGRADED) ? State.PARTLY : State.UP;
    }

    private static Overall overall(List<PublicStatus.Village> villages) {
        List<State> states = villages.stream()
                .map(PublicStatus.Village::state)
                .filter(state -> state != State.ABSENT && state != State.UNKNOWN)
                .toList();
        long out = states.stream().filter(state -> state == State.DOWN).count();
        if (states.isEmpty()) {
            return Overall.UNKNOWN;
        } else if (out * 2 >= states.size() && out > 0) {
            return Overall.WIDELY;
        }
        return states.stream().allMatch(state -> state == State.UP) ? Overall.UP : Overall.PARTLY;
    }

    /** Where the database does not answer, what was known last; the page still says what is in memory. */
    private History history(InventorySnapshot there, Instant now) {
        History last = history;
        if (last != null && !isOld(last.at(), now, FRESH_HISTORY)) {
            return last;
        }
        try {
            last = read(there, now);
        } catch (DataAccessException unreachable) {
            log.debug("status page without history", unreachable);
            last = new History(
                    now,
                    last == null ? Map.of() : last.days(),
                    last == null ? List.of() : last.work(),
                    last == null
                            ? Overlay.of(there, List.of(), new Interval(now, now.plusSeconds(1)))
                            : last.planned());
        }
        history = last;
        return last;
    }

    private History read(InventorySnapshot there, Instant now) {
        LocalDate today = now.atZone(UptimeProperties.ZONE).toLocalDate();
        Interval period = UptimeProperties.days(today.minusDays(DAYS - 1L), today);
        Map<VillageId, List<Service>> services = services(there);
        List<ObjectRef> objects = services.values().stream()
                .flatMap(List::stream)
                .map(service -> ObjectRef.of(service.id()))
                .toList();
        Map<ObjectRef, Uptime> figures = uptimes.of(objects, period, null);
        Map<VillageId, List<Day>> days = new HashMap<>();
        services.forEach((village, some) -> {
            List<Uptime> known = some.stream()
                    .map(service -> figures.get(ObjectRef.of(service.id())))
                    .filter(Objects::nonNull)
                    .<Uptime>map(Objects::requireNonNull)
                    .toList();
            days.put(village, PastDays.of(known, today.minusDays(DAYS - 1L), today));
        });
        Interval ahead = new Interval(now, now.plus(AHEAD));
        List<Occurrence> occurrences = plans.occurrences(ahead);
        return new History(now, Map.copyOf(days), work(occurrences, there), maintenance.overlay(ahead));
    }

    private static List<Work> work(Collection<Occurrence> occurrences, InventorySnapshot there) {
        return occurrences.stream()
                .map(one -> new Work(
                        one.plan().kind(),
                        villages(one, there),
                        one.interval().from(),
                        one.interval().until()))
                .filter(work -> !work.villages().isEmpty())
                .distinct()
                .sorted(Comparator.comparing(Work::from).thenComparing(Work::until))
                .toList();
    }

    /** Those whose public Wi-Fi it covers. */
    private static List<String> villages(Occurrence one, InventorySnapshot there) {
        Set<VillageId> touched = new HashSet<>();
        Overlay.of(there, List.of(one), one.interval()).objects().forEach(id -> {
            if (id instanceof ServiceId service) {
                there.service(service)
                        .filter(found -> found.kind() == Service.Kind.PUBLIC_WIFI)
                        .flatMap(found -> there.site(found.site()))
                        .ifPresent(site -> touched.add(site.village()));
            }
        });
        return there.villages().stream()
                .filter(village -> touched.contains(village.id()))
                .sorted(Comparator.comparingInt(Village::position))
                .map(Village::name)
                .toList();
    }
}
