package io.langsong.uptime.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.uptime.Accounted;
import io.langsong.uptime.Affected;
import io.langsong.uptime.FigureVersion;
import io.langsong.uptime.Figures;
import io.langsong.uptime.GroupFigures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeCalendars;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Uptime, for programs. */
@RestController
class UptimeController {
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final SeenUptime seen;
    private final UptimeCalendars calendars;
    private final UptimeProperties settings;
    private final Clock clock;

    UptimeController(SeenUptime seen, UptimeCalendars calendars, UptimeProperties settings, Clock clock) {
        this.seen = seen;
        this.calendars = calendars;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param to of the period that was asked for; one that lasts is counted as far as {@code countedTo}
     * @param countedTo null when the period has not begun
     * @param target share below which a service is below target
     * @param group of the services among the objects
     */
    record UptimeJson(
            Instant from,
            Instant to,
            @Nullable Instant countedTo,
            BigDecimal target,
            GroupUptimeJson group,
            List<ObjectUptimeJson> objects) {}

    /**
     * Shares are 0 to 1; null where there is no figure.
     *
     * @param userHoursLost at all the services; null where nobody is expected at any
     */
    record GroupUptimeJson(
            @Nullable BigDecimal uptime,
            @Nullable BigDecimal ownFaultUptime,
            @Nullable BigDecimal coverage,
            @Nullable BigDecimal uncertainty,
            int services,
            int measuredServices,
            int belowTarget,
            int outages,
            boolean estimated,
            @Nullable Double userHoursLost) {
        static GroupUptimeJson of(Group all) {
            GroupFigures group = all.services();
            return new GroupUptimeJson(
                    group.uptime().uptime().orElse(null),
                    group.uptime().ownFaultUptime().orElse(null),
                    group.uptime().coverage().orElse(null),
                    group.uncertaintyShare().orElse(null),
                    group.uptime().services(),
                    group.uptime().measuredServices(),
                    group.uptime().belowTarget(),
                    group.outages(),
                    group.estimated(),
                    all.userHours());
        }
    }

    /**
     * @param monitoredTo null while it is in the inventory
     * @param affected null of anything but a service at which people are expected
     * @param intervals only when one object was asked for
     * @param versions figures of this time that were issued, only when one object was asked for
     */
    record ObjectUptimeJson(
            String object,
            String name,
            String kind,
            @Nullable String village,
            String calendar,
            Instant monitoredFrom,
            @Nullable Instant monitoredTo,
            Figures figures,
            @Nullable AffectedJson affected,
            @Nullable List<UptimeIntervalJson> intervals,
            @Nullable List<FigureVersionJson> versions) {}

    /** @param people in the busiest hour that was out. @param userHours expected use that was lost */
    record AffectedJson(String basis, double people, double userHours) {
        static AffectedJson of(Affected affected) {
            return new AffectedJson(
                    affected.basis().name().toLowerCase(Locale.ROOT), affected.people(), affected.userHours());
        }
    }

    /** @param outage number of the record, as of GET /api/v1/outages/{id}; null of what was not recorded */
    record UptimeIntervalJson(
            Instant from,
            Instant to,
            String counted,
            @Nullable Long outage,
            @Nullable String cause) {}

    record FigureVersionJson(
            long id,
            Instant from,
            Instant to,
            String calendar,
            Figures figures,
            String madeBy,
            Instant madeAt,
            String because,
            @Nullable Long plan,
            @Nullable String reason,
            @Nullable String issuedBy,
            @Nullable Instant issuedAt) {
        static FigureVersionJson of(FigureVersion version) {
            return new FigureVersionJson(
                    version.id(),
                    version.period().from(),
                    version.period().until(),
                    version.calendar(),
                    version.figures(),
                    version.madeBy(),
                    version.madeAt(),
                    version.because().name().toLowerCase(Locale.ROOT),
                    version.plan(),
                    version.reason(),
                    version.issuedBy(),
                    version.issuedAt());
        }
    }

    @ApiCall("Uptime of an object with its intervals, of a village, or of all, in a month or between two times.")
    @GetMapping("/api/v1/uptime")
    UptimeJson uptime(
            @RequestParam(required = false)
                    @ApiValue("device:ID, link:ID or service:ID; then its intervals are given")
                    @Nullable
                    String object,
            @RequestParam(required = false) @ApiValue("id of a village") @Nullable String village,
            @RequestParam(required = false)
                    @ApiValue(
                            "like 2026-10, with the cut-off day of the settings; left out: from and to, else this month")
                    @Nullable
                    String month,
            @RequestParam(required = false) @ApiValue("with to") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("at most 400 days after from; left out: now") @Nullable
                    OffsetDateTime to,
            @RequestParam(required = false)
                    @ApiValue("id of a calendar, as of GET /api/v1/uptime-calendars; left out: of each its own")
                    @Nullable
                    String calendar) {
        Interval period = period(month, from, to);
        UptimeCalendar wanted = calendar(calendar);
        List<SeenObject> objects = objects(object, village, period);
        Map<ObjectRef, Uptime> uptimes = seen.uptimes(objects, period, wanted);
        Map<ObjectRef, Affected> affected = seen.affected(uptimes);
        List<ObjectUptimeJson> each = new ArrayList<>();
        for (SeenObject one : objects) {
            Uptime uptime = uptimes.get(one.ref());
            if (uptime != null) {
                each.add(json(one, uptime, affected.get(one.ref()), object != null));
            }
        }
        Instant now = clock.instant();
        return new UptimeJson(
                period.from(),
                period.until(),
                period.from().isBefore(now) ? (period.until().isAfter(now) ? now : period.until()) : null,
                settings.targetShare(),
                GroupUptimeJson.of(Group.of(objects, uptimes, affected, settings)),
                each);
    }

    private Interval period(@Nullable String month, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        if (month != null && (from != null || to != null)) {
            throw RequestRefused.wrong("month", month, "goes with neither from nor to", "leave one of the two out");
        }
        if (from == null && to != null) {
            throw RequestRefused.wrong("to", to.toString(), "comes without from", "give both");
        }
        if (from == null) {
            return settings.month(month == null ? settings.monthOf(clock.instant()) : month(month));
        }
        Instant since = from.toInstant();
        Instant until = to == null ? clock.instant() : to.toInstant();
        if (!since.isBefore(until)) {
            throw RequestRefused.wrong(
                    "from", from.toString(), "is not before to", "give an earlier one, or a later to");
        }
        if (Duration.between(since, until).compareTo(LONGEST) > 0) {
            throw RequestRefused.wrong(
                    "to", String.valueOf(to), "is too far from from", "ask for at most 400 days at once");
        }
        if (from.getYear() < 2000 || since.atZone(UptimeProperties.ZONE).getYear() > 2199) {
            throw RequestRefused.wrong("from", from.toString(), "is of another age", "give a time of our days");
        }
        return new Interval(since, until);
    }

    private static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() < 2200) {
                return month;
            }
        } catch (DateTimeException notAMonth) {
            // As one that can not be.
        }
        throw RequestRefused.wrong("month", text, "is no month", "write it like 2026-10");
    }

    private @Nullable UptimeCalendar calendar(@Nullable String id) {
        return id == null
                ? null
                : calendars
                        .find(id)
                        .orElseThrow(() -> RequestRefused.wrong(
                                "calendar", id, "is no calendar", "GET /api/v1/uptime-calendars lists them"));
    }

    private List<SeenObject> objects(@Nullable String object, @Nullable String village, Interval period) {
        if (object != null) {
            if (village != null) {
                throw RequestRefused.wrong("village", village, "does not go with object", "leave one of the two out");
            }
            return List.of(seen.find(ref(object), period)
                    .orElseThrow(() -> RequestRefused.unknown(
                            "object", object, "is not in the inventory", "GET /api/v1/inventory lists what is")));
        }
        if (village == null) {
            return seen.objects(period);
        }
        boolean there = ID.matcher(village).matches()
                && seen.inventory().village(new VillageId(village)).isPresent();
        if (!there) {
            throw RequestRefused.unknown(
                    "village", village, "is not in the inventory", "GET /api/v1/villages lists them");
        }
        VillageId id = new VillageId(village);
        return seen.objects(period).stream()
                .filter(one -> id.equals(one.village()))
                .toList();
    }

    private static ObjectRef ref(String text) {
        try {
            ObjectRef ref = ObjectRef.parse(text);
            if (ID.matcher(ref.id()).matches()) {
                return ref;
            }
        } catch (IllegalArgumentException noRef) {
            // As one that can not be.
        }
        throw RequestRefused.wrong("object", text, "is no object", "write device:ID, link:ID or service:ID");
    }

    private ObjectUptimeJson json(SeenObject object, Uptime uptime, @Nullable Affected affected, boolean whole) {
        return new ObjectUptimeJson(
                object.ref().toString(),
                object.name(),
                object.type(),
                object.village() == null ? null : object.village().value(),
                uptime.calendar().id(),
                uptime.monitored().from(),
                uptime.monitored().hasEnd() ? uptime.monitored().until() : null,
                Figures.of(uptime, settings.blip()),
                affected == null ? null : AffectedJson.of(affected),
                whole
                        ? Accounted.of(uptime).stream()
                                .map(UptimeController::json)
                                .toList()
                        : null,
                whole
                        ? seen.versions(object.ref(), uptime.availability().period()).stream()
                                .map(FigureVersionJson::of)
                                .toList()
                        : null);
    }

    private static UptimeIntervalJson json(Accounted part) {
        return new UptimeIntervalJson(
                part.interval().from(),
                part.interval().until(),
                part.why().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                part.record() == null ? null : part.record().id(),
                part.record() == null
                        ? null
                        : Objects.requireNonNull(part.record()).cause().name());
    }
}
