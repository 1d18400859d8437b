package io.langsong.dashboard;

import io.langsong.outage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The outage record as a list. */
@Controller
class OutagesPage {
    private static final int DAYS_MAX = 92;
    private static final int SHOWN = 500;

    private final Sources sources;

    OutagesPage(Sources sources) {
        this.sources = sources;
    }

    @GetMapping("/gian-doan")
    String list(@RequestParam(name = "ngay", defaultValue = "7") int days, Model model) {
        int asked = Math.max(1, Math.min(DAYS_MAX, days));
        Look look = sources.look();
        List<OutageRow> all =
                rows(look, sources.outagesBetween(look.at().minus(Duration.ofDays(asked)), look.at(), null));
        model.addAttribute("days", asked);
        model.addAttribute("outages", all.subList(0, Math.min(SHOWN, all.size())));
        model.addAttribute("more", Math.max(0, all.size() - SHOWN));
        model.addAttribute("refresh", true);
        return "dashboard/outages";
    }

    /** Those that last first, then the newest. */
    static List<OutageRow> rows(Look look, List<Outage> outages) {
        return outages.stream()
                .map(outage -> new OutageRow(
                        outage.object().kind().code(),
                        outage.object().id(),
                        look.name(outage.object()),
                        look.placeOf(outage.object()),
                        Refs.code(outage.condition()),
                        outage.from().best(),
                        outage.to() == null ? null : outage.to().best(),
                        Duration.between(
                                outage.from().best(),
                                outage.to() == null ? look.at() : outage.to().best()),
                        outage.cause()))
                .sorted(Comparator.comparing((OutageRow row) -> row.to() != null)
                        .thenComparing(OutageRow::from, Comparator.reverseOrder()))
                .toList();
    }

    /** @param to null while it lasts */
    record OutageRow(
            String kind,
            String id,
            String name,
            String place,
            String state,
            Instant from,
            @Nullable Instant to,
            Duration lasted,
            Outage.Cause cause) {}
}
