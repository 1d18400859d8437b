package io.langsong.report.proof.web;

import io.langsong.inventory.ContractId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.report.ReportPeriod;
import io.langsong.report.document.Documents;
import io.langsong.report.document.ReportFiles.Format;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Paper;
import io.langsong.report.proof.ProviderFile;
import io.langsong.report.proof.ProviderFile.Fault;
import io.langsong.report.proof.ProviderFile.Ground;
import io.langsong.report.proof.ProviderFile.Line;
import io.langsong.report.proof.ProviderFiles;
import io.langsong.report.proof.ProviderLetters;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.CsvDownload;
import io.langsong.web.VillageSight;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** What a provider is to be told of a month, contract by contract; for those who see all villages. */
@Controller
class ProviderPages {
    private final ProviderFiles files;
    private final ProviderLetters letters;
    private final Documents documents;
    private final UptimeProperties settings;
    private final Words words;

    ProviderPages(
            ProviderFiles files, ProviderLetters letters, Documents documents, UptimeProperties settings, Words words) {
        this.files = files;
        this.letters = letters;
        this.documents = documents;
        this.settings = settings;
        this.words = words;
    }

    @GetMapping("/bao-cao/{month}/nha-mang")
    String contracts(@PathVariable String month, Model model) {
        requireSightOfAll();
        YearMonth of = month(month);
        model.addAttribute("month", of);
        model.addAttribute("said", said(of));
        model.addAttribute("contracts", files.contracts());
        return "proof/contracts";
    }

    @GetMapping("/bao-cao/{month}/nha-mang/{contract}")
    String file(@PathVariable String month, @PathVariable String contract, Model model) {
        YearMonth of = month(month);
        ProviderFile file = find(of, contract);
        model.addAttribute("month", of);
        model.addAttribute("said", said(of));
        model.addAttribute("file", file);
        model.addAttribute("sum", words.duration(Duration.ofSeconds(file.seconds())));
        model.addAttribute(
                "lines", file.lines().stream().map(line -> view(file, line)).toList());
        return "proof/provider";
    }

    /** @param verdict key of a word */
    record LineView(String name, String served, String verdict, List<FaultView> faults) {}

    /** @param until null while it lasts */
    record FaultView(
            long id,
            Instant from,
            @Nullable Instant until,
            String length,
            boolean tooLong,
            String blame,
            List<String> grounds) {}

    private LineView view(ProviderFile file, Line line) {
        return new LineView(
                line.name(),
                words.share(line.served()),
                line.served() == null ? "proof.provider.no-figure" : "proof.provider." + verdict(file, line),
                line.faults().stream().map(this::view).toList());
    }

    private static String verdict(ProviderFile file, Line line) {
        return file.isThin(line) ? "thin" : file.isBroken(line) ? "broken" : "kept";
    }

    private FaultView view(Fault fault) {
        return new FaultView(
                fault.ids().get(0),
                fault.from(),
                fault.until(),
                words.duration(Duration.ofSeconds(fault.seconds())),
                fault.tooLong() && fault.blame() == ProviderFile.Blame.PROVIDER,
                "proof.provider.blame." + fault.blame().code(),
                fault.grounds().stream().map(this::ground).toList());
    }

    @GetMapping("/bao-cao/{month}/nha-mang/{contract}/csv")
    void csv(@PathVariable String month, @PathVariable String contract, HttpServletResponse response)
            throws IOException {
        YearMonth of = month(month);
        ProviderFile file = find(of, contract);
        try (CsvDownload out = new CsvDownload(
                response, "%s-%s.csv".formatted(file.contract().id().value(), of))) {
            out.row(List.of(
                    "line",
                    "name",
                    "from",
                    "until",
                    "seconds",
                    "length_seconds",
                    "cause",
                    "blame",
                    "too_long",
                    "grounds"));
            for (Line line : file.lines()) {
                for (Fault fault : line.faults()) {
                    out.row(row(line, fault));
                }
            }
        }
    }

    private List<@Nullable String> row(Line line, Fault fault) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(line.id());
        cells.add(line.name());
        cells.add(words.iso(fault.from()));
        cells.add(fault.until() == null ? null : words.iso(fault.until()));
        cells.add(Long.toString(fault.seconds()));
        cells.add(Long.toString(fault.length()));
        cells.add(fault.cause().code());
        cells.add(fault.blame().code());
        cells.add(fault.tooLong() ? "yes" : "no");
        cells.add(fault.grounds().stream().map(this::ground).collect(Collectors.joining("; ")));
        return cells;
    }

    private String ground(Ground ground) {
        Instant at = ground.at();
        return words.message(
                "proof.provider.ground." + ground.kind().code(), ground.detail(), at == null ? "" : words.full(at));
    }

    /** As a page links it: {@code /bao-cao/2026-10/nha-mang/hd-12/cong-van/docx}. */
    @GetMapping("/bao-cao/{month}/nha-mang/{contract}/cong-van/{format}")
    ResponseEntity<byte[]> letter(
            @PathVariable String month,
            @PathVariable String contract,
            @PathVariable String format,
            @RequestParam(name = "don-vi", defaultValue = "commune") String issuer,
            Locale language) {
        YearMonth of = month(month);
        Format asked = Format.of(format)
                .filter(Format::isLetter)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Letterhead.Issuer by =
                Letterhead.Issuer.of(issuer).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        ProviderFile file = find(of, contract);
        Paper letter = letters.of(file, by, language);
        String name = "cong-van-%s-%s.%s".formatted(file.contract().id().value(), of, asked.code());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asked.type()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(asked == Format.PDF ? documents.pdf(letter) : documents.docx(letter));
    }

    private ProviderFile find(YearMonth month, String contract) {
        requireSightOfAll();
        try {
            ReportPeriod period = ReportPeriod.of(month, settings);
            return files.of(period, new ContractId(contract))
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (InventoryRefused notAnId) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, notAnId);
        }
    }

    private static void requireSightOfAll() {
        if (!VillageSight.current().all()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException noMonth) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, noMonth);
        }
    }

    private static String said(YearMonth month) {
        return "%02d/%d".formatted(month.getMonthValue(), month.getYear());
    }
}
