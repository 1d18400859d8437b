package io.langsong.health.web;

import io.langsong.health.Finding;
import io.langsong.health.HealthChecks;
import io.langsong.health.Level;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;

/** How the server itself is: each thing with its state, its figures, and what to do about it. */
@Controller
class HealthPage {
    private static final Pattern SETTING = Pattern.compile("langsong(\\.[a-z]+(-[a-z]+)*)+");

    private final HealthChecks checks;
    private final Words words;

    HealthPage(HealthChecks checks, Words words) {
        this.checks = checks;
        this.words = words;
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
        boolean notLooked = finding.kind().equals("not-looked");
        String key = notLooked ? "health.not-looked" : "health." + finding.check() + "." + finding.kind();
        Object[] figures = finding.figures().stream().map(this::figure).toArray();
        return new Row(
                finding.check(),
                state(finding.level()),
                finding.level().name().toLowerCase(Locale.ROOT),
                words.message(key, figures),
                words.has(key + ".do") ? words.message(key + ".do", figures) : null);
    }

    private Object figure(Object figure) {
        if (figure instanceof Duration duration) {
            return inWords(duration);
        }
        if (figure instanceof Instant at) {
            return words.moment(at);
        }
        if (figure instanceof DataSize size) {
            return words.bytes(size.toBytes());
        }
        return figure instanceof Long number ? words.whole(number) : figure;
    }

    private String inWords(Duration duration) {
        long millis = duration.toMillis();
        if (millis >= 1000) {
            return words.duration(duration);
        }
        return millis == 0 ? words.message("health.under-a-millisecond") : words.whole(millis) + " ms";
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
