package io.langsong.report.proof.web;

import io.langsong.inventory.ContractId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.report.ReportPeriod;
import io.langsong.report.document.Documents;
import io.langsong.report.document.ReportFiles.Format;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Paper;
import io.langsong.report.proof.ProviderFile;
import io.langsong.report.proof.ProviderFiles;
import io.langsong.report.proof.ProviderLetters;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import io.langsong.web.VillageSight;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a provider is to be told of a month, for programs of those who see all villages. */
@RestController
class ProviderFileController {
    private static final String PATH = "/api/v1/reports/{month}/contracts/{contract}";
    private static final String PDF = "application/pdf";
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private final ProviderFiles files;
    private final ProviderLetters letters;
    private final Documents documents;
    private final UptimeProperties settings;

    ProviderFileController(
            ProviderFiles files, ProviderLetters letters, Documents documents, UptimeProperties settings) {
        this.files = files;
        this.letters = letters;
        this.documents = documents;
        this.settings = settings;
    }

    record ProviderGroundJson(
            @ApiValue(choices = {"said", "port-down", "port-up", "near-end-ran", "neighbours-ran", "not-restarted"})
            String kind,

            @Nullable Instant at,
            String detail) {}

    record ProviderFaultJson(
            @ApiValue("ids of the outages that it is made of")
            List<Long> outages,

            Instant from,
            @ApiValue("null while it lasts") @Nullable Instant to,

            @ApiValue("of it in the month, without planned work and without time nobody measured")
            long seconds,

            @ApiValue("of all of it, also before the month") long length,
            String cause,

            @ApiValue(choices = {"provider", "ours", "disaster", "unknown"})
            String blame,

            @ApiValue("whether it took longer than the contract allows for a repair")
            boolean tooLong,

            List<ProviderGroundJson> grounds) {
        static ProviderFaultJson of(ProviderFile.Fault fault) {
            return new ProviderFaultJson(
                    fault.ids(),
                    fault.from(),
                    fault.until(),
                    fault.seconds(),
                    fault.length(),
                    fault.cause().code(),
                    fault.blame().code(),
                    fault.tooLong(),
                    fault.grounds().stream()
                            .map(one -> new ProviderGroundJson(one.kind().code(), one.at(), one.detail()))
                            .toList());
        }
    }

    record ProviderLineJson(
            @ApiValue("of the link") String id,
            String name,
            long measuredSeconds,

            @ApiValue("0 to 1; null: there was no time to measure") @Nullable
            BigDecimal coverage,

            @ApiValue("0 to 1, without the outages by the provider; null: nothing was measured") @Nullable
            BigDecimal served,

            @ApiValue("whether it served less than promised; false too where too little was measured")
            boolean broken,

            @ApiValue("whether too little was measured to say so")
            boolean thin,

            List<ProviderFaultJson> outages) {}

    /** Sums are of outages by the provider alone. */
    record ProviderFileJson(
            String month,
            Instant from,
            Instant to,
            String contract,
            String provider,
            @ApiValue("percent of the time") BigDecimal promised,

            @ApiValue("hours in which an outage is to be repaired") @Nullable
            Integer repairHours,

            long outages,
            long seconds,
            long tooLong,

            @ApiValue("lines that served less than promised")
            long broken,

            List<ProviderLineJson> lines) {
        static ProviderFileJson of(ProviderFile file) {
            return new ProviderFileJson(
                    String.valueOf(file.period().month()),
                    file.period().from(),
                    file.period().until(),
                    file.contract().id().value(),
                    file.provider().id().value(),
                    file.promised(),
                    file.contract().repairHours(),
                    file.faults(),
                    file.seconds(),
                    file.tooLong(),
                    file.broken(),
                    file.lines().stream()
                            .map(line -> new ProviderLineJson(
                                    line.id(),
                                    line.name(),
                                    line.measure().measuredSeconds(),
                                    line.measure().coverage(),
                                    line.served(),
                                    file.isBroken(line),
                                    file.isThin(line),
                                    line.faults().stream()
                                            .map(ProviderFaultJson::of)
                                            .toList()))
                            .toList());
        }
    }

    @ApiCall(
            value =
                    "How the lines of a contract served in a month against what was promised, with whose fault each outage was and on"
                            + " what that rests.",
            problems = 404)
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ProviderFileJson file(@PathVariable String month, @PathVariable String contract) {
        return ProviderFileJson.of(find(month, contract));
    }

    @ApiCall(
            value = "The draft of an official letter to the provider, by the Accept header; nothing of it is kept.",
            types = {PDF, DOCX},
            problems = 404)
    @GetMapping(
            path = PATH,
            produces = {PDF, DOCX})
    ResponseEntity<byte[]> letter(
            @PathVariable String month,
            @PathVariable String contract,
            @RequestParam(defaultValue = "commune")
                    @ApiValue(
                            value = "who writes",
                            choices = {"team", "commune"})
                    String issuer,
            @RequestParam(defaultValue = "vi") @ApiValue(choices = {"vi", "en"}) String language,
            @RequestHeader(HttpHeaders.ACCEPT) String accept) {
        ProviderFile file = find(month, contract);
        Format format = MediaType.parseMediaTypes(accept).stream()
                        .anyMatch(asked -> asked.equalsTypeAndSubtype(MediaType.parseMediaType(DOCX)))
                ? Format.DOCX
                : Format.PDF;
        Paper letter = letters.of(file, issuer(issuer), language(language));
        String name = "cong-van-%s-%s.%s".formatted(file.contract().id().value(), month, format.code());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(format.type()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(format == Format.PDF ? documents.pdf(letter) : documents.docx(letter));
    }

    private ProviderFile find(String month, String contract) {
        ReportPeriod period = ReportPeriod.of(month(month), settings);
        if (VillageSight.current().all()) {
            try {
                return files.of(period, new ContractId(contract)).orElseThrow(() -> unknown(contract));
            } catch (InventoryRefused notAnId) {
                throw unknown(contract);
            }
        }
        throw unknown(contract);
    }

    private static RequestRefused unknown(String contract) {
        return RequestRefused.unknown(
                "contract", contract, "is no contract of a line", "GET /api/v1/contracts lists them");
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException noMonth) {
            throw RequestRefused.wrong("month", text, "is no month", "write it like 2026-10");
        }
    }

    private static Letterhead.Issuer issuer(String code) {
        return Letterhead.Issuer.of(code)
                .orElseThrow(() -> RequestRefused.wrong("issuer", code, "writes no letters", "give team or commune"));
    }

    private static Locale language(String code) {
        if (!code.equals("vi") && !code.equals("en")) {
            throw RequestRefused.wrong("language", code, "is not spoken here", "give vi or en");
        }
        return Locale.forLanguageTag(code);
    }
}
