package io.langsong.report.document;

import io.langsong.report.IncidentLine;
import io.langsong.report.Measure;
import io.langsong.report.ObjectLine;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.paper.Wording;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts as tables for a spreadsheet: what is a number there stays one. One use, one thread. */
final class Sheets {
    private final Report facts;
    private final Wording words;
    private final Map<String, String> villageNames;

    Sheets(Report facts, Locale language) {
        this.facts = facts;
        this.words = new Wording(language);
        this.villageNames = facts.places(Kind.VILLAGE).stream()
                .collect(Collectors.toMap(PlaceLine::id, PlaceLine::name, (one, other) -> one));
    }

    /**
     * @param names how many of the first columns say what a row is of; they stay in sight beside the others
     * @param rows each as long as {@code columns}; null is an empty cell
     */
    record Sheet(String name, int names, List<String> columns, List<List<@Nullable Value>> rows) {}

    /** What stands in a cell. */
    sealed interface Value permits Text, Whole, Share, Seconds, Moment {}

    record Text(String text) implements Value {}

    record Whole(long number) implements Value {}

    /** @param share 0 to 1, cut off after the hundredths of a percent: a spreadsheet would round it up */
    record Share(BigDecimal share) implements Value {
        Share {
            share = share.setScale(4, RoundingMode.DOWN);
        }
    }

    record Seconds(long seconds) implements Value {}

    /** In Vietnamese time. */
    record Moment(LocalDateTime at) implements Value {}

    /** One column of lines of a kind. */
    private record Column<T>(String key, Function<T, @Nullable Value> value) {}

    List<Sheet> all() {
        return List.of(period(), groups(), villages(), objects(), causes(), incidents(), work(), usage(), gaps());
    }

    private Sheet period() {
        List<List<@Nullable Value>> rows = new ArrayList<>();
        rows.add(row(text(words.say("sheet.period.from")), moment(facts.period().from())));
        rows.add(
                row(text(words.say("sheet.period.until")), moment(facts.period().until())));
        rows.add(row(text(words.say("sheet.period.counted")), moment(facts.countedAt())));
        rows.add(row(
                text(words.say("sheet.period.target")),
                new Share(facts.rules().target().movePointLeft(2))));
        rows.add(row(
                text(words.say("sheet.period.enough")),
                new Share(facts.rules().enoughCoverage().movePointLeft(2))));
        rows.add(row(text(words.say("sheet.period.acknowledge")), seconds(facts.meanAcknowledgeSeconds())));
        rows.add(row(text(words.say("sheet.period.in-time")), share(facts.withinTarget())));
        return new Sheet(
                words.say("sheet.period"),
                1,
                List.of(words.say("sheet.column.what"), words.say("sheet.column.value")),
                rows);
    }

    @SafeVarargs
    private static List<@Nullable Value> row(@Nullable Value... values) {
        List<@Nullable Value> row = new ArrayList<>();
        for (Value value : values) {
            row.add(value);
        }
        return row;
    }

    private Sheet groups() {
        List<PlaceLine> lines = new ArrayList<>(facts.places(Kind.GROUP));
        lines.add(facts.commune());
        List<Column<PlaceLine>> columns = new ArrayList<>();
        columns.add(new Column<>(
                "group",
                place -> text(words.say("group." + (place.kind() == Kind.COMMUNE ? "services" : place.id())))));
        columns.addAll(places());
        return sheet("groups", 1, columns, lines);
    }

    /** The villages, then the commune. */
    Sheet villages() {
        List<PlaceLine> lines = new ArrayList<>(facts.places(Kind.VILLAGE));
        lines.add(facts.commune());
        List<Column<PlaceLine>> columns = new ArrayList<>();
        columns.add(new Column<>("position", place -> place.position() > 0 ? new Whole(place.position()) : null));
        columns.add(new Column<>(
                "village", place -> text(place.kind() == Kind.COMMUNE ? words.say("commune") : place.name())));
        columns.add(new Column<>("people", place -> place.people() > 0 ? new Whole(place.people()) : null));
        columns.add(new Column<>(
                "access-points", place -> new Whole(place.accessPoints().objects())));
        columns.add(
                new Column<>("ap-uptime", place -> share(place.accessPoints().uptime())));
        columns.add(new Column<>("link-uptime", place -> share(place.links().uptime())));
        columns.addAll(places());
        return sheet("villages", 2, columns, lines);
    }

    private List<Column<PlaceLine>> places() {
        List<Column<PlaceLine>> columns = new ArrayList<>();
        columns.add(new Column<>("objects", place -> new Whole(place.services().objects())));
        columns.add(new Column<>("below", place -> new Whole(place.services().belowTarget())));
        columns.addAll(this.<PlaceLine>measures(PlaceLine::services));
        columns.add(new Column<>("before", place -> share(place.before())));
        columns.add(new Column<>(
                "user-hours", place -> place.userHours() == null ? null : new Whole(Math.round(place.userHours()))));
        columns.add(new Column<>(
                "verdict", place -> text(words.say("verdict." + place.verdict().code()))));
        return columns;
    }

    private <T> List<Column<T>> measures(Function<T, Measure> of) {
        return List.of(
                new Column<>("uptime", line -> share(of.apply(line).uptime())),
                new Column<>("own-fault", line -> share(of.apply(line).ownFaultUptime())),
                new Column<>("coverage", line -> share(of.apply(line).coverage())),
                new Column<>("calendar", line -> new Seconds(of.apply(line).calendarSeconds())),
                new Column<>("maintenance", line -> new Seconds(of.apply(line).maintenanceSeconds())),
                new Column<>("unknown", line -> new Seconds(of.apply(line).unknownSeconds())),
                new Column<>("measured", line -> new Seconds(of.apply(line).measuredSeconds())),
                new Column<>("down", line -> new Seconds(of.apply(line).downSeconds())),
                new Column<>("unreachable", line -> new Seconds(of.apply(line).unreachableSeconds())),
                new Column<>("degraded", line -> new Seconds(of.apply(line).degradedSeconds())),
                new Column<>("outages", line -> new Whole(of.apply(line).outages())),
                new Column<>("longest", line -> new Seconds(of.apply(line).longestSeconds())),
                new Column<>("mttr", line -> seconds(of.apply(line).meanToRepairSeconds())),
                new Column<>("median", line -> seconds(of.apply(line).medianToRepairSeconds())),
                new Column<>("mtbf", line -> seconds(of.apply(line).meanBetweenFailuresSeconds())));
    }

    private Sheet objects() {
        List<Column<ObjectLine>> columns = new ArrayList<>();
        columns.add(new Column<>("village", line -> text(village(line))));
        columns.add(new Column<>("object", line -> text(line.object().toString())));
        columns.add(new Column<>("name", line -> text(line.name())));
        columns.add(new Column<>("type", line -> text(words.say("sheet.type." + line.type()))));
        columns.add(new Column<>("retired", line -> text(words.say(line.retired() ? "yes" : "no"))));
        columns.addAll(this.<ObjectLine>measures(ObjectLine::own));
        columns.add(new Column<>("before", line -> share(line.before())));
        columns.add(new Column<>(
                "verdict", line -> text(words.say("verdict." + line.verdict().code()))));
        return sheet("objects", 3, columns, facts.objects());
    }

    private String village(ObjectLine line) {
        String village = line.village();
        return village == null ? "" : villageNames.getOrDefault(village, village);
    }

    private Sheet causes() {
        return sheet(
                "causes",
                1,
                List.of(
                        new Column<>("cause", line -> text(words.cause(line.cause()))),
                        new Column<>("incidents", line -> new Whole(line.incidents())),
                        new Column<>("time", line -> new Seconds(line.seconds())),
                        new Column<>("points", line -> new Whole(line.points()))),
                facts.causes());
    }

    private Sheet incidents() {
        List<Column<IncidentLine>> columns = List.of(
                new Column<>("number", line -> text(line.number())),
                new Column<>("object", line -> text(line.object().toString())),
                new Column<>("name", line -> text(line.what())),
                new Column<>("places", line -> text(String.join("; ", line.places()))),
                new Column<>("severity", line -> text(words.severity(line.severity()))),
                new Column<>("points", line -> new Whole(line.points())),
                new Column<>("began", line -> moment(line.beganAt())),
                new Column<>("ended", line -> line.endedAt() == null ? null : moment(line.endedAt())),
                new Column<>("time", line -> new Seconds(line.seconds())),
                new Column<>("inside", line -> new Seconds(line.inside())),
                new Column<>("acknowledged", line -> seconds(line.acknowledgedSeconds())),
                new Column<>("affected", line -> new Whole(line.people())),
                new Column<>("cause", line -> text(words.cause(line.cause()))),
                new Column<>("said", line -> text(words.say(line.said() ? "yes" : "no"))),
                new Column<>("fix", line -> line.fix() == null ? null : text(words.fix(line.fix()))),
                new Column<>("worker", line -> line.worker() == null ? null : text(line.worker())),
                new Column<>(
                        "in-time",
                        line -> line.withinTarget() == null
                                ? null
                                : text(words.say(Boolean.TRUE.equals(line.withinTarget()) ? "yes" : "no"))),
                new Column<>("repeats", line -> line.repeats() == null ? null : text(line.repeats())));
        return sheet("incidents", 1, columns, facts.incidents());
    }

    private Sheet work() {
        return sheet(
                "work",
                1,
                List.of(
                        new Column<>("plan", line -> new Whole(line.plan())),
                        new Column<>(
                                "kind",
                                line -> text(
                                        words.say("sheet.work." + line.kind().code()))),
                        new Column<>("title", line -> text(line.title())),
                        new Column<>(
                                "places",
                                line -> text(
                                        line.places().isEmpty()
                                                ? words.say("work.everywhere")
                                                : String.join("; ", line.places()))),
                        new Column<>("from", line -> moment(line.from())),
                        new Column<>("until", line -> moment(line.until())),
                        new Column<>("announced", line -> text(words.say(line.announced() ? "yes" : "no")))),
                facts.work());
    }

    private Sheet usage() {
        return sheet(
                "usage",
                1,
                List.of(
                        new Column<>(
                                "village", line -> text(line.village().isEmpty() ? words.say("commune") : line.name())),
                        new Column<>(
                                "mean",
                                line -> line.meanClients() == null ? null : new Whole(Math.round(line.meanClients()))),
                        new Column<>("most", line -> line.mostClients() == null ? null : new Whole(line.mostClients())),
                        new Column<>("down-bytes", line -> line.outBytes() == null ? null : new Whole(line.outBytes())),
                        new Column<>("up-bytes", line -> line.inBytes() == null ? null : new Whole(line.inBytes()))),
                facts.usage());
    }

    private Sheet gaps() {
        return sheet(
                "gaps",
                0,
                List.of(
                        new Column<>("from", gap -> moment(gap.from())),
                        new Column<>("until", gap -> moment(gap.until())),
                        new Column<>(
                                "time",
                                gap -> new Seconds(Duration.between(gap.from(), gap.until())
                                        .toSeconds()))),
                facts.gaps());
    }

    private <T> Sheet sheet(String key, int names, List<Column<T>> columns, List<T> lines) {
        return new Sheet(
                words.say("sheet." + key),
                names,
                columns.stream()
                        .map(column -> words.say("sheet.column." + column.key()))
                        .toList(),
                lines.stream()
                        .map(line -> {
                            List<@Nullable Value> row = new ArrayList<>();
                            columns.forEach(column -> row.add(column.value().apply(line)));
                            return row;
                        })
                        .toList());
    }

    private static Value text(String text) {
        return new Text(Wording.name(text));
    }

    private static @Nullable Value share(@Nullable BigDecimal share) {
        return share == null ? null : new Share(share);
    }

    private static @Nullable Value seconds(@Nullable Long seconds) {
        return seconds == null ? null : new Seconds(seconds);
    }

    private static Value moment(Instant at) {
        return new Moment(LocalDateTime.ofInstant(at, UptimeProperties.ZONE));
    }
}
