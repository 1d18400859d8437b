package io.langsong.access.web;

import io.langsong.web.SignedIn;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people sign in; the form is sent to the same address, which Spring Security takes. */
@Controller
class SignInPage {
    /** What may stand in the address, and its message. */
    private static final Map<String, String> TROUBLES =
            Map.of("sai", "access.sign-in.wrong", "cham-lai", "access.sign-in.slow-down");

    @GetMapping("/dang-nhap")
    String show(
            @RequestParam(name = "loi", required = false) @Nullable String trouble,
            @RequestParam(name = "het-phien", required = false) @Nullable String expired,
            @RequestParam(name = "da-ra", required = false) @Nullable String left,
            Model model) {
        if (SignedIn.current() != null) {
            return "redirect:/";
        }
        if (trouble != null) {
            model.addAttribute("trouble", TROUBLES.getOrDefault(trouble, "access.sign-in.wrong"));
        }
        if (expired != null) {
            model.addAttribute("notice", "access.sign-in.expired");
        } else if (left != null) {
            model.addAttribute("notice", "access.sign-in.left");
        }
        return "access/sign-in";
    }

    @GetMapping("/login")
    String english() {
        return "redirect:/dang-nhap";
    }
}
