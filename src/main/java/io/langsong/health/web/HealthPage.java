package io.langsong.health.web;

import io.langsong.health.Finding;
import io.langsong.health.FindingSpeech;
import io.langsong.health.HealthChecks;
import io.langsong.health.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the server itself is: each thing with its state, its figures, and what to do about it. */
@Controller
class HealthPage {
    private static final Pattern SETTING = Pattern.compile("langsong(\\.[a-z]+(-[a-z]+)*)+");

    private final HealthChecks checks;
    private final FindingSpeech speech;

    HealthPage(HealthChecks checks, FindingSpeech speech) {
        this.checks = checks;
        this.speech = speech;
    }

    @GetMapping("/suc-khoe")
    String show(Model model) {
        HealthChecks.Looked looked = checks.looked();
        model.addAttribute("lookedAt", looked.at());
        List<Row> rows = looked.findings().stream().map(this::row).toList();
        model.addAttribute("rows", rows);
        model.addAttribute(
                "troubles", rows.stream().filter(row -> row.remedy() != null).count());
        model.addAttribute("refresh", true);
        return "health/health";
    }

    /**
     * One finding in words.
     *
     * @param state whose shape and colour stand for the level
     * @param remedy null when there is nothing to do
     */
    record Row(
            String check,
            String state,
            String level,
            String said,
            @Nullable String remedy) {
        /** The remedy, cut where it names a setting. */
        public List<Part> remedyParts() {
            List<Part> parts = new ArrayList<>();
            String text = remedy == null ? "" : remedy;
            Matcher setting = SETTING.matcher(text);
            int end = 0;
            while (setting.find()) {
                parts.add(new Part(text.substring(end, setting.start()), false));
                parts.add(new Part(setting.group(), true));
                end = setting.end();
            }
            parts.add(new Part(text.substring(end), false));
            return parts;
        }
    }

    /** @param setting whether it is the name of a setting */
    record Part(String text, boolean setting) {}

    private Row row(Finding finding) {
        Locale language = LocaleContextHolder.getLocale();
        return new Row(
                finding.check(),
                state(finding.level()),
                finding.level().name().toLowerCase(Locale.ROOT),
                speech.said(finding, language),
                speech.remedy(finding, language));
    }

    private static String state(Level level) {
        return switch (level) {
            case FINE -> "up";
            case WATCH -> "degraded";
            case BROKEN -> "down";
            case UNKNOWN -> "unknown";
        };
    }
}
