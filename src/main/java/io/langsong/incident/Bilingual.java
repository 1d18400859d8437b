package io.langsong.incident;

import io.langsong.notification.Message;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a message in both languages. Any thread. */
final class Bilingual {
    private final Wording one;
    private final Wording other;
    private final Locale second;
    private final String pages;

    /** @param first language of messages to those who have chosen none. @param pages where people open our pages; null: not said */
    Bilingual(Locale first, @Nullable URI pages) {
        this.second = first.getLanguage().equals("en") ? Locale.forLanguageTag("vi") : Locale.ENGLISH;
        this.one = new Wording(first);
        this.other = new Wording(second);
        this.pages = pages == null ? "" : pages.toString().replaceFirst("/+$", "");
    }

    Message message(
            String key,
            Map<String, Object> facts,
            Function<Wording, String> subject,
            Function<Wording, List<String>> lines) {
        return new Message(key, subject.apply(one), text(lines.apply(one)), facts)
                .translated(second, subject.apply(other), text(lines.apply(other)));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    /** Adds where to look, when that is known. @param path beginning with a slash */
    void link(String path, List<String> lines, Wording words) {
        if (!pages.isEmpty()) {
            lines.add(words.say("page", pages + path));
        }
    }
}
