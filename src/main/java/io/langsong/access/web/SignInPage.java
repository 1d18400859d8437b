package io.langsong.access.web;

import io.langsong.web.Entrance;
import io.langsong.web.Entrance.Outcome;
import io.langsong.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where people sign in: name and password, then a code where there is two-factor authentication. */
@Controller
class SignInPage {
    /** What may stand in the address, and its message. */
    private static final Map<String, String> TROUBLES = Map.of(
            "sai", "access.sign-in.wrong",
            "cham-lai", "access.sign-in.slow-down",
            "ma", "access.sign-in.wrong-code",
            "qua-lau", "access.sign-in.too-late",
            "khoa", "access.sign-in.no-token",
            "tu-choi", "access.sign-in.no-role",
            "may-chu", "access.sign-in.no-issuer");

    /** As the field takes it. */
    private static final int LONGEST_NAME = 80;

    private final Entrance entrance;

    SignInPage(Entrance entrance) {
        this.entrance = entrance;
    }

    @GetMapping("/dang-nhap")
    String show(
            @RequestParam(name = "loi", required = false) @Nullable String trouble,
            @RequestParam(name = "het-phien", required = false) @Nullable String expired,
            @RequestParam(name = "da-ra", required = false) @Nullable String left,
            Model model) {
        if (SignedIn.current() != null) {
            return "redirect:/";
        }
        tell(trouble, model);
        model.addAttribute("outside", entrance.outside());
        if (expired != null) {
            model.addAttribute("notice", "access.sign-in.expired");
        } else if (left != null) {
            model.addAttribute("notice", "access.sign-in.left");
        }
        return "access/sign-in";
    }

    private static void tell(@Nullable String trouble, Model model) {
        if (trouble != null) {
            model.addAttribute("trouble", TROUBLES.getOrDefault(trouble, "access.sign-in.wrong"));
        }
    }

    @PostMapping("/dang-nhap")
    String password(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Outcome outcome = entrance.byPassword(name, password, request, response);
        // Not in the address, which is kept in many places: it may be a password in the wrong field.
        if (outcome instanceof Outcome.Refused && !name.isBlank() && name.length() <= LONGEST_NAME) {
            flash.addFlashAttribute("typed", name);
        }
        return lead(outcome, "redirect:/dang-nhap?loi=sai");
    }

    @GetMapping("/dang-nhap/ma")
    String askCode(
            @RequestParam(name = "loi", required = false) @Nullable String trouble,
            HttpServletRequest request,
            Model model) {
        if (!entrance.isHalfWay(request)) {
            return "redirect:/dang-nhap";
        }
        tell(trouble, model);
        return "access/code";
    }

    @PostMapping("/dang-nhap/ma")
    String code(
            @RequestParam(defaultValue = "") String code, HttpServletRequest request, HttpServletResponse response) {
        return lead(entrance.byCode(code, request, response), "redirect:/dang-nhap/ma?loi=ma");
    }

    private static String lead(Outcome outcome, String again) {
        if (outcome instanceof Outcome.CameIn in) {
            return "redirect:" + in.next();
        }
        if (outcome instanceof Outcome.HalfWay) {
            return "redirect:/dang-nhap/ma";
        }
        if (outcome instanceof Outcome.TooFast) {
            return "redirect:/dang-nhap?loi=cham-lai";
        }
        return outcome instanceof Outcome.TooLate ? "redirect:/dang-nhap?loi=qua-lau" : again;
    }

    @GetMapping("/login")
    String english() {
        return "redirect:/dang-nhap";
    }
}
