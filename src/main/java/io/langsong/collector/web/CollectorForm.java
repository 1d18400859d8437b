package io.langsong.collector.web;

import io.langsong.access.Refused;
import io.langsong.collector.Collector;
import io.langsong.collector.CollectorPace;
import io.langsong.collector.CollectorWish;
import io.langsong.inventory.SiteId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** A collector as it was typed, shown again when it is refused. */
public record CollectorForm(
        int version,
        String name,
        List<String> sites,
        String interval,
        String timeout,
        String retries,
        String budget,
        String deviceBudget,
        String spool) {
    private static final int LONGEST_FIELD = 500;
    private static final int MOST_SITES = 5_000;

    static CollectorForm blank() {
        return new CollectorForm(0, "", List.of(), "", "", "", "", "", "256");
    }

    static CollectorForm of(Collector one) {
        CollectorPace pace = one.pace();
        return new CollectorForm(
                one.version(),
                one.name(),
                one.sites().stream().map(SiteId::value).toList(),
                pace.interval() == null ? "" : Long.toString(pace.interval().toSeconds()),
                pace.timeout() == null ? "" : Long.toString(pace.timeout().toMillis()),
                pace.retries() == null ? "" : pace.retries().toString(),
                pace.budget() == null ? "" : Long.toString(pace.budget() / 1000),
                pace.deviceBudget() == null ? "" : Long.toString(pace.deviceBudget() / 1000),
                Long.toString(pace.spool().toMegabytes()));
    }

    static CollectorForm of(MultiValueMap<String, String> typed) {
        List<String> sites = typed.getOrDefault("sites", List.of());
        String version = one(typed, "version");
        return new CollectorForm(
                version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0,
                one(typed, "name"),
                sites.size() > MOST_SITES ? List.of() : List.copyOf(sites),
                one(typed, "intervalSeconds"),
                one(typed, "timeoutMillis"),
                one(typed, "retries"),
                one(typed, "budgetKbit"),
                one(typed, "deviceBudgetKbit"),
                one(typed, "spoolMegabytes"));
    }

    private static String one(MultiValueMap<String, String> typed, String name) {
        String text = Objects.requireNonNullElse(typed.getFirst(name), "");
        return text.length() > LONGEST_FIELD ? "" : text;
    }

    /** The same, typed over another version. */
    CollectorForm at(int other) {
        return new CollectorForm(other, name, sites, interval, timeout, retries, budget, deviceBudget, spool);
    }

    /** @throws Refused when something is no number */
    CollectorWish wish() {
        return new CollectorWish(
                name,
                sites,
                number("intervalSeconds", interval),
                number("timeoutMillis", timeout),
                number("retries", retries),
                number("budgetKbit", budget),
                number("deviceBudgetKbit", deviceBudget),
                number("spoolMegabytes", spool));
    }

    private static @Nullable Integer number(String field, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw Refused.invalid(
                    field, typed, "collector.refused.number", List.of(), "is no whole number", "give digits alone");
        }
        return Integer.valueOf(text);
    }
}
