package io.langsong.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.WebUtils;

/** The single-letter keys: what they do, and whether this browser has them (WCAG 2.1.4). On unless turned off. */
@Controller
class Keys {
    private static final String NAME = "keys";
    private static final String OFF = "off";

    static boolean wanted(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, NAME);
        return cookie == null || !cookie.getValue().equals(OFF);
    }

    @GetMapping("/phim-tat")
    String page() {
        return "web/keys";
    }

    @GetMapping("/phim-tat/bang")
    String table() {
        return "web/keys-table :: dialog";
    }

    @PostMapping("/phim-tat")
    String choose(
            @RequestParam(name = "dung", defaultValue = "") String wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        String kept = wanted.equals("khong") ? OFF : "on";
        response.addHeader("Set-Cookie", Language.choice(request, NAME, kept).toString());
        return "redirect:/phim-tat";
    }
}
