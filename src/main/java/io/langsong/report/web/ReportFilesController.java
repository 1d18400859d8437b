package io.langsong.report.web;

import io.langsong.report.ReportPeriod;
import io.langsong.report.document.ReportFiles;
import io.langsong.report.document.ReportFiles.Format;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.proof.IssuedFiles;
import io.langsong.report.web.SeenReports.Seen;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Reports as files, for people and programs of those who see all villages. */
@RestController
class ReportFilesController {
    private static final String TYPES = "application/pdf";

    private final SeenReports seen;
    private final ReportFiles files;
    private final IssuedFiles issued;

    ReportFilesController(SeenReports seen, ReportFiles files, IssuedFiles issued) {
        this.seen = seen;
        this.files = files;
        this.issued = issued;
    }

    /** As a page links it: {@code /bao-cao/2026-10/tep/pdf}. */
    @GetMapping(ReportPages.PATH + "/{month}/tep/{format}")
    ResponseEntity<byte[]> download(
            @PathVariable("month") String month,
            @PathVariable("format") String format,
            @RequestParam(name = "ban", defaultValue = "") String version,
            @RequestParam(name = "don-vi", defaultValue = "team") String issuer,
            Locale language) {
        if (!SeenReports.open()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        YearMonth of = ReportPages.month(month);
        Seen report = version.isEmpty()
                ? seen.newest(of)
                : seen.version(of, version.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(version) : 0)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return answer(
                report,
                Format.of(format).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)),
                Letterhead.Issuer.of(issuer).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)),
                language);
    }

    @ApiCall(
            value = "The report of a month as a file: the newest version, or the one that is asked for; what was issued, as it was"
                    + " issued.",
            types = TYPES,
            problems = 404)
    @GetMapping("/api/v1/reports/{month}/files/{format}")
    ResponseEntity<byte[]> file(
            @PathVariable String month,
            @PathVariable String format,
            @RequestParam(required = false) @ApiValue(least = 1) @Nullable Integer version,
            @RequestParam(defaultValue = "team")
                    @ApiValue(
                            value = "whose letterhead it has",
                            choices = {"team", "commune"})
                    String issuer,
            @RequestParam(defaultValue = "vi") @ApiValue(choices = {"vi", "en"}) String language) {
        YearMonth of = SeenReports.month(month)
                .orElseThrow(() -> RequestRefused.unknown("month", month, "is no month", "write it like 2026-10"));
        Seen report = version == null
                ? seen.newest(of)
                : seen.version(of, version)
                        .orElseThrow(() -> RequestRefused.unknown(
                                "version",
                                version.toString(),
                                "is no version of " + of,
                                "GET /api/v1/reports/%s/versions lists them".formatted(of)));
        return answer(report, format(format), issuer(issuer), language(language));
    }

    @ApiCall(value = "The report of any time as a file, counted at once.", types = TYPES)
    @GetMapping("/api/v1/reports/files/{format}")
    ResponseEntity<byte[]> file(
            @PathVariable String format,
            @RequestParam @ApiValue("when it begins") OffsetDateTime from,
            @RequestParam @ApiValue("when it ends, at most 400 days later") OffsetDateTime to,
            @RequestParam(defaultValue = "team")
                    @ApiValue(
                            value = "whose letterhead it has",
                            choices = {"team", "commune"})
                    String issuer,
            @RequestParam(defaultValue = "vi") @ApiValue(choices = {"vi", "en"}) String language) {
        ReportPeriod period = ReportsController.period(from, to);
        Format asked = format(format);
        byte[] content =
                files.of(asked, seen.count(period), Map.of(), issuer(issuer), language(language));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asked.type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment("bao-cao." + asked.code()))
                .body(content);
    }

    private ResponseEntity<byte[]> answer(Seen report, Format format, Letterhead.Issuer issuer, Locale language) {
        byte[] content = (report.version() == null
                        ? java.util.Optional.<byte[]>empty()
                        : issued.find(report.version(), format, issuer, language))
                .orElseGet(() -> files.of(format, report.facts(), report.texts(), issuer, language));
        String name = "bao-cao-%s%s.%s"
                .formatted(
                        report.month(),
                        report.version() == null ? "" : "-ban-" + report.version().version(),
                        format.code());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(format.type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(name))
                .body(content);
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment().filename(name).build().toString();
    }

    private static Format format(String code) {
        return Format.of(code)
                .orElseThrow(() ->
                        RequestRefused.unknown("format", code, "is no format", "ask for pdf, docx, xlsx or csv"));
    }

    private static Letterhead.Issuer issuer(String code) {
        return Letterhead.Issuer.of(code)
                .orElseThrow(() -> RequestRefused.wrong("issuer", code, "issues no reports", "give team or commune"));
    }

    private static Locale language(String code) {
        if (!code.equals("vi") && !code.equals("en")) {
            throw RequestRefused.wrong("language", code, "is not spoken here", "give vi or en");
        }
        return Locale.forLanguageTag(code);
    }
}
