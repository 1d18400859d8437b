package io.langsong.maintenance.web;

import io.langsong.maintenance.CutNotices;
import io.langsong.maintenance.CutNotices.Proposal;
import io.langsong.maintenance.CutNotices.Proposals;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.PlanWish;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The notice of a power company: pasted, read, and confirmed cut by cut. For technicians who see all villages. What was pasted
 * comes back with every answer until all of it is entered.
 */
@Controller
@RequestMapping("/bao-tri/cat-dien")
class NoticePages {
    private static final String PAGE = "maintenance/notice";
    private static final String TEXT = "van-ban";

    private final CutNotices notices;
    private final PlanDesk desk;
    private final Words words;
    private final Clock clock;

    NoticePages(CutNotices notices, PlanDesk desk, Words words, Clock clock) {
        this.notices = notices;
        this.desk = desk;
        this.words = words;
        this.clock = clock;
    }

    /** With what is left over of a notice of which some was entered. */
    @GetMapping
    String blank(Model model) {
        require();
        String left = String.valueOf(model.asMap().getOrDefault("left", ""));
        if (!left.isBlank()) {
            fill(model, left, notices.read(left), null);
        }
        model.addAttribute("text", left);
        return PAGE;
    }

    private void require() {
        MaintenancePages.requireTechnician();
        desk.requireAll();
    }

    @PostMapping
    Object read(@RequestParam(name = TEXT, defaultValue = "") String text, Model model, Locale language) {
        require();
        model.addAttribute("text", text);
        try {
            fill(model, text, notices.read(text), null);
            return PAGE;
        } catch (MaintenanceRefused refused) {
            model.addAttribute("trouble", MaintenancePages.sentence(refused, words, language));
            return new ModelAndView(PAGE, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private List<NoticeForm> fill(
            Model model, String text, Proposals read, @Nullable MultiValueMap<String, String> posted) {
        ScopeNames names = new ScopeNames(desk.inventory());
        Instant now = clock.instant();
        List<NoticeForm> forms = new ArrayList<>();
        for (Proposal proposal : read.proposals()) {
            forms.add(NoticeForm.of(forms.size(), proposal, posted, names, now));
        }
        model.addAttribute("text", text);
        model.addAttribute("forms", forms);
        model.addAttribute("unread", read.unread());
        return forms;
    }

    /** Enters what was ticked, all of it or nothing. */
    @PostMapping("/xac-nhan")
    Object confirm(
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            Locale language,
            RedirectAttributes flash) {
        require();
        String text = posted.getOrDefault(TEXT, List.of("")).get(0);
        model.addAttribute("text", text);
        Map<Integer, String> troubles = new TreeMap<>();
        try {
            Proposals read = notices.read(text);
            List<NoticeForm> forms = fill(model, text, read, posted);
            List<PlanWish> wishes = wishes(forms, troubles, language);
            if (troubles.isEmpty()) {
                int entered = desk.enter(wishes).size();
                flash.addFlashAttribute("entered", entered);
                boolean all = read.unread().isEmpty()
                        && forms.stream()
                                .allMatch(
                                        form -> form.chosen() || form.proposal().entered());
                if (!all) {
                    flash.addFlashAttribute("left", text);
                }
                return "redirect:/bao-tri" + (all ? "" : "/cat-dien");
            }
        } catch (MaintenanceRefused refused) {
            model.addAttribute("trouble", MaintenancePages.sentence(refused, words, language));
        }
        model.addAttribute("troubles", troubles);
        return new ModelAndView(PAGE, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private List<PlanWish> wishes(List<NoticeForm> forms, Map<Integer, String> troubles, Locale language) {
        ScopeNames names = new ScopeNames(desk.inventory());
        Instant now = clock.instant();
        List<PlanWish> wishes = new ArrayList<>();
        for (NoticeForm form : forms) {
            if (form.chosen()) {
                try {
                    PlanWish wish = form.wish(names, words);
                    wish.requireReasonWhenLate(now);
                    wishes.add(wish);
                } catch (MaintenanceRefused refused) {
                    troubles.put(form.number(), MaintenancePages.sentence(refused, words, language));
                }
            }
        }
        if (wishes.isEmpty() && troubles.isEmpty()) {
            throw new MaintenanceRefused("choices", null, Fault.NOTHING_CHOSEN);
        }
        return wishes;
    }
}
