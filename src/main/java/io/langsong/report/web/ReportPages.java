package io.langsong.report.web;

import io.langsong.report.CauseLine;
import io.langsong.report.Difference;
import io.langsong.report.Differences;
import io.langsong.report.Measure;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.ReportHeadline;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.ReportVersion.State;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Letterheads;
import io.langsong.report.paper.Papers;
import io.langsong.report.paper.Plain;
import io.langsong.report.web.SeenReports.Seen;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The list of months, a month as it is printed, its versions, and two months side by side. */
@Controller
class ReportPages {
    static final String PATH = "/bao-cao";

    /** On a page; the file has all. */
    private static final int MOST_CHANGES = 300;

    private final SeenReports seen;
    private final Papers papers;
    private final Letterheads heads;
    private final UptimeProperties settings;
    private final Words words;
    private final Clock clock;

    ReportPages(
            SeenReports seen, Papers papers, Letterheads heads, UptimeProperties settings, Words words, Clock clock) {
        this.seen = seen;
        this.papers = papers;
        this.heads = heads;
        this.settings = settings;
        this.words = words;
        this.clock = clock;
    }

    private interface Page {
        String show();
    }

    /** To who does not see all villages it says so. */
    private static String open(HttpServletResponse response, Page page) {
        if (!SeenReports.open()) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return "report/closed";
        }
        return page.show();
    }

    @GetMapping(PATH)
    String list(Model model, HttpServletResponse response) {
        return open(response, () -> {
            List<ReportHeadline> lines = seen.desk().headlines();
            YearMonth running = settings.monthOf(clock.instant());
            YearMonth ended = running.minusMonths(1);
            model.addAttribute("lines", lines);
            model.addAttribute("running", running);
            model.addAttribute(
                    "ended",
                    lines.stream().anyMatch(line -> line.version().month().equals(ended)) ? null : ended);
            return "report/list";
        });
    }

    @GetMapping(PATH + "/{month}")
    String month(
            @PathVariable("month") String text,
            @RequestParam(name = "ban", defaultValue = "") String version,
            Model model,
            HttpServletResponse response,
            Locale language) {
        return open(response, () -> {
            YearMonth month = month(text);
            Seen report = shown(month, version);
            frame(model, report);
            model.addAttribute(
                    "paper", papers.of(report.facts(), report.texts(), heads.of(Letterhead.Issuer.TEAM), language));
            return "report/month";
        });
    }

    /** For those who do not read reports, and to be read aloud. */
    @GetMapping(PATH + "/{month}/tom-tat")
    String summary(
            @PathVariable("month") String text,
            @RequestParam(name = "ban", defaultValue = "") String version,
            Model model,
            HttpServletResponse response,
            Locale language) {
        return open(response, () -> {
            YearMonth month = month(text);
            Seen report = shown(month, version);
            model.addAttribute("month", month);
            model.addAttribute("version", report.version());
            model.addAttribute("plain", Plain.of(report.facts(), report.texts(), language));
            return "report/summary";
        });
    }

    static YearMonth month(String text) {
        return SeenReports.month(text).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** @param version empty: the newest, or what comes out now */
    private Seen shown(YearMonth month, String version) {
        return version.isEmpty() ? seen.newest(month) : version(month, version);
    }

    private Seen version(YearMonth month, String version) {
        return Optional.of(version)
                .filter(text -> text.matches("[1-9][0-9]{0,5}"))
                .flatMap(text -> seen.version(month, Integer.parseInt(text)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void frame(Model model, Seen report) {
        Instant now = clock.instant();
        Report facts = report.facts();
        List<ReportVersion> versions = seen.desk().versions(report.month());
        ReportVersion newest = versions.isEmpty() ? null : versions.get(0);
        ReportVersion shown = report.version();
        boolean isNewest = Objects.equals(shown, newest);
        model.addAttribute("month", report.month());
        model.addAttribute("version", shown);
        model.addAttribute("state", report.state());
        model.addAttribute("newest", isNewest ? null : newest);
        model.addAttribute(
                "issued",
                versions.stream()
                        .filter(one -> one.state() == State.ISSUED && !one.equals(shown))
                        .findFirst()
                        .orElse(null));
        model.addAttribute("versions", versions);
        model.addAttribute("facts", facts);
        model.addAttribute("over", facts.over());
        model.addAttribute("toCome", facts.period().from().isAfter(now));
        model.addAttribute("coverage", facts.commune().services().coverage());
        model.addAttribute("thin", isThin(facts));
        model.addAttribute("enough", facts.rules().enoughCoverage().movePointLeft(2));
        model.addAttribute(
                "gapTime",
                facts.gaps().stream()
                        .map(gap -> Duration.between(gap.from(), gap.until()))
                        .reduce(Duration.ZERO, Duration::plus));
        model.addAttribute("before", report.month().minusMonths(1));
        model.addAttribute("mayWrite", isNewest && shown != null && shown.isOpen());
        model.addAttribute("sections", sections(report));
    }

    private static boolean isThin(Report facts) {
        BigDecimal coverage = facts.commune().services().coverage();
        return coverage != null
                && coverage.movePointRight(2).compareTo(facts.rules().enoughCoverage()) < 0;
    }

    /** One that people write. @param tag of what stands there. @param text null where nobody wrote */
    record Part(String code, String tag, @Nullable ReportText text) {}

    private static List<Part> sections(Seen report) {
        return Arrays.stream(Section.values())
                .map(section -> {
                    ReportText text = report.texts().get(section);
                    return new Part(section.code(), ReportText.tag(text), text);
                })
                .toList();
    }

    /** What differs between two versions of a month. */
    @GetMapping(PATH + "/{month}/thay-doi")
    String changes(
            @PathVariable("month") String text,
            @RequestParam(name = "tu", defaultValue = "") String from,
            @RequestParam(name = "den", defaultValue = "") String to,
            Model model,
            HttpServletResponse response) {
        return open(response, () -> {
            YearMonth month = month(text);
            Seen before = version(month, from);
            Seen after = version(month, to);
            List<Difference> all = Differences.of(before.facts(), after.facts());
            model.addAttribute("month", month);
            model.addAttribute("before", before.version());
            model.addAttribute("after", after.version());
            model.addAttribute("count", all.size());
            model.addAttribute("most", MOST_CHANGES);
            ChangeWords says = new ChangeWords(words);
            model.addAttribute(
                    "changes", all.stream().limit(MOST_CHANGES).map(says::line).toList());
            return "report/changes";
        });
    }

    /** @param change in points of a percent, or null where there is nothing to subtract */
    record Versus(String name, @Nullable String path, String now, String then, String change) {}

    @GetMapping(PATH + "/{month}/so-sanh/{other}")
    String versus(
            @PathVariable("month") String text,
            @PathVariable("other") String otherText,
            Model model,
            HttpServletResponse response) {
        return open(response, () -> {
            YearMonth month = month(text);
            YearMonth other = month(otherText);
            Report now = seen.newest(month).facts();
            Report then = seen.newest(other).facts();
            model.addAttribute("month", month);
            model.addAttribute("other", other);
            model.addAttribute("commune", commune(now, then, month));
            model.addAttribute("villages", villages(now, then, month));
            model.addAttribute("causes", causes(now, then));
            return "report/versus";
        });
    }

    private List<Versus> commune(Report now, Report then, YearMonth month) {
        PlaceLine here = now.commune();
        PlaceLine there = then.commune();
        Measure services = here.services();
        Measure before = there.services();
        String path = "/thoi-gian-hoat-dong?thang=" + month;
        List<Versus> lines = new ArrayList<>();
        lines.add(shares(say("report.column.uptime"), path, services.uptime(), before.uptime()));
        lines.add(shares(say("report.versus.weighted"), null, here.weighted(), there.weighted()));
        lines.add(shares(say("report.column.coverage"), path, services.coverage(), before.coverage()));
        lines.add(numbers(say("report.versus.below"), path, services.belowTarget(), before.belowTarget()));
        lines.add(times(say("report.versus.out"), path, services.outSeconds(), before.outSeconds()));
        lines.add(numbers(say("report.versus.outages"), path, services.outages(), before.outages()));
        lines.add(numbers(
                say("report.column.incidents"),
                null,
                now.incidents().size(),
                then.incidents().size()));
        lines.add(
                times(say("report.versus.repair"), null, services.meanToRepairSeconds(), before.meanToRepairSeconds()));
        lines.add(times(
                say("report.versus.acknowledge"), null, now.meanAcknowledgeSeconds(), then.meanAcknowledgeSeconds()));
        lines.add(shares(say("report.versus.within"), null, now.withinTarget(), then.withinTarget()));
        return lines;
    }

    private List<Versus> villages(Report now, Report then, YearMonth month) {
        Map<String, PlaceLine> before =
                then.places(Kind.VILLAGE).stream().collect(Collectors.toMap(PlaceLine::id, Function.identity()));
        return now.places(Kind.VILLAGE).stream()
                .map(village -> {
                    PlaceLine other = before.get(village.id());
                    return shares(
                            village.name(),
                            "/thoi-gian-hoat-dong/thon/" + village.id() + "?thang=" + month,
                            village.services().uptime(),
                            other == null ? null : other.services().uptime());
                })
                .toList();
    }

    private List<Versus> causes(Report now, Report then) {
        Map<String, CauseLine> here = byCause(now);
        Map<String, CauseLine> there = byCause(then);
        TreeSet<String> all = new TreeSet<>(here.keySet());
        all.addAll(there.keySet());
        return all.stream()
                .map(cause -> numbers(
                        say("report.cause." + cause), null, incidents(here.get(cause)), incidents(there.get(cause))))
                .toList();
    }

    private static Map<String, CauseLine> byCause(Report report) {
        return report.causes().stream()
                .collect(Collectors.toMap(line -> line.cause().code(), Function.identity()));
    }

    private static int incidents(@Nullable CauseLine line) {
        return line == null ? 0 : line.incidents();
    }

    private String say(String key) {
        return words.message(key);
    }

    private Versus shares(String name, @Nullable String path, @Nullable BigDecimal now, @Nullable BigDecimal then) {
        String change = now == null || then == null
                ? "–"
                : words.message("report.versus.points", signed(printed(now).subtract(printed(then))));
        return new Versus(name, path, words.share(now), words.share(then), change);
    }

    /** Subtracted are the figures that stand beside it. */
    private static BigDecimal printed(BigDecimal share) {
        return share.movePointRight(2).setScale(2, RoundingMode.DOWN);
    }

    private String signed(BigDecimal points) {
        return (points.signum() > 0 ? "+" : "") + words.number(points.doubleValue(), 2);
    }

    private Versus numbers(String name, @Nullable String path, int now, int then) {
        return new Versus(
                name,
                path,
                words.whole(now),
                words.whole(then),
                (now > then ? "+" : "") + words.whole((long) now - then));
    }

    private Versus times(String name, @Nullable String path, @Nullable Long now, @Nullable Long then) {
        return new Versus(name, path, time(now), time(then), difference(now, then));
    }

    private String time(@Nullable Long seconds) {
        return seconds == null ? "–" : words.duration(Duration.ofSeconds(seconds));
    }

    private String difference(@Nullable Long now, @Nullable Long then) {
        if (now == null || then == null) {
            return "–";
        }
        long change = now - then;
        return (change > 0 ? "+" : change < 0 ? "−" : "") + words.duration(Duration.ofSeconds(Math.abs(change)));
    }
}
