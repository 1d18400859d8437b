package io.langsong.uptime;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.availability.Interval;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.outage.ObjectRef;
import io.langsong.uptime.FigureVersion.Because;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what was issued. A figure that comes out otherwise than it was issued becomes a version of its own beside it, with whose
 * deed made it so and why as far as that can be told. Any thread.
 */
@Component
public class IssuedFigures {
    private static final Logger log = LoggerFactory.getLogger(IssuedFigures.class);

    private final FigureTable table;
    private final TransactionTemplate transaction;
    private final Uptimes uptimes;
    private final UptimeCalendars calendars;
    private final Maintenance maintenance;
    private final AuditTrail audit;
    private final UptimeProperties settings;
    private final Clock clock;

    public IssuedFigures(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Uptimes uptimes,
            UptimeCalendars calendars,
            Maintenance maintenance,
            AuditTrail audit,
            UptimeProperties settings,
            Clock clock) {
        this.table = new FigureTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.uptimes = uptimes;
        this.calendars = calendars;
        this.maintenance = maintenance;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Keeps figures as they are put into a report. What was issued before with other figures stays; this is the next version.
     *
     * @param figures of one period that is over
     * @param by who issues
     * @return the versions that are issued now, in the order of {@code figures}
     * @throws IllegalArgumentException when they are of several periods, or of one that lasts
     */
    public List<FigureVersion> issue(Collection<Uptime> figures, String by) {
        if (figures.isEmpty()) {
            return List.of();
        }
        Interval period = figures.iterator().next().availability().period();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (Uptime one : figures) {
            if (!one.availability().period().equals(period)) {
                throw new IllegalArgumentException("Figures of one period are issued together, not of %s and %s"
                        .formatted(period, one.availability().period()));
            }
        }
        if (!figures.stream().allMatch(Uptime::over)) {
            throw new IllegalArgumentException(
                    "The figures of a period are issued when it is over, not before: " + period);
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            Set<ObjectRef> objects = figures.stream().map(Uptime::object).collect(Collectors.toSet());
            Map<Key, FigureVersion> before = newest(period, objects);
            for (Uptime one : figures) {
                Figures figured = Figures.of(one, settings.blip());
                FigureVersion last = before.get(Key.of(one));
                if (last != null && last.figures().equals(figured)) {
                    table.markIssued(last.id(), by, now);
                } else {
                    table.insert(version(one, figured, last, now, by));
                }
            }
            audit.record(
                    "uptime.figures.issue",
                    "uptime:" + period.from() + "/" + period.until(),
                    List.of(new Change("figures", null, Integer.toString(figures.size()))));
            Map<Key, FigureVersion> after = newest(period, objects);
            return figures.stream()
                    .map(one -> Objects.requireNonNull(after.get(Key.of(one))))
                    .toList();
        }));
    }

    private record Key(ObjectRef object, String calendar) {
        static Key of(Uptime uptime) {
            return new Key(uptime.object(), uptime.calendar().id());
        }
    }

    private Map<Key, FigureVersion> newest(Interval period, @Nullable Collection<ObjectRef> objects) {
        Map<Key, FigureVersion> newest = new HashMap<>();
        table.newest(period, objects)
                .forEach(version -> newest.put(new Key(version.object(), version.calendar()), version));
        return newest;
    }

    /** All versions of an object in periods that share an instant with one, newest first. */
    public List<FigureVersion> versions(ObjectRef object, Interval period) {
        return table.of(object, period);
    }

    /**
     * Counts again all that was issued, and keeps what comes out otherwise. For a calendar to call; takes as long as it must.
     *
     * @return how many did
     */
    public int recount() {
        int changed = 0;
        for (FigureTable.Kept kept : table.periods()) {
            changed += calendars
                    .find(kept.calendar())
                    .map(calendar -> recount(kept.period(), calendar))
                    .orElse(0);
        }
        if (changed > 0) {
            log.info("issued figures come out otherwise now figures={}", changed);
        }
        return changed;
    }

    private int recount(Interval period, UptimeCalendar calendar) {
        Set<ObjectRef> objects = newest(period, null).values().stream()
                .filter(version -> version.calendar().equals(calendar.id()))
                .map(FigureVersion::object)
                .collect(Collectors.toCollection(HashSet::new));
        Map<ObjectRef, Uptime> now = uptimes.of(objects, period, calendar);
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            Map<Key, FigureVersion> before = newest(period, objects);
            int changed = 0;
            for (Uptime one : now.values()) {
                FigureVersion last = before.get(Key.of(one));
                Figures figures = Figures.of(one, settings.blip());
                if (last != null && !last.figures().equals(figures)) {
                    table.insert(version(one, figures, last, clock.instant().truncatedTo(ChronoUnit.MICROS), null));
                    changed++;
                }
            }
            return changed;
        }));
    }

    /** @param issuedBy null when nobody issues it */
    private FigureVersion version(
            Uptime uptime, Figures figures, @Nullable FigureVersion last, Instant now, @Nullable String issuedBy) {
        Plan plan = last == null ? null : planSince(uptime, last);
        Because because = last == null
                ? Because.FIRST
                : plan != null
                        ? Because.MAINTENANCE
                        : last.figures().calendarSeconds() != figures.calendarSeconds()
                                ? Because.CALENDAR
                                : Because.RECORD;
        Plan.Mark mark = plan == null ? null : lastMark(plan);
        String maker = issuedBy == null ? AuditTrail.SYSTEM : issuedBy;
        return new FigureVersion(
                0,
                uptime.object(),
                uptime.availability().period(),
                uptime.calendar().id(),
                figures,
                mark == null ? maker : mark.by(),
                now,
                because,
                plan == null ? null : plan.id(),
                mark == null ? null : mark.reason(),
                issuedBy,
                issuedBy == null ? null : now,
                last == null ? null : last.id());
    }

    /** The plan that was entered, ended or withdrawn last, if that was after the last version was made. */
    private @Nullable Plan planSince(Uptime uptime, FigureVersion last) {
        return maintenance
                .bearingOn(Refs.id(uptime.object()), uptime.availability().period())
                .stream()
                .filter(plan -> lastMark(plan).at().isAfter(last.madeAt()))
                .max(java.util.Comparator.comparing(plan -> lastMark(plan).at()))
                .orElse(null);
    }

    /** What was done to a plan last, its being entered included. */
    private static Plan.Mark lastMark(Plan plan) {
        String reason = plan.reason();
        Plan.Mark entered = new Plan.Mark(plan.enteredAt(), plan.enteredBy(), reason == null ? plan.title() : reason);
        return Stream.of(
                        java.util.Optional.of(entered),
                        java.util.Optional.ofNullable(plan.ended()),
                        java.util.Optional.ofNullable(plan.withdrawn()))
                .flatMap(java.util.Optional::stream)
                .max(java.util.Comparator.comparing(Plan.Mark::at))
                .orElse(entered);
    }
}
