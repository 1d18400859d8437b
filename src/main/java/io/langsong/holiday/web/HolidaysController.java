package io.langsong.holiday.web;

import io.langsong.access.Refused;
import io.langsong.availability.Holiday;
import io.langsong.holiday.Days;
import io.langsong.holiday.HolidayBook;
import io.langsong.holiday.HolidayWish;
import io.langsong.holiday.ListedDay;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Holidays, for programs; changing them is for administrators. */
@RestController
@RequestMapping(path = "/api/v1/holidays", produces = "application/json")
class HolidaysController {
    private final HolidayBook book;

    HolidaysController(HolidayBook book) {
        this.book = book;
    }

    /** @param insteadOf the day for which this one is free or worked. @param corrected whether somebody changed what is shipped */
    record HolidayJson(
            LocalDate date,
            String kind,
            boolean estimated,
            String vi,
            String en,
            @Nullable LocalDate insteadOf,
            String source,
            boolean corrected,
            @Nullable String changedBy) {
        static HolidayJson of(ListedDay listed) {
            Holiday day = listed.day();
            ListedDay.Correction correction = listed.correction();
            String words = correction == null ? "" : correction.words();
            return new HolidayJson(
                    listed.date(),
                    day == null ? "ordinary" : Days.code(day.kind()),
                    day != null && day.estimated(),
                    day == null ? words : day.vietnamese(),
                    day == null ? words : day.english(),
                    day == null ? null : day.insteadOf(),
                    day == null ? (correction == null ? "" : correction.source()) : day.source(),
                    correction != null,
                    correction == null ? null : correction.by());
        }
    }

    /** What may be sent. */
    record HolidaySent(
            @ApiValue(
                    value = "ordinary: as its day of the week, whatever is shipped",
                    choices = {"holiday", "day-off", "working-day", "ordinary"})
            String kind,

            @ApiValue("whether it is not decided yet; false when it is left out") @Nullable
            Boolean estimated,

            @ApiValue("its name") String vi,

            @ApiValue("left out: as in vi") @Nullable String en,

            @ApiValue("the day that a day off or a working day stands for") @Nullable
            String insteadOf,

            @ApiValue("what says so") String source) {}

    @ApiCall("The days that are not as their day of the week, ascending.")
    @GetMapping
    List<HolidayJson> list(
            @RequestParam(required = false)
                    @ApiValue(value = "left out: all years", least = 2000, most = 2199)
                    @Nullable
                    Integer year) {
        return book.list().stream()
                .filter(day -> year == null || day.date().getYear() == year)
                .map(HolidayJson::of)
                .toList();
    }

    @ApiCall("One day that is not as its day of the week.")
    @GetMapping("/{date}")
    HolidayJson one(@PathVariable String date) {
        return HolidayJson.of(find(date));
    }

    private ListedDay find(String date) {
        LocalDate day = Days.date("date", date);
        return book.find(day)
                .orElseThrow(() -> RequestRefused.unknown(
                        "date", date, "is as its day of the week", "GET /api/v1/holidays lists the others"));
    }

    @ApiCall(value = "Says what a day is, before what is shipped.", body = HolidaySent.class)
    @PutMapping("/{date}")
    HolidayJson put(@PathVariable String date, @RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, HolidaySent.class);
        book.put(
                new HolidayWish(
                        date,
                        sent.text("kind"),
                        sent.truth("estimated", false),
                        sent.text("vi"),
                        sent.text("en"),
                        sent.text("insteadOf"),
                        sent.text("source")),
                HolidayPages.who());
        return one(date);
    }

    /** @throws Refused when nobody corrected it */
    @ApiCall(value = "Takes a correction back: the day is again what is shipped.", status = 204)
    @DeleteMapping("/{date}")
    ResponseEntity<Void> reset(@PathVariable String date) {
        book.reset(Days.date("date", date));
        return ResponseEntity.noContent().build();
    }
}
