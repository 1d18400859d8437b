package io.langsong.alert.web;

import io.langsong.alert.Alert;
import io.langsong.alert.AlertRule;
import io.langsong.alert.Criterion;
import io.langsong.alert.Criterion.Threshold;
import io.langsong.alert.KnownMetrics;
import io.langsong.alert.Scope;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.metric.Metric;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alerts and rules in words, in the language of the request on this thread. */
@Component
class AlertWords {
    private final Words words;
    private final KnownMetrics metrics;

    AlertWords(Words words, KnownMetrics metrics) {
        this.words = words;
        this.metrics = metrics;
    }

    /** Its own name, or its words as it was shipped; else its id. */
    String name(AlertRule rule) {
        return rule.name() == null ? name(rule.id()) : rule.name();
    }

    String name(String id) {
        String key = "alert.rule." + id;
        return words.has(key) ? words.message(key) : id;
    }

    /** {@code Tải CPU}; the name of a metric that has no words stands for itself. */
    String metric(String name) {
        String key = "dashboard.metric." + name;
        return words.has(key) ? words.message(key) : name;
    }

    /** What it asks: {@code Tải CPU trên 90%, liên tục 15 phút, hết khi về 75%}. */
    String says(AlertRule rule) {
        List<String> parts = new ArrayList<>();
        String what = metric(rule.measure().metric());
        String unit = unit(rule);
        if (rule.criterion() instanceof Threshold limit) {
            parts.add(words.message("alert.says." + limit.kind().code(), what, words.measured(limit.fire(), unit)));
        } else {
            parts.add(words.message("alert.says.no-data", what, words.exact(rule.holds())));
        }
        String index = rule.measure().index();
        if (index.isEmpty()) {
            parts.add(words.message("alert.says.whole"));
        } else if (!index.equals("*")) {
            parts.add(words.message("alert.says.index", index));
        }
        if (rule.measure().of() != null) {
            parts.add(words.message("alert.says.of", metric(rule.measure().of())));
        }
        if (rule.criterion() instanceof Threshold limit) {
            if (!limit.average().isZero()) {
                parts.add(words.message("alert.says.average", words.exact(limit.average())));
            }
            if (!rule.holds().isZero()) {
                parts.add(words.message("alert.says.holds", words.exact(rule.holds())));
            }
            parts.add(words.message("alert.says.clear", words.measured(limit.clear(), unit)));
        }
        return String.join(", ", parts);
    }

    /** Of what a rule judges, as printed; empty where that is not known. */
    String unit(AlertRule rule) {
        if (rule.measure().of() != null) {
            return "%";
        }
        Optional<Metric> metric = metrics.metric(rule.measure().metric());
        return metric.map(known -> known.kind() == Metric.Kind.GAUGE ? known.unit() : known.unit() + "/s")
                .orElse("");
    }

    String scope(Scope scope, InventorySnapshot inventory) {
        String kind = words.message("alert.scope." + scope.kind().code());
        return scope.kind() == Scope.Kind.ALL ? kind : kind + ": " + named(scope, inventory);
    }

    private String named(Scope scope, InventorySnapshot inventory) {
        return switch (scope.kind()) {
            case VILLAGE ->
                inventory.village(new VillageId(scope.id())).map(Village::name).orElse(scope.id());
            case SITE ->
                inventory
                        .site(new SiteId(scope.id()))
                        .map(site -> site(site, inventory))
                        .orElse(scope.id());
            case DEVICE -> device(new DeviceId(scope.id()), inventory);
            case PROFILE, ALL -> scope.id();
        };
    }

    private static String site(Site site, InventorySnapshot inventory) {
        return inventory
                        .village(site.village())
                        .map(village -> village.name() + " – ")
                        .orElse("")
                + site.name();
    }

    String device(DeviceId id, InventorySnapshot inventory) {
        return inventory.device(id).map(device -> device.name()).orElse(id.value());
    }

    /** {@code 97%, ngưỡng trên 90%} */
    String value(Alert alert) {
        if (alert.asked() == Criterion.Kind.NO_DATA) {
            return words.message("alert.value.no-data");
        }
        return words.message(
                "alert.value." + alert.asked().code(),
                measured(alert.value(), alert.unit()),
                measured(alert.fire(), alert.unit()));
    }

    String measured(@Nullable Double value, String unit) {
        return value == null ? "–" : words.measured(value, unit);
    }
}
