package io.langsong.dashboard;

import io.langsong.dashboard.OutageList.Entry;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The outage record as a list: what failed, with what hid behind it. */
@Controller
class OutagesPage {
    private static final List<Integer> PERIODS = List.of(1, 7, 30, 92);
    private static final int DAYS_MAX = 92;
    private static final int SHOWN = 200;

    private final Sources sources;

    OutagesPage(Sources sources) {
        this.sources = sources;
    }

    /** @param state {@code dang-dien-ra} or {@code da-xong}; anything else for both */
    @GetMapping("/gian-doan")
    String list(
            @RequestParam(name = "ngay", defaultValue = "7") int days,
            @RequestParam(name = "trang-thai", defaultValue = "") String state,
            @RequestParam(name = "thon", defaultValue = "") String village,
            Model model) {
        int asked = Math.max(1, Math.min(DAYS_MAX, days));
        Look look = sources.look();
        List<Entry> all =
                OutageList.roots(look, sources.outagesBetween(look.at().minus(Duration.ofDays(asked)), look.at(), null))
                        .stream()
                        .filter(entry -> village.isEmpty()
                                || entry.villages().stream()
                                        .anyMatch(id -> id.value().equals(village)))
                        .toList();
        List<Entry> lasting = all.stream().filter(entry -> entry.to() == null).toList();
        List<Entry> over = all.stream().filter(entry -> entry.to() != null).toList();
        model.addAttribute("days", asked);
        model.addAttribute("periods", PERIODS);
        model.addAttribute("state", state);
        model.addAttribute("village", village);
        model.addAttribute("villages", look.inventory().villages());
        model.addAttribute("lasting", state.equals("da-xong") ? List.of() : lasting);
        List<Entry> ended = state.equals("dang-dien-ra") ? List.of() : over;
        model.addAttribute("over", ended.subList(0, Math.min(SHOWN, ended.size())));
        model.addAttribute("more", Math.max(0, ended.size() - SHOWN));
        model.addAttribute("refresh", true);
        return "dashboard/outages";
    }
}
