package io.langsong.alert.web;

import io.langsong.alert.Alert;
import io.langsong.alert.AlertRule;
import io.langsong.alert.Alerts;
import io.langsong.alert.Severity;
import io.langsong.inventory.DeviceId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record of alerts, for programs. */
@RestController
class AlertsController {
    private static final Duration WINDOW = Duration.ofDays(31);
    private static final int MOST = 1000;

    private final SeenAlerts alerts;
    private final Clock clock;

    AlertsController(SeenAlerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** As {@link Alert}. */
    record AlertJson(
            long id,
            String rule,
            String severity,
            String device,
            String metric,
            String index,

            @ApiValue(choices = {"above", "below", "no-data"})
            String criterion,

            @ApiValue("limit of the rule when it fired; null for missing data") @Nullable
            Double fire,

            @ApiValue("by which it fired; null for missing data") @Nullable
            Double value,

            String unit,
            @ApiValue("first sample that broke the rule") Instant from,

            @ApiValue("sample by which it had held for as long as it must")
            Instant firedAt,

            @ApiValue("null while it lasts") @Nullable Instant to,

            @ApiValue("cleared, rule-changed or device-left; null while it lasts") @Nullable
            String end) {}

    @ApiCall("Alerts that touch the window; those that last first, then the newest.")
    @GetMapping(path = "/api/v1/alerts", produces = "application/json")
    List<AlertJson> list(
            @RequestParam(required = false) @ApiValue("left out: 31 days before to") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("not within the window; left out: now") @Nullable
                    OffsetDateTime to,
            @RequestParam(required = false) @Nullable String device,
            @RequestParam(required = false) @ApiValue("the id of one") @Nullable String rule,
            @RequestParam(required = false) @ApiValue(choices = {"warning", "critical"}) @Nullable String severity,
            @RequestParam(defaultValue = "false") @ApiValue("only those that last") boolean lasting,
            @RequestParam(defaultValue = "0") @ApiValue(least = 0, most = 100_000) int page,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = MOST) int size) {
        Instant until = to == null ? clock.instant().plusMillis(1) : to.toInstant();
        Instant since = from == null ? until.minus(WINDOW) : from.toInstant();
        if (!since.isBefore(until)) {
            throw RequestRefused.wrong(
                    "from", String.valueOf(from), "is not before to", "give an earlier one, or a later to");
        }
        require("page", page, 0, 100_000);
        require("size", size, 1, MOST);
        Alerts.Wish wish = alerts.wish(
                since,
                until,
                device == null ? null : device(device),
                rule == null ? null : rule(rule),
                severity == null ? null : severity(severity),
                lasting);
        return alerts.find(wish, page * size, size).stream()
                .map(AlertsController::json)
                .toList();
    }

    private static void require(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw RequestRefused.wrong(
                    field, Integer.toString(value), "is out of range", "give %d to %d".formatted(least, most));
        }
    }

    @ApiCall("One alert.")
    @GetMapping(path = "/api/v1/alerts/{id}", produces = "application/json")
    AlertJson one(@PathVariable long id) {
        return alerts.find(id)
                .map(AlertsController::json)
                .orElseThrow(() -> RequestRefused.unknown(
                        "id", Long.toString(id), "is not the id of an alert", "GET /api/v1/alerts lists them"));
    }

    private static DeviceId device(String device) {
        return AlertFilter.deviceId(device)
                .orElseThrow(
                        () -> RequestRefused.wrong("device", device, "is no id", "GET /api/v1/devices lists them"));
    }

    private static String rule(String rule) {
        if (!AlertRule.isId(rule)) {
            throw RequestRefused.wrong("rule", rule, "is no id", "GET /api/v1/alert-rules lists them");
        }
        return rule;
    }

    private static Severity severity(String severity) {
        return Arrays.stream(Severity.values())
                .filter(one -> one.code().equals(severity))
                .findFirst()
                .orElseThrow(
                        () -> RequestRefused.wrong("severity", severity, "is no severity", "give warning or critical"));
    }

    private static AlertJson json(Alert one) {
        return new AlertJson(
                one.id(),
                one.rule(),
                one.severity().code(),
                one.device().value(),
                one.metric(),
                one.index(),
                one.asked().code(),
                one.fire(),
                one.value(),
                one.unit(),
                one.since(),
                one.firedAt(),
                one.until(),
                one.end() == null ? null : one.end().code());
    }
}
