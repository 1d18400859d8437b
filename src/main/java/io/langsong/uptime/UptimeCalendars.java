package io.langsong.uptime;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.availability.WeeklyHours.Hours;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.SiteId;
import io.langsong.outage.ObjectRef;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The calendars that there are, what each is for, and how they are changed. Each change is in the audit trail. Any thread. */
@Component
public class UptimeCalendars {
    private static final int LONGEST_NAME = 120;
    private static final int MOST_OBJECTS = 5_000;

    private final CalendarTable table;
    private final TransactionTemplate transaction;
    private final Inventory inventory;
    private final AuditTrail audit;

    public UptimeCalendars(
            JdbcClient jdbc, PlatformTransactionManager transactions, Inventory inventory, AuditTrail audit) {
        this.table = new CalendarTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.inventory = inventory;
        this.audit = audit;
    }

    /** Which calendar sites and services have by name, as {@code site:ID}. */
    public record Uses(Map<String, UptimeCalendar> byObject) {
        public Uses {
            byObject = Map.copyOf(byObject);
        }

        /** The calendar an object is measured in: its own, else that of its site, else all hours. */
        UptimeCalendar of(ObjectRef object, InventorySnapshot known) {
            UptimeCalendar own = byObject.get(object.toString());
            if (own != null) {
                return own;
            }
            return site(object, known)
                    .map(site -> byObject.get("site:" + site.value()))
                    .orElse(UptimeCalendar.ALL_HOURS);
        }

        private static Optional<SiteId> site(ObjectRef object, InventorySnapshot known) {
            InventoryId id = Refs.id(object);
            if (id instanceof ServiceId service) {
                return known.service(service).map(Service::site);
            }
            return (id instanceof LinkId link
                            ? known.link(link).map(Link::near).map(Link.End::device)
                            : Optional.of((io.langsong.inventory.DeviceId) id))
                    .flatMap(known::device)
                    .map(device -> device.site());
        }
    }

    /** All of them, all hours first, then by name. */
    public List<UptimeCalendar> all() {
        List<UptimeCalendar> all = new ArrayList<>(List.of(UptimeCalendar.ALL_HOURS));
        all.addAll(table.all());
        return all;
    }

    public Optional<UptimeCalendar> find(String id) {
        return all().stream().filter(calendar -> calendar.id().equals(id)).findFirst();
    }

    public Uses uses() {
        Map<String, UptimeCalendar> byId =
                table.all().stream().collect(Collectors.toMap(UptimeCalendar::id, calendar -> calendar));
        return new Uses(table.uses().entrySet().stream()
                .filter(use -> byId.containsKey(use.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, use -> byId.get(use.getValue()))));
    }

    /** What a calendar is for by name, as {@code site:ID} and {@code service:ID}. */
    public Set<String> objectsOf(String calendar) {
        return table.uses().entrySet().stream()
                .filter(use -> use.getValue().equals(calendar))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @return the id, made from the name
     * @throws Refused also when the name is taken
     */
    public String add(CalendarWish wish) {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<UptimeCalendar> there = table.lockAll();
            String id = Ids.from(
                    Objects.toString(wish.name(), ""),
                    "lich",
                    taken -> taken.equals(UptimeCalendar.ALL_HOURS.id())
                            || there.stream().anyMatch(one -> one.id().equals(taken)));
            UptimeCalendar calendar = checked(id, wish, 1, there);
            Set<String> objects = objects(wish.objects());
            table.insert(calendar);
            table.use(id, objects);
            audit.record("uptime.calendar.add", subject(id), changes(null, Set.of(), calendar, objects));
            return id;
        }));
    }

    /**
     * Makes a calendar what is wanted. Figures that were issued stay what they were.
     *
     * @param version that it had when it was read; null takes whatever is there
     * @throws Refused also when somebody else was first
     */
    public void change(String id, CalendarWish wish, @Nullable Integer version) {
        transaction.executeWithoutResult(status -> {
            List<UptimeCalendar> there = table.lockAll();
            UptimeCalendar before = require(id, there, version);
            Set<String> had = objectsOf(id);
            UptimeCalendar now = checked(id, wish, before.version() + 1, there);
            Set<String> objects = objects(wish.objects());
            List<Change> changes = changes(before, had, now, objects);
            if (!changes.isEmpty()) {
                table.update(now);
                table.use(id, objects);
                audit.record("uptime.calendar.change", subject(id), changes);
            }
        });
    }

    /** What was measured in it is measured at all hours again. @param version as for {@link #change} */
    public void remove(String id, @Nullable Integer version) {
        transaction.executeWithoutResult(status -> {
            UptimeCalendar before = require(id, table.lockAll(), version);
            table.delete(id);
            audit.record("uptime.calendar.remove", subject(id), List.of(new Change("name", before.name(), null)));
        });
    }

    private static UptimeCalendar require(String id, List<UptimeCalendar> there, @Nullable Integer version) {
        UptimeCalendar calendar = there.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.missing("uptime.refused.missing", "id", id));
        if (version != null && version != calendar.version()) {
            throw Refused.changed("uptime.refused.changed-meanwhile", "id", id);
        }
        return calendar;
    }

    private static UptimeCalendar checked(String id, CalendarWish wish, int version, List<UptimeCalendar> there) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        if (there.stream().anyMatch(one -> one.name().equals(name) && !one.id().equals(id))) {
            throw Refused.conflict("name", name, "uptime.refused.taken", List.of(), "is taken", "choose another");
        }
        Map<DayOfWeek, List<Hours>> weekly = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Hours> hours =
                    HoursText.read(CalendarTable.code(day), wish.hours().getOrDefault(day, ""));
            if (!hours.isEmpty()) {
                weekly.put(day, hours);
            }
        }
        if (weekly.isEmpty()) {
            throw Refused.invalid(
                    "hours",
                    null,
                    "uptime.refused.closed",
                    List.of(),
                    "are missing",
                    "let it open at least once a week");
        }
        return new UptimeCalendar(id, name, weekly, wish.holidays(), version);
    }

    private Set<String> objects(List<String> typed) {
        InventorySnapshot known = inventory.snapshot();
        Set<String> objects = new TreeSet<>();
        for (String one : typed) {
            if (!one.isBlank()) {
                objects.add(object(one.strip(), known));
            }
        }
        if (objects.size() > MOST_OBJECTS) {
            throw Refused.invalid(
                    "objects",
                    null,
                    "uptime.refused.too-many",
                    List.of(MOST_OBJECTS),
                    "names %d objects".formatted(objects.size()),
                    "give at most " + MOST_OBJECTS);
        }
        return objects;
    }

    private static String object(String typed, InventorySnapshot known) {
        try {
            int colon = typed.indexOf(':');
            String kind = colon < 0 ? "" : typed.substring(0, colon);
            String id = typed.substring(colon + 1);
            boolean there = switch (kind) {
                case "site" -> known.site(new SiteId(id)).isPresent();
                case "service" -> known.service(new ServiceId(id)).isPresent();
                default -> false;
            };
            if (there) {
                return typed;
            }
        } catch (InventoryRefused notAnId) {
            // As one that is not there.
        }
        throw Refused.invalid(
                "objects",
                typed,
                "uptime.refused.object",
                List.of(),
                "is no site and no service",
                "write site:ID or service:ID of the inventory");
    }

    private static String subject(String id) {
        return "uptime-calendar:" + id;
    }

    private static List<Change> changes(
            @Nullable UptimeCalendar before, Set<String> had, UptimeCalendar now, Set<String> objects) {
        List<Change> changes = new ArrayList<>();
        add(changes, "name", before == null ? null : before.name(), now.name());
        for (DayOfWeek day : DayOfWeek.values()) {
            add(changes, CalendarTable.code(day), before == null ? null : written(before, day), written(now, day));
        }
        add(changes, "holidays", before == null ? null : "" + before.holidays(), "" + now.holidays());
        add(changes, "objects", before == null ? null : String.join(" ", had), String.join(" ", objects));
        return changes;
    }

    private static String written(UptimeCalendar calendar, DayOfWeek day) {
        return HoursText.written(calendar.weekly().getOrDefault(day, List.of()));
    }

    private static void add(List<Change> changes, String field, @Nullable String old, String now) {
        if (!now.equals(old) && !(old == null && now.isEmpty())) {
            changes.add(new Change(field, old, now));
        }
    }
}
