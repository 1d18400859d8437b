package io.langsong.health.web;

import io.langsong.health.Finding;
import io.langsong.health.FindingSpeech;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Says findings with the words and numbers of the pages. */
@Component
class FindingWords implements FindingSpeech {
    private final Words words;

    FindingWords(Words words) {
        this.words = words;
    }

    @Override
    public String word(String key, Locale language, Object... values) {
        return in(language, () -> words.message("health." + key, values));
    }

    @Override
    public String name(String check, Locale language) {
        return word(check, language);
    }

    @Override
    public String said(Finding finding, Locale language) {
        return in(language, () -> words.message(key(finding), figures(finding)));
    }

    @Override
    public @Nullable String remedy(Finding finding, Locale language) {
        String key = key(finding) + ".do";
        String remedy = in(language, () -> words.has(key) ? words.message(key, figures(finding)) : "");
        return remedy.isEmpty() ? null : remedy;
    }

    /** The words of this thread are those of its reader, whoever that is. */
    private static String in(Locale language, Supplier<String> said) {
        Locale before = LocaleContextHolder.getLocale();
        LocaleContextHolder.setLocale(language);
        try {
            return said.get();
        } finally {
            LocaleContextHolder.setLocale(before);
        }
    }

    private static String key(Finding finding) {
        return finding.kind().equals("not-looked")
                ? "health.not-looked"
                : "health." + finding.check() + "." + finding.kind();
    }

    private Object[] figures(Finding finding) {
        return finding.figures().stream().map(this::figure).toArray();
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
}
