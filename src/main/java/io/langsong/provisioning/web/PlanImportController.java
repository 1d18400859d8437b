package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.AccessPoints.PlannedTogether;
import io.langsong.provisioning.PlanSheet;
import io.langsong.provisioning.PlanWorkbook;
import io.langsong.web.ApiCall;
import io.langsong.web.SeenInventory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Plans of many access points at once, for programs. */
@RestController
@RequestMapping("/api/v1/provisioning/access-points/import")
class PlanImportController {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int MOST_PROBLEMS = 200;

    private final AccessPoints accessPoints;
    private final SeenInventory inventory;

    PlanImportController(AccessPoints accessPoints, SeenInventory inventory) {
        this.accessPoints = accessPoints;
        this.inventory = inventory;
    }

    /** @param planned ids, in the order of the rows */
    record PlannedTogetherJson(List<String> planned) {}

    @ApiCall(
            value =
                    "Plans access points from rows id, name, site, mac, group: lines apart by semicolons or the first sheet of a workbook; all or none.",
            bodyNamed = "binary",
            answer = PlannedTogetherJson.class)
    @PostMapping(
            consumes = {"text/csv", XLSX},
            produces = "application/json")
    ResponseEntity<?> plan(HttpServletRequest request) throws IOException {
        byte[] file = request.getInputStream().readNBytes(PlanWorkbook.MOST_OCTETS + 1);
        if (file.length > PlanWorkbook.MOST_OCTETS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The file is longer than %d octets; split it".formatted(PlanWorkbook.MOST_OCTETS));
        }
        PlanSheet sheet = PlanSheet.ofFile(file);
        List<PlanSheet.Problem> problems = new ArrayList<>(sheet.problems());
        if (problems.isEmpty()) {
            PlannedTogether together = accessPoints.planAll(sheet.wanted());
            together.refused()
                    .forEach((at, why) ->
                            problems.add(new PlanSheet.Problem(sheet.rows().get(at), why)));
            if (problems.isEmpty()) {
                return ResponseEntity.ok(new PlannedTogetherJson(together.planned().stream()
                        .map(AccessPoint::id)
                        .map(Object::toString)
                        .toList()));
            }
        }
        return refused(problems);
    }

    private static ResponseEntity<ProblemDetail> refused(List<PlanSheet.Problem> problems) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "Nothing was planned. " + sentence(problems.get(0))
                        + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
        detail.setTitle("The rows can not be planned");
        detail.setProperty(
                "errors",
                problems.stream()
                        .limit(MOST_PROBLEMS)
                        .map(PlanImportController::json)
                        .toList());
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    private static String sentence(PlanSheet.Problem problem) {
        return (problem.row() == 0 ? "The file: " : "Row %d: ".formatted(problem.row()))
                + problem.why().getMessage();
    }

    private static Map<String, Object> json(PlanSheet.Problem problem) {
        Refused why = problem.why();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", problem.row());
        json.put("field", why.field());
        if (why.value() != null) {
            json.put("value", why.value());
        }
        json.put("detail", why.what());
        json.put("remedy", why.remedy());
        return json;
    }

    @ApiCall(
            value = "A workbook to fill in, with the ids of the sites.",
            types = {XLSX})
    @GetMapping("/template")
    ResponseEntity<byte[]> template(Locale language) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(XLSX))
                .body(PlanWorkbook.template(inventory.snapshot(), language));
    }
}
