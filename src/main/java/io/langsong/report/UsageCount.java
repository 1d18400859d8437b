package io.langsong.report;

import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.uptime.ClientSeries;
import io.langsong.uptime.UptimeProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts how much the villages' Wi-Fi was used on a day: people from what their access points say, traffic from the lines to the
 * provider that begin in them. For a calendar to call at night, since it reads all of that.
 */
@Component
class UsageCount {
    private static final Logger log = LoggerFactory.getLogger(UsageCount.class);
    /** As far back as a day that is missing is made up for. */
    private static final int DAYS = 35;

    /**
     * As far back as a day is counted once more: collectors bring days later what they kept while their line was cut, and no event says
     * so. A day reads one series or a few of each access point and line, so a week of them is what a night can bear.
     */
    private static final int AGAIN = 7;

    /** What comes late between two others makes it less by a little, never by so much. */
    private static final double CLEARLY_LESS = 0.99;

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS = (int) Duration.ofDays(1).dividedBy(STEP);

    private final UsageBook book;
    private final Inventory inventory;
    private final MetricStore metrics;
    private final SeriesQuery query;
    private final PortNumbers ports;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UsageCount(
            UsageBook book,
            Inventory inventory,
            MetricStore metrics,
            PortNumbers ports,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.book = book;
        this.inventory = inventory;
        this.metrics = metrics;
        this.query = new SeriesQuery(metrics);
        this.ports = ports;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Counts yesterday, also when it was counted, each day before it that is missing, and those of the last week of which more is
     * known now.
     *
     * @throws MetricStoreException when the store can not be read; the days that were counted by then stay
     */
    void countMissing() {
        LocalDate yesterday =
                clock.instant().atZone(UptimeProperties.ZONE).toLocalDate().minusDays(1);
        LocalDate first = yesterday.minusDays(DAYS - 1L);
        Set<LocalDate> counted = book.counted(first, yesterday.minusDays(1));
        int days = 0;
        int again = 0;
        for (LocalDate day = yesterday; !day.isBefore(first); day = day.minusDays(1)) {
            if (!counted.contains(day)) {
                put(day, count(day));
                days++;
            } else if (day.isAfter(yesterday.minusDays(AGAIN))) {
                again += putIfMore(day) ? 1 : 0;
            }
        }
        log.info("use counted days={} again={}", days, again);
    }

    private void put(LocalDate day, List<UsageBook.Day> villages) {
        transaction.executeWithoutResult(status -> book.put(day, villages));
    }

    private boolean putIfMore(LocalDate day) {
        List<UsageBook.Day> villages = count(day);
        boolean more = book.commune(day)
                .filter(before -> isMore(villages.get(0), before))
                .isPresent();
        if (more) {
            put(day, villages);
        }
        return more;
    }

    /** What counts less lacks a device that was there that day and is not any more, or a port that nobody has named since the start. */
    private static boolean isMore(UsageBook.Day now, UsageBook.Day before) {
        double[] known = {now.hours(), now.clientHours(), octets(now.inBytes()), octets(now.outBytes())};
        double[] was = {before.hours(), before.clientHours(), octets(before.inBytes()), octets(before.outBytes())};
        boolean more = false;
        for (int i = 0; i < known.length; i++) {
            if (known[i] < CLEARLY_LESS * was[i]) {
                return false;
            }
            more |= known[i] > was[i] + 1e-6;
        }
        return more;
    }

    private static double octets(@Nullable Long known) {
        return known == null ? 0 : known;
    }

    /** The commune, then those villages of which anything was counted. */
    List<UsageBook.Day> count(LocalDate day) {
        Instant from = day.atStartOfDay(UptimeProperties.ZONE).toInstant();
        Instant until = day.plusDays(1).atStartOfDay(UptimeProperties.ZONE).toInstant();
        InventorySnapshot there = inventory.snapshot();
        Map<VillageId, Total> villages = new HashMap<>();
        for (Device device : there.devices()) {
            if (device.kind() == Device.Kind.ACCESS_POINT) {
                village(device.site(), there)
                        .ifPresent(village -> villages.computeIfAbsent(village, id -> new Total())
                                .addClients(clients(device, from, until)));
            }
        }
        for (Link link : there.links()) {
            if (link.far() == null) {
                there.device(link.near().device())
                        .flatMap(device -> village(device.site(), there))
                        .ifPresent(village -> villages.computeIfAbsent(village, id -> new Total())
                                .addTraffic(
                                        // What the port sends out is what people send to the Internet.
                                        octets(link, "if.out_octets", from, until),
                                        octets(link, "if.in_octets", from, until)));
            }
        }
        Total commune = new Total();
        villages.values().forEach(commune::add);
        List<UsageBook.Day> days = new ArrayList<>();
        days.add(commune.day(day, ""));
        for (Village village : there.villages()) {
            Total total = villages.get(village.id());
            if (total != null && total.isMeasured()) {
                days.add(total.day(day, village.id().value()));
            }
        }
        return days;
    }

    private static Optional<VillageId> village(SiteId site, InventorySnapshot there) {
        return there.site(site).map(Site::village);
    }

    /** The mean of each step; of one between two samples that came when they were due the earlier; NaN where nothing is known. */
    private double[] clients(Device device, Instant from, Instant until) {
        double[] sum = nothing();
        for (Series series : ClientSeries.of(metrics.seriesOf(device.id()))) {
            query.points(series.key(), from, until, STEP, SeriesQuery.Function.MEAN)
                    .ifPresent(curve -> add(curve.points(), sum));
        }
        return sum;
    }

    private static void add(List<SeriesQuery.Step> steps, double[] sum) {
        for (int i = 0; i < STEPS; i++) {
            OptionalDouble clients = steps.get(i).value();
            if (clients.isPresent()) {
                sum[i] = (Double.isNaN(sum[i]) ? 0 : sum[i]) + Math.max(0, clients.getAsDouble());
            }
        }
    }

    private static double[] nothing() {
        double[] steps = new double[STEPS];
        Arrays.fill(steps, Double.NaN);
        return steps;
    }

    /** Of the time of which it is known, and not a second more; null when nothing is. */
    private @Nullable Double octets(Link link, String counter, Instant from, Instant until) {
        OptionalDouble rise = ports.of(link.near())
                .map(port -> query.rise(new SeriesKey(link.near().device(), counter, port), from, until))
                .orElse(OptionalDouble.empty());
        return rise.isPresent() ? (Double) rise.getAsDouble() : null;
    }

    /** Of a village, or of all. */
    private static final class Total {
        private final double[] clients = nothing();
        private @Nullable Double in;
        private @Nullable Double out;

        void addClients(double[] more) {
            for (int step = 0; step < STEPS; step++) {
                if (!Double.isNaN(more[step])) {
                    clients[step] = (Double.isNaN(clients[step]) ? 0 : clients[step]) + more[step];
                }
            }
        }

        void addTraffic(@Nullable Double moreIn, @Nullable Double moreOut) {
            in = sum(in, moreIn);
            out = sum(out, moreOut);
        }

        private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
            return one == null ? other : other == null ? one : (Double) (one + other);
        }

        void add(Total other) {
            addClients(other.clients);
            addTraffic(other.in, other.out);
        }

        boolean isMeasured() {
            return in != null || out != null || Arrays.stream(clients).anyMatch(step -> !Double.isNaN(step));
        }

        UsageBook.Day day(LocalDate day, String village) {
            double[] known =
                    Arrays.stream(clients).filter(step -> !Double.isNaN(step)).toArray();
            double sum = Arrays.stream(known).sum();
            double most = Arrays.stream(known).max().orElse(0);
            return new UsageBook.Day(
                    day,
                    village,
                    sum * STEP.toMinutes() / 60.0,
                    known.length * STEP.toMinutes() / 60.0,
                    Math.round(most),
                    in == null ? null : (Long) Math.round(in),
                    out == null ? null : (Long) Math.round(out));
        }
    }
}
