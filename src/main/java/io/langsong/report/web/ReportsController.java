package io.langsong.report.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.langsong.report.Difference;
import io.langsong.report.Differences;
import io.langsong.report.ReportHeadline;
import io.langsong.report.ReportPeriod;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.web.SeenReports.Seen;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SignedIn;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Reports, for programs of those who see all villages. */
@RestController
@RequestMapping(path = "/api/v1/reports", produces = "application/json")
class ReportsController {
    private static final Duration LONGEST = Duration.ofDays(400);

    private final SeenReports seen;

    ReportsController(SeenReports seen) {
        this.seen = seen;
    }

    record ReportMarkJson(String by, Instant at) {
        static @Nullable ReportMarkJson of(ReportVersion.@Nullable Mark mark) {
            return mark == null ? null : new ReportMarkJson(mark.by(), mark.at());
        }
    }

    record ReportVersionJson(
            String month,
            int version,

            @ApiValue(choices = {"draft", "reviewed", "issued", "replaced"})
            String state,

            Instant from,
            Instant to,
            Instant madeAt,
            @ApiValue("an account, or system") String madeBy,
            @Nullable ReportMarkJson reviewed,
            @Nullable ReportMarkJson issued) {
        static ReportVersionJson of(ReportVersion version) {
            return new ReportVersionJson(
                    version.month().toString(),
                    version.version(),
                    version.state().code(),
                    version.period().from(),
                    version.period().until(),
                    version.madeAt(),
                    version.madeBy(),
                    ReportMarkJson.of(version.reviewed()),
                    ReportMarkJson.of(version.issued()));
        }
    }

    record ReportMonthJson(
            ReportVersionJson newest,

            @ApiValue("of all services, 0 to 1; null: nothing was measured") @Nullable
            BigDecimal uptime,

            @ApiValue("0 to 1; null: there was no time to measure") @Nullable
            BigDecimal coverage,

            int incidents) {
        static ReportMonthJson of(ReportHeadline line) {
            return new ReportMonthJson(
                    ReportVersionJson.of(line.version()), line.uptime(), line.coverage(), line.incidents());
        }
    }

    record ReportsJson(
            @ApiValue("the newest first; left out when from and to were given")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            List<ReportMonthJson> months,

            @ApiValue("the facts of that time; left out when from and to were not given")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            JsonNode report) {}

    record ReportTextJson(
            String text,
            @Nullable String writtenBy,
            @Nullable Instant writtenAt) {
        static ReportTextJson of(ReportText text) {
            return new ReportTextJson(text.text(), text.writtenBy(), text.writtenAt());
        }
    }

    record ReportOfMonthJson(
            String month,

            @ApiValue("null: none is kept, and it was counted at once") @Nullable
            ReportVersionJson version,

            @ApiValue("what people wrote, by section; one that nobody wrote is not there")
            Map<String, ReportTextJson> texts,

            @ApiValue("the facts, as they are kept; counts are numbers, times RFC 3339 or seconds, shares 0 to 1")
            JsonNode report) {
        static ReportOfMonthJson of(Seen seen) {
            Map<String, ReportTextJson> texts = new LinkedHashMap<>();
            seen.texts().forEach((section, text) -> texts.put(section.code(), ReportTextJson.of(text)));
            return new ReportOfMonthJson(
                    seen.month().toString(),
                    seen.version() == null ? null : ReportVersionJson.of(seen.version()),
                    texts,
                    seen.facts().json());
        }
    }

    record ReportDifferenceJson(
            @ApiValue(
                    choices = {
                        "rules",
                        "commune",
                        "group",
                        "village",
                        "site",
                        "object",
                        "cause",
                        "incident",
                        "work",
                        "usage",
                        "gap"
                    })
            String of,

            @ApiValue("of an object kind:id, of an incident its number")
            String id,

            String name,

            @ApiValue("which figure, as uptime or own-fault-uptime")
            String what,

            @ApiValue(choices = {"share", "seconds", "number", "bytes", "instant", "truth", "causes", "text"})
            String unit,

            @ApiValue("null: the earlier one has none") @Nullable
            String before,

            @ApiValue("null: the later one has none") @Nullable
            String after) {
        static ReportDifferenceJson of(Difference one) {
            return new ReportDifferenceJson(
                    one.of().code(),
                    one.id(),
                    one.name(),
                    one.what().code(),
                    one.what().unit().name().toLowerCase(Locale.ROOT),
                    one.before(),
                    one.after());
        }
    }

    /** What may be sent to review or issue. */
    record ReportVersionSent(@ApiValue("that was looked at") int version) {}

    /** What may be sent of a section. */
    record ReportTextSent(
            @ApiValue("at most " + ReportText.LONGEST + " characters; empty: nothing is said there")
            String text) {}

    @ApiCall("The months of which there is a report; or, with from and to, the facts of any time, counted at once.")
    @GetMapping
    ReportsJson list(
            @RequestParam(required = false) @ApiValue("with to") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("with from, at most 400 days after it") @Nullable
                    OffsetDateTime to) {
        if (from == null && to == null) {
            return new ReportsJson(
                    seen.desk().headlines().stream().map(ReportMonthJson::of).toList(), null);
        }
        return new ReportsJson(null, seen.count(period(from, to)).json());
    }

    static ReportPeriod period(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        if (from == null || to == null) {
            throw RequestRefused.wrong(from == null ? "from" : "to", null, "is missing", "give both from and to");
        }
        if (!from.toInstant().isBefore(to.toInstant())) {
            throw RequestRefused.wrong(
                    "from", from.toString(), "is not before to", "give an earlier one, or a later to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw RequestRefused.wrong("to", to.toString(), "is too far from from", "ask for at most 400 days at once");
        }
        if (from.getYear() < 2000 || to.atZoneSameInstant(UptimeProperties.ZONE).getYear() > 2199) {
            throw RequestRefused.wrong("from", from.toString(), "is of another age", "give a time of our days");
        }
        return new ReportPeriod(null, from.toInstant(), to.toInstant());
    }

    @ApiCall(
            "The report of a month, as in 2026-10: the newest version, or the one that is asked for; of a month without any"
                    + " what comes out now.")
    @GetMapping("/{month}")
    ReportOfMonthJson one(
            @PathVariable String month,
            @RequestParam(required = false) @ApiValue(least = 1) @Nullable Integer version) {
        YearMonth of = month(month);
        return ReportOfMonthJson.of(version == null ? seen.newest(of) : version("version", of, version));
    }

    static YearMonth month(String text) {
        return SeenReports.month(text)
                .orElseThrow(() -> RequestRefused.unknown("month", text, "is no month", "write it like 2026-10"));
    }

    private Seen version(String field, YearMonth month, int version) {
        return seen.version(month, version)
                .orElseThrow(() -> RequestRefused.unknown(
                        field,
                        Integer.toString(version),
                        "is no version of " + month,
                        "GET /api/v1/reports/%s/versions lists them".formatted(month)));
    }

    @ApiCall("The versions of a month, the newest first.")
    @GetMapping("/{month}/versions")
    List<ReportVersionJson> versions(@PathVariable String month) {
        return seen.desk().versions(month(month)).stream()
                .map(ReportVersionJson::of)
                .toList();
    }

    @ApiCall(value = "The figures that differ between two versions of a month.", problems = 409)
    @GetMapping("/{month}/differences")
    List<ReportDifferenceJson> differences(
            @PathVariable String month,
            @RequestParam(required = false)
                    @ApiValue(value = "a version; left out: the one before to", least = 1)
                    @Nullable
                    Integer from,
            @RequestParam(required = false) @ApiValue(value = "a version; left out: the newest", least = 1) @Nullable
                    Integer to) {
        YearMonth of = month(month);
        int later = to != null ? to : newestOf(of);
        int earlier = from != null ? from : later - 1;
        if (earlier < 1) {
            throw RequestRefused.conflict("from", null, "has no version before it to compare with", "give both");
        }
        return Differences.of(
                        version("from", of, earlier).facts(),
                        version("to", of, later).facts())
                .stream()
                .map(ReportDifferenceJson::of)
                .toList();
    }

    private int newestOf(YearMonth month) {
        return seen.desk()
                .newest(month)
                .map(ReportVersion::version)
                .orElseThrow(() -> RequestRefused.unknown(
                        "month",
                        month.toString(),
                        "has no version",
                        "POST /api/v1/reports/%s/draft makes one when it is over".formatted(month)));
    }

    @ApiCall(
            value =
                    "Counts a month that is over; when figures have changed, or there is no version yet, the draft is a new version"
                            + " (201), else the newest is answered (200).",
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping("/{month}/draft")
    ResponseEntity<ReportVersionJson> draft(@PathVariable String month) {
        YearMonth of = month(month);
        return seen.desk()
                .draft(of, who())
                .map(made -> ResponseEntity.created(
                                URI.create("/api/v1/reports/%s?version=%d".formatted(of, made.version())))
                        .body(ReportVersionJson.of(made)))
                .orElseGet(() -> ResponseEntity.ok(
                        ReportVersionJson.of(seen.desk().newest(of).orElseThrow())));
    }

    @ApiCall(
            value = "Says that somebody has looked through the newest draft of a month.",
            body = ReportVersionSent.class,
            problems = 409)
    @PostMapping("/{month}/review")
    ReportVersionJson review(@PathVariable String month, @RequestBody JsonNode json) {
        return ReportVersionJson.of(seen.desk().review(month(month), sent(json), who()));
    }

    @ApiCall(
            value = "Issues the reviewed version of a month; it never changes after that.",
            body = ReportVersionSent.class,
            problems = 409)
    @PostMapping("/{month}/issue")
    ReportVersionJson issue(@PathVariable String month, @RequestBody JsonNode json) {
        return ReportVersionJson.of(seen.desk().issue(month(month), sent(json), who()));
    }

    private static int sent(JsonNode json) {
        Integer version = JsonFields.of(json, ReportVersionSent.class).number("version");
        if (version == null) {
            throw RequestRefused.wrong("version", null, "is missing", "give the version that was looked at");
        }
        return version;
    }

    @ApiCall(
            value = "Writes a section of the draft of a month; a reviewed one becomes a draft again.",
            body = ReportTextSent.class,
            headers = "ETag: of the text",
            problems = 409)
    @PutMapping("/{month}/texts/{section}")
    ResponseEntity<ReportTextJson> write(
            @PathVariable String month,
            @PathVariable String section,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        Section part = Section.of(section)
                .orElseThrow(() -> RequestRefused.unknown(
                        "section",
                        section,
                        "is no section",
                        "the sections are overview, strengths, weaknesses, reasons, next-month and requests"));
        String text = JsonFields.of(json, ReportTextSent.class).text("text");
        if (text == null) {
            throw RequestRefused.wrong("text", null, "is missing", "give it; empty says nothing there");
        }
        YearMonth of = month(month);
        seen.desk().write(of, part, text, tag(match), who());
        ReportText written = seen.desk().texts(of).get(part);
        return ResponseEntity.ok()
                .eTag(ReportText.tag(written))
                .body(written == null ? new ReportTextJson("", null, null) : ReportTextJson.of(written));
    }

    /** Null: whatever is there is written over. */
    private static @Nullable String tag(@Nullable String match) {
        return match == null || match.strip().equals("*") ? null : match.strip().replaceAll("^(W/)?\"|\"$", "");
    }

    private static String who() {
        return Objects.requireNonNull(SignedIn.current()).name();
    }
}
