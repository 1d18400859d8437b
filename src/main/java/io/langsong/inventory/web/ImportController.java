package io.langsong.inventory.web;

import io.langsong.inventory.ImportProblem;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventoryFolder;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.Workbooks;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/** Takes CSV files, as a JSON object of file name and text, or a workbook; gives out everything in either form. */
@RestController
final class ImportController {
    /** JSON writes a line break as two octets and a quotation mark too. */
    private static final int MOST_OCTETS = 32 * 1024 * 1024;

    private static final int MOST_PROBLEMS = 200;
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final SeenInventory inventory;
    private final InventoryImport imports;

    ImportController(SeenInventory inventory, InventoryImport imports) {
        this.inventory = inventory;
        this.imports = imports;
    }

    record Imported(boolean dryRun, List<Line> added, List<Line> changed, int unchanged) {}

    record Line(String kind, String id, String name, List<InventoryDiff.Change> changes) {
        /** What is added is in the file anyway; its fields are not repeated. */
        static List<Line> named(List<InventoryDiff.Entry> entries) {
            return entries.stream()
                    .map(entry -> new Line(entry.id().kind(), entry.id().value(), entry.name(), List.of()))
                    .toList();
        }

        static List<Line> of(List<InventoryDiff.Entry> entries) {
            return entries.stream()
                    .map(entry -> new Line(entry.id().kind(), entry.id().value(), entry.name(), entry.changes()))
                    .toList();
        }
    }

    /**
     * All files or none; with {@code dryRun} only the answer. Problems come with file, row and column.
     *
     * @param languages problems are in Vietnamese for who wants that first, else in English
     */
    @ApiCall(value = "Takes files of the inventory: all or none.", bodyNamed = "files", answer = Imported.class)
    @PostMapping(path = "/api/v1/inventory/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> run(
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages,
            HttpServletRequest request)
            throws IOException {
        inventory.requireAll();
        return answer(imports.run(files(JsonBody.read(request, MOST_OCTETS)), dryRun), dryRun, language(languages));
    }

    /** The same for a workbook (Office Open XML), one sheet for each kind. */
    @ApiCall(value = "Takes a workbook of the inventory.", bodyNamed = "binary", answer = Imported.class)
    @PostMapping(path = "/api/v1/inventory/import", consumes = XLSX)
    ResponseEntity<?> runWorkbook(
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "xlsx") @ApiValue("of the file, for messages") String name,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages,
            HttpServletRequest request)
            throws IOException {
        inventory.requireAll();
        byte[] workbook = request.getInputStream().readNBytes(Workbooks.MOST_OCTETS + 1);
        if (workbook.length > Workbooks.MOST_OCTETS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The workbook is longer than %d octets; split it".formatted(Workbooks.MOST_OCTETS));
        }
        return answer(imports.run(name, workbook, dryRun), dryRun, language(languages));
    }

    /**
     * Everything without secrets.
     *
     * @param format {@code xlsx}, or {@code csv} for a zip file with one CSV file for each kind
     */
    @ApiCall(
            value = "All of the inventory without secrets, as a zip file of CSV files or a workbook.",
            types = {"application/zip", XLSX})
    @GetMapping("/api/v1/inventory/export")
    ResponseEntity<byte[]> export(
            @RequestParam(defaultValue = "csv") @ApiValue(choices = {"csv", "xlsx"}) String format) throws IOException {
        return switch (format) {
            case "xlsx" ->
                ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(XLSX))
                        .body(Workbooks.write(inventory.snapshot(), Locale.forLanguageTag("vi"), false));
            case "csv" ->
                ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("application/zip"))
                        .body(InventoryFolder.zip(inventory.snapshot()));
            default ->
                throw InventoryRefused.unreadable("format", format, "is not a format of files", "give csv or xlsx");
        };
    }

    private static Locale language(@Nullable String languages) {
        return languages != null && languages.strip().startsWith("vi") ? VIETNAMESE : Locale.ENGLISH;
    }

    private static ResponseEntity<?> answer(InventoryImport.Outcome outcome, boolean dryRun, Locale language) {
        InventoryDiff diff = outcome.diff();
        return diff == null
                ? refused(outcome.problems(), language)
                : ResponseEntity.ok(
                        new Imported(dryRun, Line.named(diff.added()), Line.of(diff.changed()), diff.unchanged()));
    }

    private static Map<String, String> files(ObjectNode body) {
        Map<String, String> files = new LinkedHashMap<>();
        body.properties().forEach(entry -> {
            if (!entry.getValue().isString()) {
                throw InventoryRefused.unreadable(
                        "body", entry.getKey(), "is not the text of a file", "send {\"villages.csv\": \"id,name...\"}");
            }
            files.put(entry.getKey(), entry.getValue().stringValue());
        });
        if (files.isEmpty()) {
            throw InventoryRefused.unreadable("body", null, "holds no file", "send {\"villages.csv\": \"id,name...\"}");
        }
        return files;
    }

    private static ResponseEntity<ProblemDetail> refused(List<ImportProblem> problems, Locale language) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "Nothing was imported. " + problems.get(0).sentence()
                        + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
        detail.setTitle("The files can not be imported");
        detail.setProperty(
                "errors",
                problems.stream()
                        .limit(MOST_PROBLEMS)
                        .map(problem -> json(problem, language))
                        .toList());
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    private static Map<String, Object> json(ImportProblem problem, Locale language) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", problem.file());
        putIfThere(json, "row", problem.row());
        putIfThere(json, "column", problem.column());
        putIfThere(json, "value", problem.value());
        json.put("detail", problem.wording().what(language));
        json.put("remedy", problem.wording().remedy(language));
        return json;
    }

    private static void putIfThere(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
