package io.langsong.collector;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SiteId;
import io.langsong.polling.PollingProperties;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What a collector is meant to be, as somebody typed it.
 *
 * @param sites ids
 * @param intervalSeconds 1 to 3600; null: as the server
 * @param timeoutMillis 50 to 30000; null: as the server
 * @param retries 0 to 5; null: as the server
 * @param budgetKbit kilobits a second that it may send, 8 to 1000000; null: no limit
 * @param deviceBudgetKbit kilobits a second that the polls of one device may take, 1 to 1000000; null: no limit
 * @param spoolMegabytes how much may wait on its disk, 8 to 65536; null: 256
 */
public record CollectorWish(
        @Nullable String name,
        List<String> sites,
        @Nullable Integer intervalSeconds,
        @Nullable Integer timeoutMillis,
        @Nullable Integer retries,
        @Nullable Integer budgetKbit,
        @Nullable Integer deviceBudgetKbit,
        @Nullable Integer spoolMegabytes) {
    private static final int LONGEST_NAME = 80;

    public CollectorWish {
        sites = List.copyOf(sites);
    }

    String checkedName() {
        return Typed.text("name", name, LONGEST_NAME);
    }

    /** @throws Refused for one that is not in the inventory */
    Set<SiteId> checkedSites(InventorySnapshot inventory) {
        Set<SiteId> checked = new LinkedHashSet<>();
        for (String site : sites) {
            if (!Ids.isOne(site) || inventory.site(new SiteId(site)).isEmpty()) {
                throw Refused.invalid(
                        "sites",
                        site,
                        "collector.refused.site",
                        List.of(site),
                        "is not in the inventory",
                        "GET /api/v1/sites lists them");
            }
            checked.add(new SiteId(site));
        }
        return checked;
    }

    /** @param usual what holds where nothing is said */
    CollectorPace checkedPace(PollingProperties usual) {
        Integer interval = checked("intervalSeconds", intervalSeconds, 1, 3600);
        Integer timeout = checked("timeoutMillis", timeoutMillis, 50, 30_000);
        Integer tries = checked("retries", retries, 0, 5);
        Integer budget = checked("budgetKbit", budgetKbit, 8, 1_000_000);
        Integer deviceBudget = checked("deviceBudgetKbit", deviceBudgetKbit, 1, 1_000_000);
        Integer spool = checked("spoolMegabytes", spoolMegabytes, 8, 65_536);
        CollectorPace pace = new CollectorPace(
                interval == null ? null : Duration.ofSeconds(interval),
                timeout == null ? null : Duration.ofMillis(timeout),
                tries,
                budget == null ? null : budget * 1000L,
                deviceBudget == null ? null : deviceBudget * 1000L,
                spool == null ? CollectorPace.USUAL_SPOOL : DataSize.ofMegabytes(spool));
        requireFitting(pace, usual);
        return pace;
    }

    private static @Nullable Integer checked(String field, @Nullable Integer typed, int least, int most) {
        if (typed != null && (typed < least || typed > most)) {
            throw Refused.invalid(
                    field,
                    typed.toString(),
                    "collector.refused.range",
                    List.of(String.valueOf(least), String.valueOf(most)),
                    "is out of its range",
                    "give a whole number from %d to %d, or none".formatted(least, most));
        }
        return typed;
    }

    private static void requireFitting(CollectorPace pace, PollingProperties usual) {
        Duration interval = Objects.requireNonNullElse(pace.interval(), usual.interval());
        Duration timeout = Objects.requireNonNullElse(pace.timeout(), usual.timeout());
        int retries = Objects.requireNonNullElse(pace.retries(), usual.retries());
        if (timeout.multipliedBy(retries + 1L).compareTo(interval) >= 0) {
            throw Refused.invalid(
                    "timeoutMillis",
                    Long.toString(timeout.toMillis()),
                    "collector.refused.fit",
                    List.of(retries + 1, timeout.toMillis(), interval.toSeconds()),
                    "is too long: %d tries do not fit into the interval of %d s"
                            .formatted(retries + 1, interval.toSeconds()),
                    "raise the interval, or lower time-out or retries");
        }
    }
}
