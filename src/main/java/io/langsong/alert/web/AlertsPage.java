package io.langsong.alert.web;

import io.langsong.alert.Alert;
import io.langsong.alert.Alerts;
import io.langsong.alert.Severity;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.web.AskedPeriod;
import io.langsong.web.ListPage;
import io.langsong.web.WebProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Alerts that last and those that are over. */
@Controller
class AlertsPage {
    private final SeenAlerts alerts;
    private final AlertWords alertWords;
    private final Clock clock;
    private final ZoneId zone;

    AlertsPage(SeenAlerts alerts, AlertWords alertWords, WebProperties settings, Clock clock) {
        this.alerts = alerts;
        this.alertWords = alertWords;
        this.zone = settings.zone();
        this.clock = clock;
    }

    /**
     * One alert as the page shows it.
     *
     * @param known whether its device is in the inventory
     */
    record Row(Alert alert, String rule, String metric, String device, String place, boolean known, String value) {
        /** Null while it lasts. */
        public @Nullable Duration length() {
            return alert.until() == null ? null : Duration.between(alert.since(), alert.until());
        }
    }

    /** @param asked as {@link AlertFilter} reads it */
    @GetMapping(AlertFilter.PATH)
    String list(@RequestParam Map<String, String> asked, Model model) {
        AlertFilter filter = AlertFilter.of(asked);
        InventorySnapshot inventory = alerts.inventory();
        ListPage<Row> page = page(filter, asked.getOrDefault("trang", ""), inventory);
        model.addAttribute("filter", filter);
        model.addAttribute("periods", AskedPeriod.OFFERED);
        model.addAttribute("severities", Severity.values());
        model.addAttribute("page", page);
        model.addAttribute("most", Alerts.MOST_COUNTED);
        model.addAttribute(
                "lasting",
                page.rows().stream().filter(row -> row.alert().lasts()).toList());
        model.addAttribute(
                "over", page.rows().stream().filter(row -> !row.alert().lasts()).toList());
        model.addAttribute(
                "device", filter.device().isEmpty() ? "" : alertWords.device(new DeviceId(filter.device()), inventory));
        model.addAttribute("rule", filter.rule().isEmpty() ? "" : rule(filter.rule()));
        return "alert/alerts";
    }

    private ListPage<Row> page(AlertFilter filter, String asked, InventorySnapshot inventory) {
        Instant now = clock.instant();
        Alerts.Wish wish = alerts.wish(
                filter.period().begin(now, zone),
                // What began in this very moment is wanted too.
                filter.period().end(now, zone).plusMillis(1),
                filter.device().isEmpty() ? null : new DeviceId(filter.device()),
                filter.rule().isEmpty() ? null : filter.rule(),
                AlertFilter.severity(filter.severity()),
                filter.state().equals(AlertFilter.LASTING));
        int found = alerts.count(wish);
        int count = Math.max(1, (found + ListPage.SIZE - 1) / ListPage.SIZE);
        int number = Math.min(count, asked.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(asked) : 1);
        List<Row> rows = alerts.find(wish, (number - 1) * ListPage.SIZE, ListPage.SIZE).stream()
                .map(alert -> row(alert, inventory))
                .toList();
        return new ListPage<>(rows, number, count, found);
    }

    private Row row(Alert alert, InventorySnapshot inventory) {
        Device device = inventory.device(alert.device()).orElse(null);
        return new Row(
                alert,
                rule(alert.rule()),
                alertWords.metric(alert.metric()),
                alertWords.device(alert.device(), inventory),
                device == null
                        ? ""
                        : inventory
                                .villageOf(device)
                                .map(village -> village.name())
                                .orElse(""),
                device != null,
                alertWords.value(alert));
    }

    private String rule(String id) {
        return alerts.rule(id).map(kept -> alertWords.name(kept.rule())).orElseGet(() -> alertWords.name(id));
    }
}
