package io.langsong.report.paper;

import io.langsong.outage.Outage.Cause;
import io.langsong.report.CauseLine;
import io.langsong.report.IncidentLine;
import io.langsong.report.Measure;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.UsageLine;
import io.langsong.report.Verdict;
import io.langsong.report.WorkLine;
import io.langsong.report.paper.Paper.Cell;
import io.langsong.report.paper.Paper.Column;
import io.langsong.report.paper.Paper.Row;
import io.langsong.report.paper.Paper.Table;
import io.langsong.uptime.UptimeProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of the document. Each number that a sentence says stands in one of them. */
final class Tables {
    /** Of which table 2 has a line also when there were none. */
    private static final List<Cause> ALWAYS = List.of(
            Cause.POWER, Cause.LINK, Cause.PROVIDER, Cause.DEVICE, Cause.CONFIGURATION, Cause.DISASTER, Cause.UNKNOWN);

    /** As the offices name them: offices, public Wi-Fi, lines. */
    private static final List<String> GROUPS = List.of("office-line", "public-wifi", "link");

    private static final int MOST_NAMES = 3;
    private static final int WORST_INCIDENTS = 5;
    /** Some thirty pages of the log; nobody reads more on paper, and the workbook has them all. */
    private static final int MOST_LOGGED = 500;

    /** Those that people felt most. */
    private static final Comparator<IncidentLine> WORST_FIRST = Comparator.comparingLong(
                    (IncidentLine line) -> -line.peopleMinutes())
            .thenComparing(line -> -line.inside())
            .thenComparing(IncidentLine::number);

    private final Report facts;
    private final Wording words;
    private final String query;

    Tables(Report facts, Wording words) {
        this.facts = facts;
        this.words = words;
        this.query = facts.period().month() != null
                ? "?thang=" + facts.period().month()
                : "?tu=%s&den=%s"
                        .formatted(
                                day(facts.period().from()),
                                day(facts.period().until().minusNanos(1)));
    }

    private static String day(Instant at) {
        return at.atZone(UptimeProperties.ZONE).toLocalDate().toString();
    }

    /** Table 1. */
    Table groups() {
        List<Row> rows = new ArrayList<>();
        for (String group : GROUPS) {
            facts.places(Kind.GROUP).stream()
                    .filter(place -> place.id().equals(group))
                    .forEach(place -> rows.add(new Row(group(words.say("group." + group), place), false)));
        }
        rows.add(new Row(group(words.say("group.services"), facts.commune()), true));
        return table(
                "groups",
                "1",
                List.of(
                        column("groups.group", false, 25),
                        column("groups.objects", true, 9),
                        column("uptime", true, 16),
                        column("groups.target", true, 11),
                        column("groups.below", true, 11),
                        column("groups.verdict", false, 14),
                        column(facts.period().month() == null ? "groups.change-period" : "groups.change", true, 14)),
                rows,
                words.say("groups.source"),
                false);
    }

    private List<Cell> group(String name, PlaceLine place) {
        Measure services = place.services();
        return List.of(
                cell(name),
                cell(words.whole(services.objects())),
                new Cell(words.share(services.uptime()), "/thoi-gian-hoat-dong" + query),
                cell(words.plain(facts.rules().target())),
                cell(words.whole(services.belowTarget())),
                cell(words.verdict(place.verdict())),
                cell(words.change(services.uptime(), place.before())));
    }

    /** Table 2. */
    Table causes() {
        Map<Cause, CauseLine> lines = new EnumMap<>(Cause.class);
        ALWAYS.forEach(cause -> lines.put(cause, new CauseLine(cause, 0, 0, 0)));
        facts.causes().forEach(line -> lines.put(line.cause(), line));
        List<Row> rows = new ArrayList<>(lines.values().stream()
                .sorted(Comparator.comparingInt(
                        line -> ALWAYS.contains(line.cause()) ? ALWAYS.indexOf(line.cause()) : ALWAYS.size()))
                .map(line -> new Row(
                        List.of(
                                cell(words.cause(line.cause())),
                                cell(words.whole(line.incidents())),
                                cell(words.duration(line.seconds())),
                                cell(words.whole(line.points()))),
                        false))
                .toList());
        rows.add(new Row(
                List.of(
                        cell(words.say("total")),
                        cell(words.whole(incidents())),
                        cell(words.duration(facts.causes().stream()
                                .mapToLong(CauseLine::seconds)
                                .sum())),
                        cell(words.whole(facts.causes().stream()
                                .mapToLong(CauseLine::points)
                                .sum()))),
                true));
        return table(
                "causes",
                "2",
                List.of(
                        column("cause", false, 46),
                        column("causes.incidents", true, 14),
                        column("causes.time", true, 24),
                        column("causes.points", true, 16)),
                rows,
                words.say("causes.source"),
                false);
    }

    int incidents() {
        return facts.causes().stream().mapToInt(CauseLine::incidents).sum();
    }

    /** Table 3: those that people felt most. */
    Table worstIncidents() {
        List<Row> rows = facts.incidents().stream()
                .sorted(WORST_FIRST)
                .limit(WORST_INCIDENTS)
                .map(line -> new Row(
                        List.of(
                                incident(line),
                                cell(words.moment(line.beganAt())),
                                cell(ended(line)),
                                cell(words.duration(line.seconds())),
                                cell(scope(line)),
                                cell(line.people() == 0 ? Wording.NONE : words.whole(line.people())),
                                cell(words.cause(line.cause())),
                                cell(worker(line))),
                        false))
                .toList();
        return table(
                "worst",
                "3",
                List.of(
                        column("incident.number", false, 12),
                        column("incident.began", false, 14),
                        column("incident.ended", false, 14),
                        column("incident.time", true, 11),
                        column("incident.scope", false, 16),
                        column("incident.people", true, 9),
                        column("cause", false, 13),
                        column("incident.worker", false, 11)),
                rows,
                "",
                true);
    }

    private static Cell incident(IncidentLine line) {
        return new Cell(line.number(), "/su-co/" + line.number());
    }

    private String ended(IncidentLine line) {
        Instant end = line.endedAt();
        return end == null ? words.say("incident.lasts") : words.moment(end);
    }

    private String scope(IncidentLine line) {
        return line.places().isEmpty() ? Wording.name(line.what()) : words.names(line.places(), MOST_NAMES);
    }

    private static String worker(IncidentLine line) {
        return line.worker() == null ? Wording.NONE : Wording.name(line.worker());
    }

    /** Table 4. */
    Table work() {
        List<Row> rows = facts.work().stream()
                .map(line -> new Row(
                        List.of(
                                cell(words.say("work.span", words.moment(line.from()), words.moment(line.until()))),
                                cell(words.say("work.kind." + line.kind().code(), Wording.name(line.title()))),
                                cell(
                                        line.places().isEmpty()
                                                ? words.say("work.everywhere")
                                                : words.names(line.places(), MOST_NAMES)),
                                cell(words.say("work." + state(line))),
                                cell(words.say(line.announced() ? "yes" : "no"))),
                        false))
                .toList();
        return table(
                "work",
                "4",
                List.of(
                        column("work.time", false, 27),
                        column("work.title", false, 28),
                        column("work.places", false, 22),
                        column("work.result", false, 12),
                        column("work.announced", false, 11)),
                rows,
                "",
                false);
    }

    private String state(WorkLine line) {
        if (!line.until().isAfter(facts.countedAt())) {
            return "over";
        }
        return line.from().isAfter(facts.countedAt()) ? "to-come" : "now";
    }

    /** Table 5. */
    Table usage() {
        UsageLine commune = facts.usage().isEmpty()
                ? new UsageLine("", "", null, null, null, null)
                : facts.usage().get(0);
        return table(
                "usage",
                "5",
                List.of(column("usage.what", false, 66), column("usage.value", true, 34)),
                List.of(
                        row(
                                words.say("usage.mean"),
                                clients(commune.meanClients() == null ? null : Math.round(commune.meanClients()))),
                        row(words.say("usage.most"), clients(commune.mostClients())),
                        row(words.say("usage.down"), words.bytes(commune.outBytes())),
                        row(words.say("usage.up"), words.bytes(commune.inBytes()))),
                words.say("usage.source", words.whole(UsageLine.LEAST_SHOWN)),
                false);
    }

    private String clients(@Nullable Long clients) {
        return clients == null ? Wording.NONE : words.whole(clients);
    }

    private static Row row(String... cells) {
        return new Row(Stream.of(cells).map(Tables::cell).toList(), false);
    }

    /** Table 6, appendix I. */
    Table villages() {
        List<Row> rows = new ArrayList<>();
        for (PlaceLine village : facts.places(Kind.VILLAGE)) {
            rows.add(new Row(
                    village(
                            village.position() > 0 ? words.whole(village.position()) : "",
                            Wording.name(village.name()),
                            "/thoi-gian-hoat-dong/thon/" + village.id() + query,
                            village),
                    false));
        }
        rows.add(new Row(village("", words.say("commune"), "/thoi-gian-hoat-dong" + query, facts.commune()), true));
        return table(
                "villages",
                "6",
                List.of(
                        column("villages.position", true, 5),
                        column("village", false, 18),
                        column("villages.aps", true, 5),
                        column("villages.ap-uptime", true, 8),
                        column("villages.link-uptime", true, 8),
                        column("villages.uptime", true, 8),
                        column("villages.out", true, 12),
                        column("villages.outages", true, 6),
                        column("villages.longest", true, 11),
                        column("villages.coverage", true, 8),
                        column("note", false, 11)),
                rows,
                words.say("villages.source"),
                true);
    }

    private List<Cell> village(String position, String name, String path, PlaceLine place) {
        Measure services = place.services();
        return List.of(
                cell(position),
                cell(name),
                cell(words.whole(place.accessPoints().objects())),
                cell(words.share(place.accessPoints().uptime())),
                cell(words.share(place.links().uptime())),
                new Cell(words.share(services.uptime()), path),
                cell(services.uptime() == null ? Wording.NONE : words.duration(services.outSeconds())),
                cell(services.uptime() == null ? Wording.NONE : words.whole(services.outages())),
                cell(services.uptime() == null ? Wording.NONE : words.duration(services.longestSeconds())),
                cell(words.share(services.coverage())),
                cell(
                        place.verdict() == Verdict.MET
                                ? ""
                                : words.say("villages.note." + place.verdict().code())));
    }

    /** Whether there are so many that table 7 has only those that people felt most. */
    boolean logIsCut() {
        return facts.incidents().size() > MOST_LOGGED;
    }

    /** How many table 7 has. */
    int logged() {
        return Math.min(facts.incidents().size(), MOST_LOGGED);
    }

    /** Table 7, appendix II, as they began. */
    Table incidentLog() {
        Set<String> shown = facts.incidents().stream()
                .sorted(WORST_FIRST)
                .limit(MOST_LOGGED)
                .map(IncidentLine::number)
                .collect(Collectors.toSet());
        List<Row> rows = facts.incidents().stream()
                .filter(line -> shown.contains(line.number()))
                .map(line -> new Row(
                        List.of(
                                incident(line),
                                cell(words.moment(line.beganAt())),
                                cell(ended(line)),
                                cell(words.duration(line.seconds())),
                                cell(Wording.name(line.what())),
                                cell(line.places().isEmpty() ? Wording.NONE : words.names(line.places(), MOST_NAMES)),
                                cell(words.whole(line.points())),
                                cell(
                                        line.said() || line.cause() == Cause.UNKNOWN
                                                ? words.cause(line.cause())
                                                : words.say("incident.guessed", words.cause(line.cause()))),
                                cell(line.fix() == null ? Wording.NONE : words.fix(line.fix())),
                                cell(worker(line)),
                                cell(note(line))),
                        false))
                .toList();
        return table(
                "log",
                "7",
                List.of(
                        column("incident.number", false, 8),
                        column("incident.began", false, 9),
                        column("incident.ended", false, 9),
                        column("incident.time", true, 9),
                        column("incident.what", false, 13),
                        column("incident.places", false, 12),
                        column("incident.points", true, 5),
                        column("cause", false, 10),
                        column("incident.fix", false, 9),
                        column("incident.worker", false, 8),
                        column("note", false, 8)),
                rows,
                words.say("log.source"),
                true);
    }

    private String note(IncidentLine line) {
        List<String> notes = new ArrayList<>();
        if (Boolean.FALSE.equals(line.withinTarget())) {
            notes.add(words.say("incident.late"));
        }
        if (line.repeats() != null) {
            notes.add(words.say("incident.repeats", Objects.requireNonNull(line.repeats())));
        }
        return String.join("; ", notes);
    }

    /** Table 8, appendix III: what is said of the commune as a whole. */
    Table indicators() {
        PlaceLine commune = facts.commune();
        Measure services = commune.services();
        return table(
                "indicators",
                "8",
                List.of(column("usage.what", false, 66), column("usage.value", true, 34)),
                List.of(
                        row(words.say("indicators.weighted"), words.share(commune.weighted())),
                        row(
                                words.say("indicators.always"),
                                words.share(commune.always().uptime())),
                        row(words.say("indicators.acknowledge"), words.duration(facts.meanAcknowledgeSeconds())),
                        row(words.say("indicators.repair"), words.duration(services.meanToRepairSeconds())),
                        row(words.say("indicators.median"), words.duration(services.medianToRepairSeconds())),
                        row(words.say("indicators.between"), words.duration(services.meanBetweenFailuresSeconds())),
                        row(words.say("indicators.in-time"), words.share(facts.withinTarget())),
                        row(words.say("indicators.repeats"), words.whole(repeats())),
                        row(
                                words.say("indicators.user-hours"),
                                commune.userHours() == null
                                        ? Wording.NONE
                                        : words.whole(Math.round(commune.userHours())))),
                "",
                true);
    }

    long repeats() {
        return facts.incidents().stream().filter(line -> line.repeats() != null).count();
    }

    /** Table 9, appendix III: the times by which whoever doubts a figure counts it again. */
    Table times() {
        List<Row> rows = new ArrayList<>();
        for (String group : GROUPS) {
            facts.places(Kind.GROUP).stream()
                    .filter(place -> place.id().equals(group))
                    .forEach(place -> rows.add(new Row(times(words.say("group." + group), place.services()), false)));
        }
        rows.add(new Row(times(words.say("group.services"), facts.commune().services()), true));
        return table(
                "times",
                "9",
                List.of(
                        column("groups.group", false, 20),
                        column("times.period", true, 12),
                        column("times.maintenance", true, 11),
                        column("times.unknown", true, 11),
                        column("times.out", true, 11),
                        column("times.power", true, 11),
                        column("times.coverage", true, 8),
                        column("times.uncertainty", true, 8),
                        column("times.own", true, 8)),
                rows,
                words.say("times.source"),
                true);
    }

    private List<Cell> times(String name, Measure measure) {
        Measure.OfCause power = measure.causes().get(Cause.POWER);
        return List.of(
                cell(name),
                cell(words.duration(measure.calendarSeconds())),
                cell(words.duration(measure.maintenanceSeconds())),
                cell(words.duration(measure.unknownSeconds())),
                cell(words.duration(measure.outSeconds())),
                cell(words.duration(power == null ? 0 : power.seconds())),
                cell(words.share(measure.coverage())),
                cell(words.uncertainty(measure.uncertainty())),
                cell(words.share(measure.ownFaultUptime())));
    }

    /** Table 10, appendix III. */
    Table gaps() {
        List<Row> rows = new ArrayList<>(facts.gaps().stream()
                .map(gap -> row(words.moment(gap.from()), words.moment(gap.until()), words.duration(seconds(gap))))
                .toList());
        rows.add(new Row(
                List.of(
                        cell(words.say("total")),
                        cell(""),
                        cell(words.duration(
                                facts.gaps().stream().mapToLong(Tables::seconds).sum()))),
                true));
        return table(
                "gaps",
                "10",
                List.of(
                        column("gaps.from", false, 34),
                        column("gaps.until", false, 34),
                        column("gaps.length", true, 32)),
                rows,
                "",
                true);
    }

    private static long seconds(Report.Gap gap) {
        return Duration.between(gap.from(), gap.until()).toSeconds();
    }

    private Table table(String key, String number, List<Column> columns, List<Row> rows, String source, boolean wide) {
        return new Table(words.say("table", number, words.say(key + ".caption")), columns, rows, source, wide);
    }

    private Column column(String key, boolean number, int share) {
        return new Column(words.say("column." + key), number, share);
    }

    private static Cell cell(String text) {
        return new Cell(text, null);
    }
}
