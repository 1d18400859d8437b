package io.langsong.maintenance.web;

import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.Plan.Kind;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Rhythm;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.web.PlainText;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The form for a new plan as it was filled in. Public for the template. */
public final class PlanForm {
    /** Fields for objects that are typed. */
    private static final int TYPED = 4;

    private static final List<DateTimeFormatter> MOMENTS = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("d/M/uuuu H:mm"),
            DateTimeFormatter.ofPattern("H:mm d/M/uuuu"));
    private static final List<DateTimeFormatter> DATES =
            List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ofPattern("d/M/uuuu"));

    private final MultiValueMap<String, String> fields;

    private PlanForm(MultiValueMap<String, String> fields) {
        this.fields = fields;
    }

    static PlanForm of(MultiValueMap<String, String> posted) {
        return new PlanForm(posted);
    }

    /** One that begins at the next full hour and lasts two. */
    static PlanForm blank(Instant now) {
        LocalDateTime begin = LocalDateTime.ofInstant(now, Timing.ZONE)
                .truncatedTo(ChronoUnit.HOURS)
                .plusHours(1);
        LinkedMultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.add("kind", Kind.WORK.code());
        fields.add("repeat", "once");
        fields.add("from", begin.toString());
        fields.add("to", begin.plusHours(2).toString());
        return new PlanForm(fields);
    }

    PlanForm with(String name, String value) {
        fields.add(name, value);
        return this;
    }

    /** The words and the objects of another plan, but not its time. */
    PlanForm like(SeenPlan plan, ScopeNames names) {
        Plan other = plan.plan();
        fields.set("kind", other.kind().code());
        with("title", plan.whole() ? other.title() : "");
        with("reason", plan.whole() && other.reason() != null ? other.reason() : "");
        if (other.scope().all()) {
            with("all", "true");
        }
        for (InventoryId id : plan.objects()) {
            boolean ticked = id.kind().equals("village") || id.kind().equals("power-area");
            with(ticked ? "objects" : "typed", ticked ? Scope.text(id) : names.label(id));
        }
        return this;
    }

    /** What stands in a field. */
    public String field(String name) {
        String text = fields.getFirst(name);
        return text == null || text.length() > 4 * PlanWish.LONGEST_TEXT ? "" : text;
    }

    public boolean has(String name, String value) {
        return fields.getOrDefault(name, List.of()).contains(value);
    }

    /** Whether one of a kind is ticked. */
    public boolean ticks(String kind) {
        return given("objects").stream().anyMatch(text -> text.startsWith(kind + ":"));
    }

    /** What was typed of objects, and some free places. */
    public List<String> typed() {
        List<String> typed = new ArrayList<>(given("typed").stream()
                .map(text -> PlainText.shown(text, PlanWish.LONGEST_TITLE))
                .toList());
        while (typed.size() < TYPED) {
            typed.add("");
        }
        return typed;
    }

    private List<String> given(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** @throws MaintenanceRefused with the first thing that is wrong */
    PlanWish wish(ScopeNames names) {
        return new PlanWish(
                kind(field("kind")),
                fields.getOrDefault("title", List.of("")).get(0),
                fields.getOrDefault("reason", List.of("")).get(0),
                null,
                scope(names),
                timing());
    }

    static Kind kind(String code) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new MaintenanceRefused("kind", code, Fault.NOT_A_CHOICE, "work, power-cut"));
    }

    private Scope scope(ScopeNames names) {
        Set<InventoryId> objects = new LinkedHashSet<>();
        given("objects").forEach(text -> objects.add(Scope.object(text)));
        given("typed").forEach(text -> objects.add(names.meant(text)));
        return new Scope(has("all", "true"), objects);
    }

    private Timing timing() {
        String repeat = field("repeat");
        if (repeat.equals("once")) {
            return Timing.Once.of(moment("from", field("from")), moment("to", field("to")));
        }
        return recurring(
                repeat,
                given("days"),
                field("dayOfMonth"),
                field("at"),
                field("until"),
                field("firstDay"),
                field("lastDay"));
    }

    /** All as it was written; shared with the API. */
    static Timing.Recurring recurring(
            String every,
            List<String> days,
            String dayOfMonth,
            String at,
            String until,
            String firstDay,
            String lastDay) {
        return new Timing.Recurring(
                rhythm(every, days, dayOfMonth),
                time("at", at),
                time("until", until),
                date("firstDay", firstDay),
                lastDay.isBlank() ? null : date("lastDay", lastDay));
    }

    private static Rhythm rhythm(String every, List<String> days, String dayOfMonth) {
        return switch (every) {
            case "daily" -> new Rhythm.Daily();
            case "weekly" ->
                new Rhythm.Weekly(days.stream().map(PlanForm::weekday).collect(Collectors.toSet()));
            case "monthly" ->
                new Rhythm.Monthly(dayOfMonth.strip().matches("[0-9]{1,2}") ? Integer.parseInt(dayOfMonth.strip()) : 0);
            default -> throw new MaintenanceRefused("repeat", every, Fault.NOT_A_CHOICE, "daily, weekly, monthly");
        };
    }

    private static DayOfWeek weekday(String name) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new MaintenanceRefused("days", name, Fault.NOT_A_CHOICE, "monday, …, sunday"));
    }

    static Instant moment(String field, String text) {
        for (DateTimeFormatter form : MOMENTS) {
            try {
                LocalDateTime read = LocalDateTime.parse(text.strip(), form);
                if (read.getYear() > 0 && read.getYear() < 10_000) {
                    return read.atZone(Timing.ZONE).toInstant();
                }
            } catch (DateTimeException notOfThisForm) {
                // Perhaps of the next one.
            }
        }
        throw new MaintenanceRefused(field, text.isBlank() ? null : text, Fault.NOT_A_MOMENT);
    }

    private static LocalDate date(String field, String text) {
        for (DateTimeFormatter form : DATES) {
            try {
                return LocalDate.parse(text.strip(), form);
            } catch (DateTimeException notOfThisForm) {
                // Perhaps of the next one.
            }
        }
        throw new MaintenanceRefused(field, text.isBlank() ? null : text, Fault.NOT_A_DATE);
    }

    private static LocalTime time(String field, String text) {
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeException notATime) {
            throw new MaintenanceRefused(field, text.isBlank() ? null : text, Fault.NOT_A_TIME);
        }
    }

    /** For the template: the days of the week as they are sent. */
    static Map<String, DayOfWeek> weekdays() {
        Map<String, DayOfWeek> days = new java.util.LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.name().toLowerCase(Locale.ROOT), day);
        }
        return days;
    }
}
