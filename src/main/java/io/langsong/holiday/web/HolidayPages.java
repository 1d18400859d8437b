package io.langsong.holiday.web;

import io.langsong.access.Refused;
import io.langsong.availability.Holiday;
import io.langsong.holiday.Days;
import io.langsong.holiday.HolidayBook;
import io.langsong.holiday.HolidayWish;
import io.langsong.holiday.ListedDay;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which days are not as their day of the week: everybody looks, administrators correct. */
@Controller
@RequestMapping("/ngay-nghi")
class HolidayPages {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final int MOST_TYPED = 300;

    private final HolidayBook book;
    private final Words words;
    private final Clock clock;

    HolidayPages(HolidayBook book, Words words, Clock clock) {
        this.book = book;
        this.words = words;
        this.clock = clock;
    }

    /** @param kind {@code holiday}, {@code day-off}, {@code working-day} or {@code ordinary} */
    record Row(
            ListedDay listed,
            String kind,
            String name,
            String source,
            boolean estimated,
            @Nullable LocalDate insteadOf,
            String weekday) {}

    /** What stands in the form. */
    record Given(String date, String kind, boolean estimated, String vi, String en, String insteadOf, String source) {}

    /** @param year of which the days are shown; another than a number shows this year */
    @GetMapping
    String list(@RequestParam(name = "nam", defaultValue = "") String year, Model model, Locale language) {
        List<ListedDay> all = book.list();
        List<Integer> years = new ArrayList<>(all.stream()
                .map(day -> day.date().getYear())
                .distinct()
                .sorted()
                .toList());
        int now = clock.instant().atZone(ZONE).getYear();
        int shown = year.matches("2[01][0-9]{2}") ? Integer.parseInt(year) : now;
        if (!years.contains(shown)) {
            years.add(shown);
            years.sort(null);
        }
        model.addAttribute("years", years);
        model.addAttribute("year", shown);
        model.addAttribute(
                "rows",
                all.stream()
                        .filter(day -> day.date().getYear() == shown)
                        .map(day -> row(day, language))
                        .toList());
        return "holiday/list";
    }

    private Row row(ListedDay listed, Locale language) {
        Holiday day = listed.day();
        ListedDay.Correction correction = listed.correction();
        String weekday = words.message(
                "holiday.weekday." + listed.date().getDayOfWeek().name().toLowerCase(Locale.ROOT));
        if (day == null) {
            return new Row(
                    listed,
                    "ordinary",
                    correction == null ? "" : correction.words(),
                    correction == null ? "" : correction.source(),
                    false,
                    null,
                    weekday);
        }
        return new Row(
                listed,
                Days.code(day.kind()),
                language.getLanguage().equals("en") ? day.english() : day.vietnamese(),
                day.source(),
                day.estimated(),
                day.insteadOf(),
                weekday);
    }

    @GetMapping("/_them")
    String blank(Model model) {
        return form(model, null, new Given("", "holiday", false, "", "", "", ""));
    }

    @GetMapping("/{date}")
    String filled(@PathVariable String date, Model model) {
        ListedDay listed = find(date);
        Holiday day = listed.day() == null ? listed.shipped() : listed.day();
        ListedDay.Correction correction = listed.correction();
        return form(
                model,
                listed,
                new Given(
                        listed.date().toString(),
                        listed.day() == null
                                ? "ordinary"
                                : Days.code(listed.day().kind()),
                        day != null && day.estimated(),
                        day == null ? (correction == null ? "" : correction.words()) : day.vietnamese(),
                        day == null ? "" : day.english(),
                        day == null || day.insteadOf() == null
                                ? ""
                                : day.insteadOf().toString(),
                        listed.day() == null && correction != null
                                ? correction.source()
                                : day == null ? "" : day.source()));
    }

    private ListedDay find(String date) {
        try {
            return book.find(LocalDate.parse(date))
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (java.time.DateTimeException notADate) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, notADate);
        }
    }

    private static String form(Model model, @Nullable ListedDay listed, Given stored) {
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored);
        }
        model.addAttribute("listed", listed);
        model.addAttribute("kinds", List.of("holiday", "day-off", "working-day", "ordinary"));
        return "holiday/form";
    }

    @PostMapping
    String put(
            @RequestParam(defaultValue = "") String date,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable String estimated,
            @RequestParam(defaultValue = "") String vi,
            @RequestParam(defaultValue = "") String en,
            @RequestParam(defaultValue = "") String insteadOf,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(name = "sua", defaultValue = "") String edited,
            RedirectAttributes flash) {
        try {
            LocalDate day = book.put(new HolidayWish(date, kind, estimated != null, vi, en, insteadOf, source), who());
            flash.addFlashAttribute("notice", "holiday.saved");
            return "redirect:/ngay-nghi?nam=" + day.getYear();
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute(
                    "given",
                    new Given(
                            shortened(date),
                            shortened(kind),
                            estimated != null,
                            shortened(vi),
                            shortened(en),
                            shortened(insteadOf),
                            shortened(source)));
            return edited.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                    ? "redirect:/ngay-nghi/" + edited
                    : "redirect:/ngay-nghi/_them";
        }
    }

    @PostMapping("/{date}/xoa")
    String reset(@PathVariable String date, RedirectAttributes flash) {
        LocalDate day = find(date).date();
        try {
            book.reset(day);
            flash.addFlashAttribute("notice", "holiday.reset");
        } catch (Refused meanwhile) {
            // Somebody else did it: it is as it was wanted.
            flash.addFlashAttribute("notice", "holiday.reset");
        }
        return "redirect:/ngay-nghi?nam=" + day.getYear();
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }

    private static String shortened(String typed) {
        String text = Objects.requireNonNullElse(typed, "");
        return text.length() > MOST_TYPED ? text.substring(0, MOST_TYPED) : text;
    }
}
