package io.langsong.report.web;

import io.langsong.access.Refused;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.YearMonth;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What people do with a report, as plain forms: technicians draft, write and review, administrators issue. When somebody else was
 * first the page says so, and keeps what was typed.
 */
@Controller
class ReportForms {
    private final SeenReports seen;
    private final Words words;

    ReportForms(SeenReports seen, Words words) {
        this.seen = seen;
        this.words = words;
    }

    private interface Action {
        /** @return what the page says then */
        String by(YearMonth month, String who);
    }

    /** What was typed and refused. @param section its code */
    record Typed(String section, String text) {}

    @PostMapping(ReportPages.PATH + "/{month}/lap")
    String draft(@PathVariable String month, RedirectAttributes flash) {
        return run(
                month,
                flash,
                "",
                (of, who) -> seen.desk()
                        .draft(of, who)
                        .map(made -> words.message("report.drafted", made.version()))
                        .orElseGet(() -> words.message("report.unchanged")));
    }

    @PostMapping(ReportPages.PATH + "/{month}/soat")
    String review(
            @PathVariable String month,
            @RequestParam(name = "ban", defaultValue = "") String version,
            RedirectAttributes flash) {
        return run(month, flash, "", (of, who) -> {
            seen.desk().review(of, version(version), who);
            return words.message("report.was-reviewed");
        });
    }

    @PostMapping(ReportPages.PATH + "/{month}/phat-hanh")
    String issue(
            @PathVariable String month,
            @RequestParam(name = "ban", defaultValue = "") String version,
            RedirectAttributes flash) {
        return run(month, flash, "", (of, who) -> {
            seen.desk().issue(of, version(version), who);
            return words.message("report.was-issued");
        });
    }

    private static int version(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return Integer.parseInt(text);
    }

    /** @param known tag of what stood there when the form was opened */
    @PostMapping(ReportPages.PATH + "/{month}/viet/{section}")
    String write(
            @PathVariable String month,
            @PathVariable String section,
            @RequestParam(name = "noi-dung", defaultValue = "") String text,
            @RequestParam(name = "da-xem", defaultValue = "0") String known,
            RedirectAttributes flash) {
        Section part = Section.of(section).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String next = run(month, flash, "#viet-" + part.code(), (of, who) -> {
            seen.desk().write(of, part, text, known, who);
            return words.message("report.was-written", words.message("report.section." + part.code()));
        });
        if (flash.getFlashAttributes().containsKey("refusal")) {
            flash.addFlashAttribute(
                    "typed",
                    new Typed(part.code(), text.substring(0, Math.min(text.length(), 2 * ReportText.LONGEST))));
        }
        return next;
    }

    private String run(String text, RedirectAttributes flash, String anchor, Action action) {
        YearMonth month = ReportPages.month(text);
        try {
            flash.addFlashAttribute(
                    "notice",
                    action.by(month, Objects.requireNonNull(SignedIn.current()).name()));
        } catch (Refused refused) {
            flash.addFlashAttribute("refusal", words.refusal(refused));
        }
        return "redirect:" + ReportPages.PATH + "/" + month + anchor;
    }
}
