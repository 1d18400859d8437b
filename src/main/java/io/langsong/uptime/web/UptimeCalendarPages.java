package io.langsong.uptime.web;

import io.langsong.access.Refused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.uptime.CalendarWish;
import io.langsong.uptime.HoursText;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeCalendars;
import io.langsong.web.Words;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** In which hours what is measured: everybody looks, administrators change it. */
@Controller
@RequestMapping("/lich-tinh")
class UptimeCalendarPages {
    private static final int MOST_TYPED = 300;

    private final UptimeCalendars calendars;
    private final SeenUptime seen;
    private final Words words;

    UptimeCalendarPages(UptimeCalendars calendars, SeenUptime seen, Words words) {
        this.calendars = calendars;
        this.seen = seen;
        this.words = words;
    }

    /** @param days what is alike is one, as Monday to Friday. @param objects names of those that are seen */
    record Row(UptimeCalendar calendar, List<Days> days, List<String> objects) {}

    /** @param last the same as {@code first} for one day alone */
    record Days(String first, String last, String hours) {}

    /** What stands in the form; hours by the day in lower case. */
    record Given(String name, Map<String, String> hours, boolean holidays, Set<String> objects) {}

    /** A site with its services, to be ticked. */
    record Choice(String value, String label, List<Choice> services) {}

    @GetMapping
    String list(Model model) {
        Map<String, String> names = names(seen.inventory());
        model.addAttribute(
                "rows",
                calendars.all().stream()
                        .map(calendar -> new Row(
                                calendar,
                                days(calendar),
                                calendars.objectsOf(calendar.id()).stream()
                                        .filter(names::containsKey)
                                        .map(names::get)
                                        .sorted()
                                        .toList()))
                        .toList());
        return "uptime/calendars";
    }

    static Set<String> visible(InventorySnapshot inventory) {
        return new HashSet<>(names(inventory).keySet());
    }

    private static Map<String, String> names(InventorySnapshot inventory) {
        Map<String, String> names = new java.util.HashMap<>();
        inventory.sites().forEach(site -> names.put("site:" + site.id(), label(site, inventory)));
        inventory.services().forEach(service -> names.put("service:" + service.id(), service.name()));
        return names;
    }

    private static String label(Site site, InventorySnapshot inventory) {
        return inventory
                        .village(site.village())
                        .map(village -> village.name() + " – ")
                        .orElse("")
                + site.name();
    }

    private static List<Days> days(UptimeCalendar calendar) {
        List<Days> days = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String hours = HoursText.written(calendar.weekly().getOrDefault(day, List.of()));
            Days last = days.isEmpty() ? null : days.get(days.size() - 1);
            if (last != null && last.hours().equals(hours)) {
                days.set(days.size() - 1, new Days(last.first(), code(day), hours));
            } else {
                days.add(new Days(code(day), code(day), hours));
            }
        }
        return days;
    }

    private static String code(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    @GetMapping("/_them")
    String blank(Model model) {
        return form(model, null, new Given("", Map.of(), true, Set.of()));
    }

    @GetMapping("/{id}")
    String filled(@PathVariable String id, Model model) {
        UptimeCalendar calendar = calendar(id);
        Map<String, String> hours = new java.util.HashMap<>();
        calendar.weekly().forEach((day, some) -> hours.put(code(day), HoursText.written(some)));
        return form(model, calendar, new Given(calendar.name(), hours, calendar.holidays(), calendars.objectsOf(id)));
    }

    private UptimeCalendar calendar(String id) {
        return calendars
                .find(id)
                .filter(calendar -> !calendar.isAllHours())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String form(Model model, @Nullable UptimeCalendar calendar, Given stored) {
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored);
        }
        Given given = Objects.requireNonNull((Given) model.getAttribute("given"));
        model.addAttribute("calendar", calendar);
        model.addAttribute(
                "days",
                Arrays.stream(DayOfWeek.values()).map(UptimeCalendarPages::code).toList());
        model.addAttribute("choices", choices(seen.inventory()));
        model.addAttribute("open", !given.objects().isEmpty());
        return "uptime/calendar-form";
    }

    private static List<Choice> choices(InventorySnapshot inventory) {
        List<Choice> choices = new ArrayList<>();
        for (Site site : inventory.sites()) {
            choices.add(new Choice(
                    "site:" + site.id(),
                    label(site, inventory),
                    inventory.services().stream()
                            .filter(service -> service.site().equals(site.id()))
                            .map((Service service) -> new Choice("service:" + service.id(), service.name(), List.of()))
                            .toList()));
        }
        return choices;
    }

    @PostMapping
    String add(@RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        try {
            calendars.add(wish(typed));
            flash.addFlashAttribute("notice", "uptime.saved");
            return "redirect:/lich-tinh";
        } catch (Refused refused) {
            refuse(flash, refused, typed);
            return "redirect:/lich-tinh/_them";
        }
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable String id, @RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        calendar(id);
        try {
            calendars.change(id, wish(typed), version(typed));
            flash.addFlashAttribute("notice", "uptime.saved");
            return "redirect:/lich-tinh";
        } catch (Refused refused) {
            refuse(flash, refused, typed);
            return "redirect:/lich-tinh/" + id;
        }
    }

    @PostMapping("/{id}/xoa")
    String remove(@PathVariable String id, RedirectAttributes flash) {
        calendars.remove(calendar(id).id(), null);
        flash.addFlashAttribute("notice", "uptime.removed");
        return "redirect:/lich-tinh";
    }

    private static @Nullable Integer version(MultiValueMap<String, String> typed) {
        String version = Objects.requireNonNullElse(typed.getFirst("phien-ban"), "");
        return version.matches("[0-9]{1,9}") ? Integer.valueOf(version) : null;
    }

    private static CalendarWish wish(MultiValueMap<String, String> typed) {
        Map<DayOfWeek, String> hours = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            hours.put(day, Objects.requireNonNullElse(typed.getFirst(code(day)), ""));
        }
        return new CalendarWish(
                typed.getFirst("name"), hours, typed.containsKey("holidays"), typed.getOrDefault("objects", List.of()));
    }

    /** What was typed goes on in the session for a moment, so not all of it when it is long. */
    private void refuse(RedirectAttributes flash, Refused refused, MultiValueMap<String, String> typed) {
        flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        Map<String, String> hours = new java.util.HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            hours.put(code(day), shortened(typed.getFirst(code(day))));
        }
        Set<String> known = visible(seen.inventory());
        Set<String> objects = new HashSet<>(typed.getOrDefault("objects", List.of()));
        objects.retainAll(known);
        flash.addFlashAttribute(
                "given", new Given(shortened(typed.getFirst("name")), hours, typed.containsKey("holidays"), objects));
    }

    private static String shortened(@Nullable String text) {
        String typed = Objects.requireNonNullElse(text, "");
        return typed.length() > MOST_TYPED ? typed.substring(0, MOST_TYPED) : typed;
    }
}
