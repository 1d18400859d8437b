package io.langsong.report;

import io.langsong.availability.Availability;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.incident.Incidents;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.RetiredObjects;
import io.langsong.inventory.ServiceId;
import io.langsong.maintenance.Plans;
import io.langsong.outage.ObjectRef;
import io.langsong.uptime.ExpectedUsers;
import io.langsong.uptime.Impact;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeProperties;
import io.langsong.uptime.Uptimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Counts the facts of any period, from the record of outages, incidents, plans and what was measured of use. The same for one object
 * alone and in any group. Any thread; takes as long as it must.
 */
@Component
public class Reports {
    private final Uptimes uptimes;
    private final Impact impact;
    private final Inventory inventory;
    private final RetiredObjects retired;
    private final Incidents incidents;
    private final Plans plans;
    private final UsageBook usage;
    private final UptimeProperties settings;
    private final ReportProperties targets;
    private final Clock clock;

    Reports(
            Uptimes uptimes,
            Impact impact,
            Inventory inventory,
            RetiredObjects retired,
            Incidents incidents,
            Plans plans,
            UsageBook usage,
            UptimeProperties settings,
            ReportProperties targets,
            Clock clock) {
        this.uptimes = uptimes;
        this.impact = impact;
        this.inventory = inventory;
        this.retired = retired;
        this.incidents = incidents;
        this.plans = plans;
        this.usage = usage;
        this.settings = settings;
        this.targets = targets;
        this.clock = clock;
    }

    /** The period that people call by that month. */
    public ReportPeriod month(YearMonth month) {
        return ReportPeriod.of(month, settings);
    }

    /** Of a period that lasts, what there is by now; of one that is still to come, nothing. */
    public Report of(ReportPeriod period) {
        return count(period).report();
    }

    /** Whether there was anything in a period that it could be of; without counting any of it. */
    boolean isOfAnything(ReportPeriod period) {
        Things things = Things.of(inventory.snapshot(), retired.after(period.from()));
        return !uptimes.there(things.refs(), period.interval()).isEmpty();
    }

    /** What was counted. @param own uptime of each object, in the hours in which it is meant to serve */
    record Counted(Report report, List<Uptime> own) {}

    Counted count(ReportPeriod period) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Interval counted = soFar(period, now);
        Rules rules = rules();
        InventorySnapshot there = inventory.snapshot();
        Things things = Things.of(there, retired.after(period.from()));
        Map<ObjectRef, Uptime> own = uptimes.of(things.refs(), counted, null);
        Map<ObjectRef, Uptime> always = always(own, counted);
        Map<ObjectRef, Uptime> before = uptimes.of(things.refs(), earlier(period), null);
        Map<ServiceId, ExpectedUsers> expected = impact.expected();
        Lines lines = new Lines(things, rules, own, always, before, expected);
        IncidentLines told = IncidentLines.of(incidents, there, expected, period, rules, now);
        Report report = new Report(
                period,
                now,
                !period.until().isAfter(now),
                rules,
                lines.objects(),
                lines.places(),
                told.causes(),
                told.lines(),
                WorkLines.of(plans.occurrences(period.interval()), there),
                usage.lines(period.interval(), there),
                gaps(always.values()),
                told.meanAcknowledgeSeconds(),
                told.withinTarget());
        return new Counted(report, List.copyOf(own.values()));
    }

    /** As far as now, so that all figures are of the same time. */
    private static Interval soFar(ReportPeriod period, Instant now) {
        boolean lasts = period.from().isBefore(now) && period.until().isAfter(now);
        return lasts ? new Interval(period.from(), now) : period.interval();
    }

    private Rules rules() {
        return new Rules(
                settings.target(),
                settings.enoughCoverage(),
                settings.blip().toSeconds(),
                settings.cutoffDay(),
                targets.restoreCritical().toSeconds(),
                targets.restoreWarning().toSeconds());
    }

    /** Day and night; what is meant to serve day and night is counted already. */
    private Map<ObjectRef, Uptime> always(Map<ObjectRef, Uptime> own, Interval period) {
        Map<ObjectRef, Uptime> always = new HashMap<>(own);
        List<ObjectRef> others = own.values().stream()
                .filter(uptime -> !uptime.calendar().isAllHours())
                .map(Uptime::object)
                .toList();
        if (!others.isEmpty()) {
            always.putAll(uptimes.of(others, period, UptimeCalendar.ALL_HOURS));
        }
        return always;
    }

    /** The month before; of any other period the time of the same length before it. */
    private Interval earlier(ReportPeriod period) {
        YearMonth month = period.month();
        return month == null
                ? new Interval(period.from().minus(Duration.between(period.from(), period.until())), period.from())
                : settings.month(month.minusMonths(1));
    }

    /** When nothing at all was looked at. */
    private static List<Report.Gap> gaps(Collection<Uptime> all) {
        Intervals gaps = null;
        for (Uptime uptime : all) {
            Availability availability = uptime.availability();
            Intervals blind = availability
                    .unknown()
                    .or(Intervals.of(availability.period()).minus(Intervals.of(uptime.monitored())));
            gaps = gaps == null ? blind : gaps.and(blind);
            if (gaps.isEmpty()) {
                break;
            }
        }
        return gaps == null
                ? List.of()
                : gaps.list().stream()
                        .map(gap -> new Report.Gap(gap.from(), gap.until()))
                        .collect(Collectors.toList());
    }
}
