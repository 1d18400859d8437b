package io.langsong.provisioning.web;

import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.Problem;
import io.langsong.provisioning.RouterTemplate;
import io.langsong.web.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What a router has becomes a template, which is looked at and changed in the editor before anybody saves it. */
@Controller
@RequestMapping(RouterTemplatePage.PATH)
class RouterTemplatePage {
    static final String PATH = TemplatePages.PATH + "/_tu-thiet-bi";
    private static final String VIEW = "provisioning/router-template";

    private final TemplateEditor editor;
    private final Words words;

    RouterTemplatePage(TemplateEditor editor, Words words) {
        this.editor = editor;
        this.words = words;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("uci", "");
        return VIEW;
    }

    @PostMapping
    Object read(
            @RequestParam(name = "uci", defaultValue = "") String typed,
            @RequestParam(name = "tep", required = false) @Nullable MultipartFile file,
            Model model,
            Locale language)
            throws IOException {
        byte[] given =
                file == null || file.isEmpty() ? typed.strip().getBytes(StandardCharsets.UTF_8) : file.getBytes();
        if (given.length > RouterTemplate.MOST_OCTETS || given.length == 0) {
            String key = given.length > RouterTemplate.MOST_OCTETS ? "too-large" : "nothing";
            return refused(model, "", List.of(words.message("provisioning.from-router." + key)));
        }
        try {
            RouterTemplate proposed = RouterTemplate.of(given);
            model.addAttribute("proposed", proposed);
            model.addAttribute("leftOut", new TreeMap<>(proposed.leftOut()));
            model.addAttribute(
                    "wrong",
                    proposed.problems().stream()
                            .map(problem -> problem.text(language))
                            .toList());
            return editor.form(model, null, TemplateForm.of(proposed));
        } catch (NetJsonException neither) {
            return refused(
                    model,
                    typed,
                    neither.problems().stream()
                            .map((Problem problem) -> problem.text(language))
                            .toList());
        }
    }

    private static ModelAndView refused(Model model, String typed, List<String> problems) {
        model.addAttribute("uci", typed);
        model.addAttribute("problems", problems);
        return new ModelAndView(VIEW, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
}
