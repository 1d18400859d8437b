package io.langsong.report.paper;

import io.langsong.report.CauseLine;
import io.langsong.report.IncidentLine;
import io.langsong.report.Measure;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.Verdict;
import io.langsong.report.paper.Paper.Appendix;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Cell;
import io.langsong.report.paper.Paper.Column;
import io.langsong.report.paper.Paper.Heading;
import io.langsong.report.paper.Paper.Row;
import io.langsong.report.paper.Paper.Table;
import io.langsong.report.paper.Paper.Written;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tables 1 to 3, what people wrote, and the table of villages. */
@Component
final class PlainPaper implements PaperMaker {
    private static final int LARGEST = 5;

    private final MessageSource messages;

    PlainPaper(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    public Paper of(Report facts, Map<Section, ReportText> texts, Locale language) {
        return new Writer(facts, texts, language).paper();
    }

    /** Writes one. */
    private final class Writer {
        private final Report facts;
        private final Map<Section, ReportText> texts;
        private final Locale language;
        private final boolean vietnamese;
        private final List<Block> body = new ArrayList<>();

        Writer(Report facts, Map<Section, ReportText> texts, Locale language) {
            this.facts = facts;
            this.texts = texts;
            this.language = language;
            this.vietnamese = !language.getLanguage().equals("en");
        }

        Paper paper() {
            heading(1, "results");
            heading(2, "overview");
            written(Section.OVERVIEW);
            heading(2, "uptime");
            body.add(groups());
            heading(2, "incidents");
            body.add(causes());
            body.add(largest());
            heading(1, "assessment");
            heading(2, "strengths");
            written(Section.STRENGTHS);
            heading(2, "weaknesses");
            written(Section.WEAKNESSES);
            heading(2, "reasons");
            written(Section.REASONS);
            heading(1, "next-month");
            written(Section.NEXT_MONTH);
            heading(1, "requests");
            written(Section.REQUESTS);
            YearMonth month = facts.period().month();
            return new Paper(
                    language,
                    head(),
                    say("title"),
                    month == null ? say("subject.any") : say("subject", month.getMonthValue(), "" + month.getYear()),
                    say(
                            "period",
                            moment(facts.period().from()),
                            moment(facts.period().until())),
                    body,
                    List.of(new Appendix("", say("appendix"), true, List.of(villages()))));
        }

        private Letterhead head() {
            return new Letterhead(
                    say("parent"),
                    List.of(say("issuer")),
                    say("symbol"),
                    say("place"),
                    List.of(say("addressee")),
                    null,
                    List.of(say("post")),
                    null,
                    List.of(say("recipients"), say("filed")),
                    null);
        }

        private void heading(int level, String what) {
            body.add(new Heading(level, say("heading." + what)));
        }

        private void written(Section section) {
            ReportText text = texts.get(section);
            body.add(new Written(section, text == null ? "" : text.text(), false));
        }

        private Table groups() {
            List<Row> rows = new ArrayList<>();
            facts.places(Kind.GROUP).stream()
                    .filter(PlaceLine::wasThere)
                    .forEach(group -> rows.add(group(group, shared("group." + group.id()), false)));
            rows.add(group(facts.commune(), shared("group.all"), true));
            return table(
                    "1",
                    List.of(
                            column("group", false, 30),
                            column("points", true, 10),
                            column("uptime", true, 15),
                            column("target", true, 15),
                            column("verdict", false, 15),
                            column("before", true, 15)),
                    rows,
                    false);
        }

        private Row group(PlaceLine group, String name, boolean total) {
            Measure measure = group.services();
            return new Row(
                    List.of(
                            cell(name),
                            cell(whole(measure.objects())),
                            new Cell(share(measure.uptime()), uptimePath("")),
                            cell(share(facts.rules().target().movePointLeft(2))),
                            cell(verdict(group.verdict())),
                            cell(change(group.before(), measure.uptime()))),
                    total);
        }

        private String verdict(Verdict verdict) {
            return shared("verdict." + verdict.code());
        }

        private Table causes() {
            List<Row> rows = facts.causes().stream().map(this::cause).toList();
            return table(
                    "2",
                    List.of(
                            column("cause", false, 40),
                            column("incidents", true, 15),
                            column("length", true, 30),
                            column("points", true, 15)),
                    rows,
                    false);
        }

        private Row cause(CauseLine line) {
            return new Row(
                    List.of(
                            cell(shared("cause." + line.cause().code())),
                            cell(whole(line.incidents())),
                            cell(length(line.seconds())),
                            cell(whole(line.points()))),
                    false);
        }

        private Table largest() {
            List<Row> rows = facts.incidents().stream()
                    .sorted(Comparator.comparingLong(IncidentLine::peopleMinutes)
                            .reversed())
                    .limit(LARGEST)
                    .map(this::incident)
                    .toList();
            return table(
                    "3",
                    List.of(
                            column("number", false, 11),
                            column("began", false, 13),
                            column("ended", false, 13),
                            column("length", true, 12),
                            column("scope", false, 18),
                            column("people", true, 10),
                            column("cause", false, 13),
                            column("worker", false, 10)),
                    rows,
                    true);
        }

        private Row incident(IncidentLine line) {
            Instant ended = line.endedAt();
            return new Row(
                    List.of(
                            new Cell(line.number(), "/su-co/" + line.number()),
                            cell(moment(line.beganAt())),
                            cell(ended == null ? say("lasts") : moment(ended)),
                            cell(length(line.seconds())),
                            cell(line.what()
                                    + (line.places().isEmpty() ? "" : " (" + String.join(", ", line.places()) + ")")),
                            cell(whole(line.people())),
                            cell(shared("cause." + line.cause().code())),
                            cell(line.worker() == null ? "–" : line.worker())),
                    false);
        }

        private Table villages() {
            List<Row> rows =
                    facts.places(Kind.VILLAGE).stream().map(this::village).toList();
            return table(
                    "villages",
                    List.of(
                            column("position", true, 5),
                            column("village", false, 20),
                            column("access-points", true, 6),
                            column("uptime", true, 11),
                            column("access-points-uptime", true, 11),
                            column("links-uptime", true, 11),
                            column("out", true, 12),
                            column("outages", true, 6),
                            column("longest", true, 10),
                            column("coverage", true, 8)),
                    rows,
                    true);
        }

        private Row village(PlaceLine line) {
            Measure services = line.services();
            return new Row(
                    List.of(
                            cell(whole(line.position())),
                            new Cell(line.name(), uptimePath("/thon/" + line.id())),
                            cell(whole(line.accessPoints().objects())),
                            new Cell(share(services.uptime()), uptimePath("/thon/" + line.id())),
                            cell(share(line.accessPoints().uptime())),
                            cell(share(line.links().uptime())),
                            cell(length(services.outSeconds())),
                            cell(whole(services.outages())),
                            cell(length(services.longestSeconds())),
                            cell(share(services.coverage()))),
                    false);
        }

        /** Where the figure opens; only months have such a page. */
        private @Nullable String uptimePath(String below) {
            YearMonth month = facts.period().month();
            return month == null ? null : "/thoi-gian-hoat-dong" + below + "?thang=" + month;
        }

        private Table table(String caption, List<Column> columns, List<Row> rows, boolean wide) {
            return new Table(say("table." + caption), columns, rows, rows.isEmpty() ? say("none") : "", wide);
        }

        private Column column(String name, boolean number, int share) {
            return new Column(say("column." + name), number, share);
        }

        private static Cell cell(String text) {
            return new Cell(text, null);
        }

        private String say(String key, Object... values) {
            return String.valueOf(messages.getMessage("report.plain." + key, values, language));
        }

        /** Words that pages say too. */
        private String shared(String key) {
            return String.valueOf(messages.getMessage("report." + key, null, language));
        }

        private String whole(long number) {
            return decimal("#,##0").format(number);
        }

        /** Rounded down: it is never shown better than it was. */
        private String share(@Nullable BigDecimal share) {
            return share == null
                    ? "–"
                    : decimal("0.00").format(share.movePointRight(2).setScale(2, RoundingMode.DOWN)) + "%";
        }

        /** In points of a percent, of the figures as they are printed. */
        private String change(@Nullable BigDecimal before, @Nullable BigDecimal now) {
            if (before == null || now == null) {
                return "–";
            }
            BigDecimal points = now.movePointRight(2)
                    .setScale(2, RoundingMode.DOWN)
                    .subtract(before.movePointRight(2).setScale(2, RoundingMode.DOWN));
            return decimal(points.signum() > 0 ? "+0.00" : "0.00").format(points);
        }

        private String length(long seconds) {
            Duration length = Duration.ofSeconds(seconds);
            if (seconds == 0) {
                return "0";
            }
            if (length.toHours() > 0) {
                return say("length.hours", whole(length.toHours()), "%02d".formatted(length.toMinutesPart()));
            }
            return length.toMinutes() > 0 ? say("length.minutes", length.toMinutes()) : say("length.seconds", seconds);
        }

        private String moment(Instant at) {
            ZonedDateTime there = at.atZone(UptimeProperties.ZONE);
            return DateTimeFormatter.ofPattern(vietnamese ? "HH:mm dd/MM/uuuu" : "HH:mm d MMM uuuu", Locale.ENGLISH)
                    .format(there);
        }

        private DecimalFormat decimal(String pattern) {
            DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
            if (vietnamese) {
                symbols.setDecimalSeparator(',');
                symbols.setGroupingSeparator('.');
            }
            return new DecimalFormat(pattern, symbols);
        }
    }
}
