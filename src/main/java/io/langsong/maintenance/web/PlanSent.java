package io.langsong.maintenance.web;

import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What may be sent for a plan: from and to, or repeat. */
record PlanSent(
        @ApiValue(
                value = "work when it is left out",
                choices = {"work", "power-cut"})
        @Nullable
        String kind,

        @ApiValue("one line of at most 160 characters") String title,

        @ApiValue("needed for what has begun already: why it is entered only now") @Nullable
        String reason,

        @ApiValue("each like device:ap-1, link:ID, service:ID, site:ID, village:ID, power-area:ID; or all alone")
        List<String> scope,

        @ApiValue("with offset") @Nullable String from,

        @ApiValue("with offset") @Nullable String to,

        @Nullable RepeatSent repeat) {

    /** When a plan recurs. */
    record RepeatSent(
            @ApiValue(choices = {"daily", "weekly", "monthly"})
            String every,

            @ApiValue("for weekly, like monday") @Nullable List<String> days,

            @ApiValue(value = "for monthly; of a shorter month its last day", least = 1, most = 31) @Nullable
            Integer dayOfMonth,

            @ApiValue("like 22:00, Vietnamese time") String at,

            @ApiValue("like 02:00; on the next day when it is not after at")
            String until,

            @ApiValue("like 2026-12-01") String firstDay,

            @ApiValue("left out: no end") @Nullable String lastDay) {}

    /**
     * @throws RequestRefused for the form of it
     * @throws io.langsong.maintenance.MaintenanceRefused for what it says
     */
    static PlanWish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, PlanSent.class);
        return new PlanWish(
                PlanForm.kind(Objects.requireNonNullElse(sent.text("kind"), "work")),
                text(sent, "title"),
                sent.text("reason"),
                null,
                Scope.parse(sent.texts("scope")),
                timing(sent, json.get("repeat")));
    }

    private static Timing timing(JsonFields sent, @Nullable JsonNode repeat) {
        if (repeat == null || repeat.isNull()) {
            return Timing.Once.of(instant("from", sent.text("from")), instant("to", sent.text("to")));
        }
        if (sent.text("from") != null || sent.text("to") != null) {
            throw RequestRefused.wrong("repeat", null, "goes with neither from nor to", "leave one of the two out");
        }
        JsonFields again = JsonFields.of(repeat, RepeatSent.class);
        Integer day = again.number("dayOfMonth");
        return PlanForm.recurring(
                text(again, "every"),
                again.texts("days"),
                day == null ? "" : day.toString(),
                text(again, "at"),
                text(again, "until"),
                text(again, "firstDay"),
                text(again, "lastDay"));
    }

    private static String text(JsonFields sent, String field) {
        return Objects.requireNonNullElse(sent.text(field), "");
    }

    private static Instant instant(String field, @Nullable String text) {
        try {
            OffsetDateTime read = OffsetDateTime.parse(Objects.requireNonNullElse(text, ""));
            if (read.getYear() > 0 && read.getYear() < 10_000) {
                return read.toInstant();
            }
        } catch (DateTimeParseException notATime) {
            // As one of another age.
        }
        throw RequestRefused.wrong(field, text, "is no time with offset", "write it like 2026-12-12T07:30:00+07:00");
    }
}
