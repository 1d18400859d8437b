package io.langsong.dashboard;

import io.langsong.web.WebProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What is wrong at this moment, worst first. */
@Controller
class NowPage {
    private final Sources sources;
    private final WebProperties settings;

    NowPage(Sources sources, WebProperties settings) {
        this.sources = sources;
        this.settings = settings;
    }

    @GetMapping("/")
    String page(Model model) {
        fill(model);
        model.addAttribute("refresh", true);
        return "dashboard/now";
    }

    @GetMapping("/hien-tai/tom-tat")
    String summary(Model model) {
        fill(model);
        return "dashboard/now :: headline";
    }

    @GetMapping("/hien-tai/danh-sach")
    String list(Model model) {
        fill(model);
        return "dashboard/now :: list";
    }

    private void fill(Model model) {
        Look look = sources.look();
        NowView now = NowView.of(
                look,
                sources.outagesBetween(look.at().minus(NowView.RECOVERED_WITHIN), look.at(), null),
                settings.staleAfter());
        model.addAttribute("now", now);
        model.addAttribute(
                "handlings",
                sources.handlings(now.cards().stream().map(NowView.Card::id).toList()));
    }
}
