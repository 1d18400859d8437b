package io.langsong.dashboard;

import io.langsong.access.AuditTrail;
import io.langsong.access.Refused;
import io.langsong.outage.Bound;
import io.langsong.outage.CauseDesk;
import io.langsong.outage.Correction;
import io.langsong.outage.Corrections;
import io.langsong.outage.Corrections.MachineGuess;
import io.langsong.outage.Outage;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One outage: its bounds, what they rest on, why it was as the machine and as people think, and a form to correct that. */
@Controller
class OutagePage {
    private static final int MOST_TYPED = 2 * Corrections.LONGEST_REASON;

    private final Sources sources;
    private final Corrections corrections;
    private final CauseDesk desk;
    private final Words words;

    OutagePage(Sources sources, Corrections corrections, CauseDesk desk, Words words) {
        this.sources = sources;
        this.corrections = corrections;
        this.desk = desk;
        this.words = words;
    }

    /** What stands in the form. */
    record Given(String cause, String reason) {}

    /** @param halfWidth how far the best estimate may be off; null where that is less than a second */
    record Edge(Bound bound, @Nullable Duration halfWidth) {
        static Edge of(Bound bound) {
            Duration half = Duration.between(bound.earliest(), bound.latest()).dividedBy(2);
            return new Edge(bound, half.toMillis() < 500 ? null : half);
        }
    }

    @GetMapping(OutageFilter.PATH + "/{id}")
    String show(@PathVariable String id, Model model) {
        Look look = sources.look();
        Outage outage = find(id);
        long number = outage.id();
        SignedIn who = SignedIn.current();
        Bound to = outage.to();
        boolean hidden = !outage.root().equals(outage.object());
        model.addAttribute("outage", outage);
        model.addAttribute("named", look.named(outage.object()));
        model.addAttribute("place", look.placeOf(outage.object()));
        model.addAttribute("state", Refs.code(outage.condition()));
        model.addAttribute("root", hidden ? look.named(outage.root()) : null);
        model.addAttribute("from", Edge.of(outage.from()));
        model.addAttribute("to", to == null ? null : Edge.of(to));
        model.addAttribute("lasted", Duration.between(outage.from().best(), to == null ? look.at() : to.best()));
        model.addAttribute("evidence", Fact.of(look, outage.evidence()));
        model.addAttribute(
                "guess",
                corrections.guess(number).orElseGet(() -> new MachineGuess(outage.cause(), outage.confidence())));
        model.addAttribute("said", said(number, look));
        model.addAttribute("causes", Arrays.asList(Outage.Cause.values()));
        model.addAttribute("may", who != null && who.mayAct());
        model.addAttribute("longest", Corrections.LONGEST_REASON);
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", new Given(outage.cause().code(), ""));
        }
        return "dashboard/outage";
    }

    /** Reasons are a person's words and may name anything, so they are for those who see all. */
    private List<Correction> said(long id, Look look) {
        List<Correction> said = corrections.of(id);
        return look.inventory().isWhole()
                ? said
                : said.stream()
                        .map(one -> new Correction(one.cause(), "", one.by(), one.at()))
                        .toList();
    }

    @PostMapping(OutageFilter.PATH + "/{id}/nguyen-nhan")
    String correct(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes flash) {
        Outage outage = find(id);
        SignedIn who = SignedIn.current();
        try {
            desk.correct(outage, cause, reason, who == null ? AuditTrail.NOBODY : who.name());
            flash.addFlashAttribute("notice", "dashboard.outage.corrected");
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute(
                    "given", new Given(cause, reason.length() > MOST_TYPED ? reason.substring(0, MOST_TYPED) : reason));
        }
        return "redirect:" + OutageFilter.PATH + "/" + outage.id() + "#nguyen-nhan";
    }

    private Outage find(String id) {
        return (id.matches("[0-9]{1,18}") ? sources.outage(Long.parseLong(id)) : Optional.<Outage>empty())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
