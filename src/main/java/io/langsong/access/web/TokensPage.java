package io.langsong.access.web;

import io.langsong.access.ApiToken;
import io.langsong.access.ApiTokens;
import io.langsong.access.Refused;
import io.langsong.access.Role;
import io.langsong.access.TokenWish;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The keys of programs and wallboards; for administrators. */
@Controller
class TokensPage {
    private final ApiTokens tokens;
    private final Villages villages;
    private final Words words;
    private final Clock clock;

    TokensPage(ApiTokens tokens, Villages villages, Words words, Clock clock) {
        this.tokens = tokens;
        this.villages = villages;
        this.words = words;
        this.clock = clock;
    }

    /** What was typed, shown again when it is refused. */
    public record Given(String name, String role, String scope, String days, List<String> villages) {}

    @GetMapping("/khoa-api")
    String list(Model model) {
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("now", clock.instant());
        model.addAttribute("places", villages);
        model.addAttribute("roles", Role.values());
        model.addAttribute("scopes", ApiToken.Scope.values());
        model.addAttribute("villages", villages.all());
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", new Given("", "viewer", "read", "365", List.of()));
        }
        return "access/tokens";
    }

    @PostMapping("/khoa-api")
    String issue(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String scope,
            @RequestParam(defaultValue = "") String days,
            @RequestParam(name = "villages", defaultValue = "") List<String> chosen,
            RedirectAttributes flash) {
        SignedIn who = SignedIn.current();
        try {
            villages.require(chosen);
            ApiTokens.Issued issued =
                    tokens.issue(new TokenWish(name, role, scope, days(days), chosen), who == null ? null : who.name());
            flash.addFlashAttribute("shown", new PeoplePage.Shown(issued.token().name(), issued.secret()));
            flash.addFlashAttribute("wallboard", issued.token().scope() == ApiToken.Scope.WALLBOARD);
            return "redirect:/khoa-api";
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute(
                    "given",
                    new Given(
                            name.length() > 200 ? name.substring(0, 200) : name,
                            role,
                            scope,
                            days.length() > 20 ? "" : days,
                            chosen.size() > 500 ? List.of() : chosen));
            return "redirect:/khoa-api#cap";
        }
    }

    /** Null: does not expire. What is no number is refused as one that is too small. */
    private static @Nullable Integer days(String typed) {
        String days = typed.strip();
        if (days.isEmpty()) {
            return null;
        }
        return days.matches("[0-9]{1,6}") ? Integer.valueOf(days) : Integer.valueOf(-1);
    }

    @PostMapping("/khoa-api/{id}/thu-hoi")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        boolean revoked = id.matches("[0-9]{1,18}") && tokens.revoke(Long.parseLong(id));
        flash.addFlashAttribute("notice", revoked ? "access.tokens.revoked" : "access.tokens.gone");
        return "redirect:/khoa-api";
    }
}
