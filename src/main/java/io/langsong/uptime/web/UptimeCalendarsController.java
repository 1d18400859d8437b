package io.langsong.uptime.web;

import io.langsong.inventory.Ids;
import io.langsong.uptime.CalendarWish;
import io.langsong.uptime.HoursText;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeCalendars;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** UptimeCalendars of opening hours, for programs; changing them is for administrators. */
@RestController
@RequestMapping(path = "/api/v1/uptime-calendars", produces = "application/json")
class UptimeCalendarsController {
    private final UptimeCalendars calendars;
    private final SeenUptime seen;

    UptimeCalendarsController(UptimeCalendars calendars, SeenUptime seen) {
        this.calendars = calendars;
        this.seen = seen;
    }

    /** @param hours of each day that it opens on; none: day and night. @param objects that are seen */
    record CalendarOfHoursJson(
            String id, String name, List<OpeningDayJson> hours, boolean holidays, List<String> objects) {}

    /** @param hours each as 07:00-11:30 */
    record OpeningDayJson(String day, List<String> hours) {}

    /** What may be sent for one day. */
    record OpeningDaySent(
            @ApiValue(choices = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
            String day,

            @ApiValue("each as 07:00-11:30; the end of the day is 24:00")
            List<String> hours) {}

    /** What may be sent. */
    record CalendarSent(
            String name,

            @ApiValue("a day that is left out is closed") List<OpeningDaySent> hours,

            @ApiValue("whether it is closed on holidays and open on days worked in exchange; true when it is left out")
            @Nullable
            Boolean holidays,

            @ApiValue("what it is for, each as site:ID or service:ID; left out: nothing") @Nullable
            List<String> objects) {}

    @ApiCall("All calendars that uptime is counted in, day and night first.")
    @GetMapping
    List<CalendarOfHoursJson> list() {
        return calendars.all().stream().map(this::json).toList();
    }

    @ApiCall(value = "One calendar.", headers = "ETag: of this answer")
    @GetMapping("/{id}")
    ResponseEntity<CalendarOfHoursJson> one(@PathVariable String id) {
        return tagged(calendar(id));
    }

    private ResponseEntity<CalendarOfHoursJson> tagged(UptimeCalendar calendar) {
        return ResponseEntity.ok().eTag(tag(calendar)).body(json(calendar));
    }

    private static String tag(UptimeCalendar calendar) {
        return Integer.toString(calendar.version());
    }

    @ApiCall(
            value = "Adds a calendar.",
            body = CalendarSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<CalendarOfHoursJson> add(@RequestBody JsonNode json) {
        String id = calendars.add(wish(json));
        return ResponseEntity.created(URI.create("/api/v1/uptime-calendars/" + id))
                .body(json(calendar(id)));
    }

    @ApiCall(
            value = "Writes all of a calendar; figures that were issued stay.",
            body = CalendarSent.class,
            headers = "ETag: of this answer",
            problems = 409)
    @PutMapping("/{id}")
    ResponseEntity<CalendarOfHoursJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        UptimeCalendar calendar = own(id);
        if (match != null && !match.strip().equals("*") && !match.contains('"' + tag(calendar) + '"')) {
            throw RequestRefused.changed(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not the ETag of the calendar any more",
                    "read it again, look at the change, and change it once more");
        }
        calendars.change(id, wish(json), match == null ? null : calendar.version());
        return tagged(calendar(id));
    }

    @ApiCall(value = "Removes a calendar; what was measured in it is measured at all hours.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(@PathVariable String id) {
        calendars.remove(own(id).id(), null);
        return ResponseEntity.noContent().build();
    }

    private UptimeCalendar calendar(String id) {
        return calendars
                .find(Ids.isOne(id) ? id : "")
                .orElseThrow(() ->
                        RequestRefused.unknown("id", id, "is no calendar", "GET /api/v1/uptime-calendars lists them"));
    }

    /** One that can be changed. */
    private UptimeCalendar own(String id) {
        UptimeCalendar calendar = calendar(id);
        if (calendar.isAllHours()) {
            throw RequestRefused.conflict("id", id, "is always there", "add a calendar of your own");
        }
        return calendar;
    }

    private CalendarOfHoursJson json(UptimeCalendar calendar) {
        Set<String> visible = UptimeCalendarPages.visible(seen.inventory());
        return new CalendarOfHoursJson(
                calendar.id(),
                calendar.name(),
                Arrays.stream(DayOfWeek.values())
                        .filter(calendar.weekly()::containsKey)
                        .map(day -> new OpeningDayJson(
                                code(day),
                                calendar.weekly().getOrDefault(day, List.of()).stream()
                                        .map(hours -> HoursText.written(hours).replace('–', '-'))
                                        .toList()))
                        .toList(),
                calendar.holidays(),
                calendars.objectsOf(calendar.id()).stream()
                        .filter(visible::contains)
                        .toList());
    }

    private static String code(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    private static CalendarWish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, CalendarSent.class);
        Map<DayOfWeek, String> hours = new EnumMap<>(DayOfWeek.class);
        for (JsonNode one : sent.list("hours")) {
            JsonFields day = JsonFields.of(one, OpeningDaySent.class);
            DayOfWeek which = day(day.text("day"));
            if (hours.put(which, String.join(", ", day.texts("hours"))) != null) {
                throw RequestRefused.wrong("hours", code(which), "is there twice", "give each day once");
            }
        }
        return new CalendarWish(sent.text("name"), hours, sent.truth("holidays", true), sent.texts("objects"));
    }

    private static DayOfWeek day(@Nullable String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> code(day).equals(text))
                .findFirst()
                .orElseThrow(() -> RequestRefused.wrong("day", text, "is no day of the week", "write it like monday"));
    }
}
