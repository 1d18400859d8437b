package io.langsong.alert.web;

import io.langsong.alert.Alert;
import io.langsong.alert.AlertRules;
import io.langsong.alert.AlertRules.Kept;
import io.langsong.alert.Alerts;
import io.langsong.alert.Scope;
import io.langsong.alert.Severity;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.web.SeenInventory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alerts and rules as far as whoever sent the request may see them: of the devices of their villages. Any thread. */
@Component
class SeenAlerts {
    private final Alerts alerts;
    private final AlertRules rules;
    private final SeenInventory seen;

    SeenAlerts(Alerts alerts, AlertRules rules, SeenInventory seen) {
        this.alerts = alerts;
        this.rules = rules;
        this.seen = seen;
    }

    InventorySnapshot inventory() {
        return seen.snapshot();
    }

    Alerts.Wish wish(
            Instant from,
            Instant until,
            @Nullable DeviceId device,
            @Nullable String rule,
            @Nullable Severity severity,
            boolean lasting) {
        InventorySnapshot inventory = seen.snapshot();
        Collection<DeviceId> visible = inventory.isWhole()
                ? null
                : inventory.devices().stream().map(Device::id).toList();
        return new Alerts.Wish(from, until, device, rule, severity, lasting, visible);
    }

    List<Alert> find(Alerts.Wish wish, int skip, int most) {
        return alerts.find(wish, skip, most);
    }

    int count(Alerts.Wish wish) {
        return alerts.count(wish);
    }

    Optional<Alert> find(long id) {
        return alerts.find(id).filter(alert -> seen.mayName(alert.device()));
    }

    /** Without those about places that are not seen. */
    List<Kept> rules() {
        InventorySnapshot inventory = seen.snapshot();
        return rules.all().stream()
                .filter(kept -> isSeen(kept.rule().scope(), inventory))
                .toList();
    }

    Optional<Kept> rule(String id) {
        return rules().stream().filter(kept -> kept.rule().id().equals(id)).findFirst();
    }

    private static boolean isSeen(Scope scope, InventorySnapshot inventory) {
        if (inventory.isWhole()) {
            return true;
        }
        return switch (scope.kind()) {
            case ALL, PROFILE -> true;
            case VILLAGE -> inventory.mayName(new VillageId(scope.id()));
            case SITE -> inventory.mayName(new SiteId(scope.id()));
            case DEVICE -> inventory.mayName(new DeviceId(scope.id()));
        };
    }
}
