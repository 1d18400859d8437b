package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventoryFolder;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.InventoryUploads;
import io.langsong.inventory.Workbooks;
import io.langsong.web.SeenInventory;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Spreadsheets in and out: a template, a look at what a file would change, its import, and everything as it is. */
@Controller
final class ImportPages {
    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    private static final MediaType ZIP = MediaType.parseMediaType("application/zip");
    private static final int MOST_SHOWN = 200;

    private final SeenInventory inventory;
    private final InventoryUploads uploads;
    private final Clock clock;

    ImportPages(SeenInventory inventory, InventoryUploads uploads, Clock clock) {
        this.inventory = inventory;
        this.uploads = uploads;
        this.clock = clock;
    }

    @GetMapping("/danh-muc/nhap")
    String page() {
        return "inventory/import";
    }

    /** Looks at a file; nothing is stored but the file itself, for an hour. */
    @PostMapping("/danh-muc/nhap")
    ModelAndView look(@RequestParam("tep") MultipartFile file, Model model, Locale language) throws IOException {
        inventory.requireAll();
        String name = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
        if (file.isEmpty()) {
            model.addAttribute("trouble", "inventory.import.no-file");
            return new ModelAndView("inventory/import", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        InventoryUploads.Upload upload =
                new InventoryUploads.Upload(new UUID(0, 0), name.replaceAll("^.*[/\\\\]", ""), file.getBytes());
        InventoryImport.Outcome outcome = uploads.run(upload, true);
        fill(model, upload.name(), outcome, language);
        if (outcome.diff() == null) {
            return new ModelAndView("inventory/import", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!outcome.diff().isEmpty()) {
            model.addAttribute("upload", uploads.keep(upload.name(), upload.content()));
        }
        return new ModelAndView("inventory/import", model.asMap());
    }

    @PostMapping("/danh-muc/nhap/thuc-hien")
    Object apply(@RequestParam("ma") UUID id, Model model, Locale language, RedirectAttributes flash) {
        inventory.requireAll();
        InventoryUploads.Upload upload = uploads.find(id).orElse(null);
        if (upload == null) {
            model.addAttribute("trouble", "inventory.import.gone");
            return new ModelAndView("inventory/import", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        InventoryImport.Outcome outcome = uploads.run(upload, false);
        if (!outcome.applied()) {
            fill(model, upload.name(), outcome, language);
            return new ModelAndView("inventory/import", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        uploads.forget(id);
        InventoryDiff diff = outcome.diff();
        flash.addFlashAttribute("added", diff == null ? 0 : diff.added().size());
        flash.addFlashAttribute("changed", diff == null ? 0 : diff.changed().size());
        return "redirect:/danh-muc";
    }

    /** @param kind in words; {@code field} of each change too */
    record Line(String kind, String id, String name, List<ChangedField> changes) {}

    record ChangedField(
            String label, @Nullable String from, @Nullable String to) {}

    private static void fill(Model model, String name, InventoryImport.Outcome outcome, Locale language) {
        model.addAttribute("file", name);
        InventoryDiff diff = outcome.diff();
        if (diff == null) {
            model.addAttribute(
                    "problems",
                    outcome.problems().stream()
                            .limit(MOST_SHOWN)
                            .map(problem -> problem.sentence(language))
                            .toList());
            model.addAttribute("problemCount", outcome.problems().size());
        } else {
            model.addAttribute("diff", diff);
            model.addAttribute("addedLines", lines(diff.added(), language));
            model.addAttribute("changedLines", lines(diff.changed(), language));
        }
    }

    private static List<Line> lines(List<InventoryDiff.Entry> entries, Locale language) {
        return entries.stream()
                .limit(MOST_SHOWN)
                .map(entry -> line(entry, language))
                .toList();
    }

    private static Line line(InventoryDiff.Entry entry, Locale language) {
        InventoryId id = entry.id();
        Form<?> form = Form.all().stream()
                .filter(one -> one.kind().equals(id.kind()))
                .findFirst()
                .orElseThrow();
        return new Line(
                form.label(language),
                id.value(),
                entry.name(),
                entry.changes().stream()
                        .map(change -> new ChangedField(
                                form.fields().stream()
                                        .filter(field -> field.name().equals(change.field()))
                                        .findFirst()
                                        .map(field -> form.label(field, language))
                                        .orElse(change.field()),
                                change.from(),
                                change.to()))
                        .toList());
    }

    @GetMapping("/danh-muc/mau.xlsx")
    ResponseEntity<byte[]> template(Locale language) {
        return file("langsong-mau.xlsx", XLSX, Workbooks.write(inventory.snapshot(), language, true));
    }

    @GetMapping("/danh-muc/xuat.xlsx")
    ResponseEntity<byte[]> workbook(Locale language) {
        return file("langsong-" + today() + ".xlsx", XLSX, Workbooks.write(inventory.snapshot(), language, false));
    }

    /** The same CSV files that {@code langsong import} takes. */
    @GetMapping("/danh-muc/xuat.zip")
    ResponseEntity<byte[]> folder() throws IOException {
        return file("langsong-" + today() + ".zip", ZIP, InventoryFolder.zip(inventory.snapshot()));
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.ofHours(7)).toLocalDate();
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(content);
    }
}
