package io.langsong.report.paper;

import io.langsong.alert.Severity;
import io.langsong.incident.Fix;
import io.langsong.maintenance.Plan;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.CauseLine;
import io.langsong.report.IncidentLine;
import io.langsong.report.Measure;
import io.langsong.report.ObjectLine;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.ReportPeriod;
import io.langsong.report.Rules;
import io.langsong.report.UsageLine;
import io.langsong.report.Verdict;
import io.langsong.report.WorkLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Facts of a whole commune as a month brings them, the same each time; 36 villages and 360 devices unless told otherwise. */
public final class SampleReport {
    private static final String[] VILLAGES = {
        "Thôn Măng",
        "Thôn Man",
        "Thôn Nủa",
        "Phố Đoàn",
        "Phố Vận Tải",
        "Thôn Cọc",
        "Thôn Tráng",
        "Thôn Chiềng Ái",
        "Thôn Thúy",
        "Thôn Đắm"
    };
    private static final long DAY = 86_400;

    private final Random random = new Random(5);
    private final YearMonth month;
    private final List<ObjectLine> objects = new ArrayList<>();
    private final List<PlaceLine> villages = new ArrayList<>();
    private int count = 36;
    private double unknown = 0.004;
    private boolean incidents = true;
    private boolean before = true;
    private String prefix = "";

    public SampleReport(YearMonth month) {
        this.month = month;
    }

    public static Report of(String month) {
        return new SampleReport(YearMonth.parse(month)).report();
    }

    public SampleReport villages(int count) {
        this.count = count;
        return this;
    }

    /** Nothing is in the inventory. */
    public static Report empty(String month) {
        Measure nothing = measure(0, 0, 0, 0, 0);
        SampleReport sample = new SampleReport(YearMonth.parse(month)).first();
        Instant from = at(month + "-01T00:00");
        Instant until = at(YearMonth.parse(month).plusMonths(1).atDay(1) + "T00:00");
        return new Report(
                new ReportPeriod(YearMonth.parse(month), from, until),
                until,
                true,
                new Rules(new BigDecimal("99.5"), new BigDecimal("95"), 60, 0, 8 * 3600, 24 * 3600),
                List.of(),
                List.of(sample.place(Kind.COMMUNE, "", "", 0, 0, nothing, nothing, nothing, List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }

    /** @param share of the time in which nobody looked */
    public SampleReport unknown(double share) {
        this.unknown = share;
        return this;
    }

    public SampleReport quiet() {
        this.incidents = false;
        return this;
    }

    public SampleReport first() {
        this.before = false;
        return this;
    }

    /** What each name begins with. */
    public SampleReport named(String prefix) {
        this.prefix = prefix;
        return this;
    }

    public static Instant at(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(7));
    }

    public Report report() {
        Instant from = at(month.atDay(1) + "T00:00");
        Instant until = at(month.plusMonths(1).atDay(1) + "T00:00");
        long length = Duration.between(from, until).toSeconds();
        int days = month.lengthOfMonth();
        Measure wifi = null;
        Measure aps = null;
        Measure lines = null;
        for (int i = 0; i < count; i++) {
            String id = "v" + (i + 1);
            String name = prefix
                    + VILLAGES[i % VILLAGES.length]
                    + (i < VILLAGES.length ? "" : " " + (i / VILLAGES.length + 1));
            long lost = Math.round(length * unknown);
            long out = incidents && i % 3 != 0 ? random.nextInt(i % 7 == 1 ? 60_000 : 5_000) : 0;
            int outages = out == 0 ? 0 : 1 + (int) (out / 9_000);
            Measure service = measure(1, length, lost, out, outages);
            Measure line = measure(1, length, lost, out / 2, out == 0 ? 0 : 1);
            Measure ap = null;
            for (int d = 0; d < 10; d++) {
                Measure one = measure(1, length, lost, incidents ? random.nextInt(2_000) : 0, incidents ? 1 : 0);
                ap = ap == null ? one : sum(ap, one);
                objects.add(
                        object("device:" + id + "-ap" + d, prefix + "AP " + name + " " + d, "access-point", id, one));
            }
            objects.add(object("service:wifi-" + id, prefix + "Wi-Fi " + name, "public-wifi", id, service));
            objects.add(object("link:line-" + id, prefix + "Đường truyền " + name, "link", id, line));
            List<PlaceLine.Day> strip = new ArrayList<>();
            for (int d = 0; d < days; d++) {
                long part = d == i % days ? Math.min(out, DAY) : d % 11 == 5 ? Math.min(out / 20, 3_000) : 0;
                boolean blind = unknown > 0.2 && d < days * unknown;
                strip.add(new PlaceLine.Day(blind ? 0 : DAY, blind ? 0 : part, blind ? DAY : 0));
            }
            villages.add(place(Kind.VILLAGE, id, name, i + 1, 150 + 10 * i, service, ap, line, strip));
            wifi = wifi == null ? service : sum(wifi, service);
            aps = aps == null ? ap : sum(aps, ap);
            lines = lines == null ? line : sum(lines, line);
        }
        Measure office =
                measure(2, 2 * length, Math.round(2 * length * unknown), incidents ? 4_000 : 0, incidents ? 1 : 0);
        List<PlaceLine> places = new ArrayList<>();
        places.add(place(Kind.COMMUNE, "", "", 0, 9_000, sum(wifi, office), aps, lines, List.of()));
        places.add(place(Kind.GROUP, "public-wifi", "public-wifi", 0, 0, wifi, aps, lines, List.of()));
        places.add(place(Kind.GROUP, "office-line", "office-line", 0, 0, office, aps, lines, List.of()));
        places.add(place(Kind.GROUP, "link", "link", 0, 0, lines, aps, lines, List.of()));
        places.addAll(villages);
        List<IncidentLine> log = incidents ? incidents(from, until) : List.of();
        return new Report(
                new ReportPeriod(month, from, until),
                until.plusSeconds(1200),
                true,
                new Rules(new BigDecimal("99.5"), new BigDecimal("95"), 60, 0, 8 * 3600, 24 * 3600),
                objects,
                places,
                causes(log),
                log,
                List.of(
                        new WorkLine(
                                7,
                                Plan.Kind.POWER_CUT,
                                prefix + "Điện lực sửa đường dây 35 kV",
                                List.of(prefix + "Thôn Măng", prefix + "Thôn Man"),
                                from.plusSeconds(9 * DAY + 8 * 3600),
                                from.plusSeconds(9 * DAY + 11 * 3600),
                                true),
                        new WorkLine(
                                8,
                                Plan.Kind.WORK,
                                prefix + "Nâng cấp phần mềm thiết bị",
                                List.of(),
                                from.plusSeconds(20 * DAY + 22 * 3600),
                                from.plusSeconds(20 * DAY + 23 * 3600),
                                false)),
                List.of(
                        new UsageLine("", "", 84.4, 312L, 812_345_678_901L, 5_932_000_000_000L),
                        new UsageLine("v1", prefix + "Thôn Măng", 7.2, 31L, 1_000_000L, 2_000_000L),
                        new UsageLine("v2", prefix + "Thôn Man", null, null, null, null)),
                unknown == 0
                        ? List.of()
                        : List.of(new Report.Gap(from.plusSeconds(4 * DAY), from.plusSeconds(4 * DAY + 7_500))),
                incidents ? 754L : null,
                incidents ? new BigDecimal("0.928571428571") : null);
    }

    private static ObjectLine object(String ref, String name, String type, String village, Measure measure) {
        return new ObjectLine(
                ObjectRef.parse(ref),
                name,
                type,
                village,
                "site-" + village,
                null,
                false,
                "all-hours",
                measure,
                measure,
                null,
                null,
                verdict(measure));
    }

    private PlaceLine place(
            Kind kind,
            String id,
            String name,
            int position,
            int people,
            Measure services,
            Measure aps,
            Measure lines,
            List<PlaceLine.Day> days) {
        return new PlaceLine(
                kind,
                id,
                name,
                position,
                people,
                services,
                services,
                aps,
                lines,
                before ? new BigDecimal("0.994321") : null,
                12.5,
                kind == Kind.COMMUNE ? services.uptime() : null,
                verdict(services),
                days);
    }

    private static Verdict verdict(Measure measure) {
        if (measure.uptime() == null || measure.coverage() == null) {
            return Verdict.NONE;
        } else if (measure.coverage().compareTo(new BigDecimal("0.95")) < 0) {
            return Verdict.THIN;
        }
        return measure.uptime().compareTo(new BigDecimal("0.995")) < 0 ? Verdict.MISSED : Verdict.MET;
    }

    public static Measure measure(int objects, long calendar, long unknown, long out, int outages) {
        long measured = calendar - unknown;
        return new Measure(
                objects,
                measured > 0 ? objects : 0,
                measured > 0 && out * 200 > measured ? 1 : 0,
                share(measured - out, measured),
                share(measured - out, measured),
                share(measured, calendar),
                new BigDecimal("0.000213"),
                calendar,
                measured,
                0,
                unknown,
                out,
                0,
                0,
                outages,
                outages,
                0,
                out,
                outages == 0 ? null : out / outages,
                outages == 0 ? null : out / outages,
                outages == 0 ? null : (measured - out) / outages,
                outages == 0 ? 0 : out / outages,
                outages == 0 ? Map.of() : Map.of(Cause.POWER, new Measure.OfCause(outages, out)),
                false);
    }

    private static Measure sum(Measure one, Measure other) {
        Measure sum = measure(
                one.objects() + other.objects(),
                one.calendarSeconds() + other.calendarSeconds(),
                one.unknownSeconds() + other.unknownSeconds(),
                one.downSeconds() + other.downSeconds(),
                one.outages() + other.outages());
        return new Measure(
                sum.objects(),
                sum.measured(),
                one.belowTarget() + other.belowTarget(),
                sum.uptime(),
                sum.ownFaultUptime(),
                sum.coverage(),
                sum.uncertainty(),
                sum.calendarSeconds(),
                sum.measuredSeconds(),
                0,
                sum.unknownSeconds(),
                sum.downSeconds(),
                0,
                0,
                sum.outages(),
                sum.ended(),
                0,
                sum.repairSeconds(),
                sum.meanToRepairSeconds(),
                sum.medianToRepairSeconds(),
                sum.meanBetweenFailuresSeconds(),
                Math.max(one.longestSeconds(), other.longestSeconds()),
                sum.causes(),
                false);
    }

    private static @Nullable BigDecimal share(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 12, RoundingMode.DOWN);
    }

    private List<IncidentLine> incidents(Instant from, Instant until) {
        Cause[] causes = {Cause.POWER, Cause.LINK, Cause.POWER, Cause.PROVIDER, Cause.DEVICE, Cause.POWER, Cause.UNKNOWN
        };
        List<IncidentLine> log = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Instant began = from.plusSeconds(i * 2 * DAY + 3_600L * (i % 24));
            long seconds = 1_500 + random.nextInt(30_000);
            boolean lasts = i == 13;
            PlaceLine village = villages.get(i % villages.size());
            log.add(new IncidentLine(
                    "%d-%04d".formatted(month.getYear(), 40 + i),
                    ObjectRef.parse("service:wifi-" + village.id()),
                    prefix + "Wi-Fi " + village.name(),
                    List.of(village.name()),
                    i % 4 == 0 ? Severity.CRITICAL : Severity.WARNING,
                    1 + i % 5,
                    began,
                    lasts ? null : began.plusSeconds(seconds),
                    lasts ? Duration.between(began, until).toSeconds() : seconds,
                    lasts ? Duration.between(began, until).toSeconds() : seconds,
                    i % 3 == 0 ? null : 600L + i,
                    20 + 7 * i,
                    (20L + 7 * i) * seconds / 60,
                    causes[i % causes.length],
                    i % 2 == 0,
                    lasts ? null : Fix.POWER_RESTORED,
                    i % 3 == 0 ? null : prefix + "hoa",
                    lasts ? null : (Boolean) (seconds < 28_800),
                    i == 8 ? "%d-%04d".formatted(month.getYear(), 41) : null));
        }
        return log;
    }

    private static List<CauseLine> causes(List<IncidentLine> log) {
        Map<Cause, CauseLine> causes = new EnumMap<>(Cause.class);
        log.forEach(line -> causes.merge(
                line.cause(),
                new CauseLine(line.cause(), 1, line.inside(), line.points()),
                (one, other) -> new CauseLine(
                        one.cause(),
                        one.incidents() + other.incidents(),
                        one.seconds() + other.seconds(),
                        one.points() + other.points())));
        return causes.values().stream()
                .sorted(Comparator.comparingInt((CauseLine line) -> -line.incidents())
                        .thenComparing(CauseLine::cause))
                .toList();
    }
}
