package io.langsong.report.proof.web;

import io.langsong.report.proof.Verification;
import io.langsong.report.proof.Verification.Answer;
import io.langsong.report.proof.Verification.Issued;
import io.langsong.web.Cookieless;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Says of a file, or of the code on a document, which report it is of. No sign-in, no script, no cookie; no file is kept. */
@Controller
@Cookieless
class VerifyPages {
    private static final String PAGE = "proof/verify";

    private final Verification verification;
    private final VerifyThrottle throttle;
    private final Words words;

    VerifyPages(Verification verification, VerifyThrottle throttle, Words words) {
        this.verification = verification;
        this.throttle = throttle;
        this.words = words;
    }

    @GetMapping("/kiem-tra")
    String ask() {
        return PAGE;
    }

    @PostMapping("/kiem-tra")
    String check(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String sha256,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!admits(request, response, model)) {
            return PAGE;
        }
        if (file != null && !file.isEmpty()) {
            try (InputStream content = file.getInputStream()) {
                Answer answer = verification.of(content);
                return show(answer.sha256(), answer.issued(), response, model);
            } catch (IOException damaged) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAttribute("trouble", "proof.verify.damaged");
                return PAGE;
            }
        }
        Optional<String> hash = Verification.hash(sha256);
        if (hash.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("trouble", sha256.isBlank() ? "proof.verify.nothing" : "proof.verify.no-hash");
            return PAGE;
        }
        return show(hash.get(), verification.bySha256(hash.get()), response, model);
    }

    /** Where the code on a document leads. */
    @GetMapping("/kiem-tra/{code}")
    String code(@PathVariable String code, HttpServletRequest request, HttpServletResponse response, Model model) {
        if (!admits(request, response, model)) {
            return PAGE;
        }
        Optional<Issued> issued = verification.byCode(code);
        if (issued.isEmpty()) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            model.addAttribute("trouble", "proof.verify.no-code");
            return PAGE;
        }
        return show(issued.get().sha256(), issued, response, model);
    }

    private boolean admits(HttpServletRequest request, HttpServletResponse response, Model model) {
        boolean admits = throttle.admits(request.getRemoteAddr());
        if (!admits) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            model.addAttribute("trouble", "proof.verify.too-often");
        }
        return admits;
    }

    private String show(String sha256, Optional<Issued> issued, HttpServletResponse response, Model model) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("sha256", sha256);
        model.addAttribute("issued", issued.orElse(null));
        model.addAttribute("found", issued.isPresent());
        issued.ifPresent(one -> {
            model.addAttribute(
                    "month",
                    "%02d/%d".formatted(one.month().getMonthValue(), one.month().getYear()));
            model.addAttribute("document", documentName(one.document()));
        });
        return PAGE;
    }

    private String documentName(String document) {
        String key = "proof.verify.document." + document;
        return words.has(key) ? words.message(key) : document;
    }
}
