package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.PlanSheet;
import io.langsong.provisioning.PlanWorkbook;
import io.langsong.web.PlainText;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Plans many access points from lines, a file of them or a workbook: all of them, or none with all that is wrong. */
@Controller
@RequestMapping(AccessPointPages.PATH + "/_nhap")
class PlanImportPage {
    private static final String VIEW = "provisioning/import";

    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    PlanImportPage(AccessPoints accessPoints, SeenInventory inventory, Words words) {
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("lines", "");
        return VIEW;
    }

    /** A workbook to fill in, with the ids of the sites. */
    @GetMapping("/mau.xlsx")
    ResponseEntity<byte[]> template(Locale language) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(PlanImportController.XLSX))
                .header("Content-Disposition", "attachment; filename=\"diem-phat-mau.xlsx\"")
                .header("Cache-Control", "no-store")
                .body(PlanWorkbook.template(inventory.snapshot(), language));
    }

    @PostMapping
    Object plan(
            @RequestParam(name = "dong", defaultValue = "") String typed,
            @RequestParam(name = "tep", required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes flash)
            throws IOException {
        PlanSheet sheet = file == null || file.isEmpty() ? PlanSheet.ofLines(typed) : PlanSheet.ofFile(file.getBytes());
        List<PlanSheet.Problem> problems = new ArrayList<>(sheet.problems());
        if (problems.isEmpty()) {
            accessPoints
                    .planAll(sheet.wanted())
                    .refused()
                    .forEach((at, why) ->
                            problems.add(new PlanSheet.Problem(sheet.rows().get(at), why)));
        }
        if (problems.isEmpty()) {
            flash.addFlashAttribute("imported", sheet.wanted().size());
            return "redirect:" + OverviewPage.PATH;
        }
        model.addAttribute("lines", sheet.text());
        model.addAttribute("problems", problems.stream().map(this::sentence).toList());
        return new ModelAndView(VIEW, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private String sentence(PlanSheet.Problem problem) {
        Refused why = problem.why();
        String value = why.value();
        String what = (value == null ? "" : "“" + PlainText.shown(value) + "”: ") + words.refusal(why);
        String key = why.field().equals("whole-line")
                ? "provisioning.import.whole-line"
                : "provisioning.point." + why.field();
        return problem.row() == 0
                ? what
                : words.message("provisioning.import.line", Integer.toString(problem.row()), words.message(key), what);
    }
}
