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
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Reports as files, for people and programs of those who see all villages. */
@RestController
class ReportFilesController {
    private static final String PDF = "application/pdf";
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String CSV = "text/csv";

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
            value =
                    "The report of a month as a file, by the Accept header: the newest version, or the one that is asked for; what was"
                            + " issued as it was issued.",
            types = {PDF, DOCX, XLSX, CSV},
            problems = 404)
    @GetMapping(
            path = "/api/v1/reports/{month}",
            produces = {PDF, DOCX, XLSX, CSV})
    ResponseEntity<byte[]> file(
            @PathVariable String month,
            @RequestParam(required = false) @ApiValue(least = 1) @Nullable Integer version,
            @RequestParam(defaultValue = "team")
                    @ApiValue(
                            value = "whose letterhead a PDF or DOCX has",
                            choices = {"team", "commune"})
                    String issuer,
            @RequestParam(defaultValue = "vi") @ApiValue(choices = {"vi", "en"}) String language,
            @RequestHeader(HttpHeaders.ACCEPT) String accept) {
        YearMonth of = ReportsController.month(month);
        Seen report = version == null
                ? seen.newest(of)
                : seen.version(of, version)
                        .orElseThrow(() -> RequestRefused.unknown(
                                "version",
                                version.toString(),
                                "is no version of " + of,
                                "GET /api/v1/reports/%s/versions lists them".formatted(of)));
        return answer(report, format(accept), issuer(issuer), language(language));
    }

    @ApiCall(
            value = "The report of any time as a file, by the Accept header; counted at once.",
            types = {PDF, DOCX, XLSX, CSV})
    @GetMapping(
            path = "/api/v1/reports",
            produces = {PDF, DOCX, XLSX, CSV})
    ResponseEntity<byte[]> file(
            @RequestParam(required = false) @ApiValue("with to") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("with from, at most 400 days after it") @Nullable
                    OffsetDateTime to,
            @RequestParam(defaultValue = "team")
                    @ApiValue(
                            value = "whose letterhead a PDF or DOCX has",
                            choices = {"team", "commune"})
                    String issuer,
            @RequestParam(defaultValue = "vi") @ApiValue(choices = {"vi", "en"}) String language,
            @RequestHeader(HttpHeaders.ACCEPT) String accept) {
        ReportPeriod period = ReportsController.period(from, to);
        Format asked = format(accept);
        byte[] content = files.of(asked, seen.count(period), Map.of(), issuer(issuer), language(language), null);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asked.type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment("bao-cao." + asked.code()))
                .body(content);
    }

    private ResponseEntity<byte[]> answer(Seen report, Format format, Letterhead.Issuer issuer, Locale language) {
        byte[] content = (report.version() == null
                        ? Optional.<byte[]>empty()
                        : issued.find(report.version(), format, issuer, language))
                .orElseGet(() -> files.of(format, report.facts(), report.texts(), issuer, language, null));
        String name = "bao-cao-%s%s.%s"
                .formatted(
                        report.month(),
                        report.version() == null
                                ? ""
                                : "-ban-" + report.version().version(),
                        format.code());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(format.type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(name))
                .body(content);
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment().filename(name).build().toString();
    }

    /** The first that is named; the route takes no others. */
    private static Format format(String accept) {
        return MediaType.parseMediaTypes(accept).stream()
                .flatMap(asked -> Arrays.stream(Format.values())
                        .filter(format ->
                                MediaType.parseMediaType(format.type()).isCompatibleWith(asked)))
                .findFirst()
                .orElse(Format.PDF);
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
