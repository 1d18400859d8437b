package io.langsong.uptime;

import io.langsong.availability.Availability;
import io.langsong.availability.History;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.availability.OpeningHours;
import io.langsong.holiday.HolidayBook;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Retired;
import io.langsong.inventory.RetiredObjects;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Overlay;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts uptime from the record of outages. However many objects are asked for, the database is asked a handful of questions.
 * Any thread; takes as long as it must, so never on a thread of the poller.
 */
@Component
public class Uptimes {
    private final Ledger ledger;
    private final Maintenance maintenance;
    private final Inventory inventory;
    private final RetiredObjects retired;
    private final UptimeCalendars calendars;
    private final HolidayBook holidays;
    private final Clock clock;

    public Uptimes(
            Ledger ledger,
            Maintenance maintenance,
            Inventory inventory,
            RetiredObjects retired,
            UptimeCalendars calendars,
            HolidayBook holidays,
            Clock clock) {
        this.ledger = ledger;
        this.maintenance = maintenance;
        this.inventory = inventory;
        this.retired = retired;
        this.calendars = calendars;
        this.holidays = holidays;
        this.clock = clock;
    }

    /**
     * What there is of the objects in a period. One that lasts is counted as far as now; of one that is still to come there is
     * nothing, and neither is of an object that was not there in it.
     *
     * @param objects in the order in which they come back
     * @param calendar null: of each its own
     */
    public Map<ObjectRef, Uptime> of(
            Collection<ObjectRef> objects, Interval period, @Nullable UptimeCalendar calendar) {
        Map<ObjectRef, Uptime> uptimes = new LinkedHashMap<>();
        each(objects, period, calendar, (uptime, history) -> uptimes.put(uptime.object(), uptime));
        return uptimes;
    }

    /** Takes a figure, and what it was counted from. */
    @FunctionalInterface
    public interface Counted {
        void counted(Uptime uptime, History history);
    }

    /** As {@link #of(Collection, Interval, UptimeCalendar)}, but gives each away and keeps none. */
    public void each(
            Collection<ObjectRef> objects, Interval period, @Nullable UptimeCalendar calendar, Counted counted) {
        Instant now = clock.instant();
        if (period.from().isBefore(now)) {
            each(objects, period, calendar, now, counted);
        }
    }

    private void each(
            Collection<ObjectRef> objects,
            Interval period,
            @Nullable UptimeCalendar calendar,
            Instant now,
            Counted taker) {
        Interval counted = soFar(period, now);
        Map<ObjectRef, Interval> monitored = monitored(objects, counted);
        Read read = new LedgerReading(ledger, now).read(monitored, counted);
        Overlay planned = maintenance.overlay(read.window());
        Hours hours = new Hours(holidays.current(), calendars.uses(), inventory.snapshot(), calendar);
        for (ObjectRef object : objects) {
            Interval there = monitored.get(object);
            if (there != null) {
                Ledger.Entry entry = read.of(object);
                UptimeCalendar its = hours.calendar(object);
                History history =
                        new History(counted, there, hours.of(its), entry.conditions(now), planned.of(Refs.id(object)));
                taker.counted(
                        new Uptime(
                                object,
                                there,
                                its,
                                !period.until().isAfter(now),
                                hours.estimated(its, counted),
                                Availability.of(history),
                                entry.records()),
                        history);
            }
        }
    }

    /** As {@link #of(Collection, Interval, UptimeCalendar)}. */
    public Optional<Uptime> of(ObjectRef object, Interval period, @Nullable UptimeCalendar calendar) {
        return Optional.ofNullable(of(List.of(object), period, calendar).get(object));
    }

    /** What was recorded of some objects. @param window as far as was read of any of them */
    record Read(Map<ObjectRef, Ledger.Entry> entries, Interval window) {
        Ledger.Entry of(ObjectRef object) {
            return Objects.requireNonNull(entries.get(object));
        }
    }

    /** Those of some objects that were there in a period, as far as it has come; asks for nothing of what was recorded of them. */
    public Set<ObjectRef> there(Collection<ObjectRef> objects, Interval period) {
        Instant now = clock.instant();
        return period.from().isBefore(now)
                ? monitored(objects, soFar(period, now)).keySet()
                : Set.of();
    }

    private static Interval soFar(Interval period, Instant now) {
        return new Interval(period.from(), period.until().isAfter(now) ? now : period.until());
    }

    /** Without those that were not there in the period. */
    private Map<ObjectRef, Interval> monitored(Collection<ObjectRef> objects, Interval period) {
        InventorySnapshot there = inventory.snapshot();
        Map<ObjectRef, Interval> monitored = new HashMap<>();
        List<ObjectRef> gone = new ArrayList<>();
        for (ObjectRef object : objects) {
            there.addedAt(Refs.id(object))
                    .ifPresentOrElse(
                            added -> put(monitored, object, added, Instant.MAX, period), () -> gone.add(object));
        }
        if (!gone.isEmpty()) {
            for (Retired one : retired.after(period.from())) {
                ObjectRef object = Refs.of(one.id());
                if (gone.contains(object)) {
                    put(monitored, object, one.addedAt(), one.retiredAt(), period);
                }
            }
        }
        return monitored;
    }

    private static void put(
            Map<ObjectRef, Interval> monitored, ObjectRef object, Instant from, Instant until, Interval period) {
        if (from.isBefore(until) && new Interval(from, until).overlaps(period)) {
            monitored.put(object, new Interval(from, until));
        }
    }

    /** The hours of each object; those of a calendar are laid out once for the period, not once for each object. */
    private static final class Hours {
        private final Holidays known;
        private final UptimeCalendars.Uses uses;
        private final InventorySnapshot inventory;
        private final @Nullable UptimeCalendar wanted;
        private final Map<String, OpeningHours> hours = new HashMap<>();
        private final Map<String, Boolean> estimated = new HashMap<>();

        Hours(Holidays known, UptimeCalendars.Uses uses, InventorySnapshot inventory, @Nullable UptimeCalendar wanted) {
            this.known = known;
            this.uses = uses;
            this.inventory = inventory;
            this.wanted = wanted;
        }

        UptimeCalendar calendar(ObjectRef object) {
            return wanted == null ? uses.of(object, inventory) : wanted;
        }

        OpeningHours of(UptimeCalendar calendar) {
            return hours.computeIfAbsent(
                    calendar.id(), id -> new RememberedHours(calendar.hours(UptimeProperties.ZONE, known)));
        }

        boolean estimated(UptimeCalendar calendar, Interval period) {
            return estimated.computeIfAbsent(
                    calendar.id(), id -> calendar.isEstimated(period, UptimeProperties.ZONE, known));
        }
    }
}
