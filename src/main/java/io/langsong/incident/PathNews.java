package io.langsong.incident;

import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.outage.MonitoringPathFound;
import io.langsong.outage.MonitoringPathLost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/**
 * Tells the team that it is our own line that is gone, and that it is back: one message each, in both languages, however many
 * devices can not be seen. Works in the transaction that records it, on its thread.
 */
class PathNews {
    private final Outbox outbox;
    private final Wording one;
    private final Wording other;
    private final Locale second;
    private final String pages;

    PathNews(Outbox outbox) {
        this.outbox = outbox;
        this.second = outbox.locale().getLanguage().equals("en") ? Locale.forLanguageTag("vi") : Locale.ENGLISH;
        this.one = new Wording(outbox.locale());
        this.other = new Wording(second);
        URI address = outbox.pages();
        this.pages = address == null ? "" : address.toString().replaceFirst("/+$", "") + "/suc-khoe";
    }

    @EventListener
    void on(MonitoringPathLost lost) {
        post(
                "path-lost",
                lost.since(),
                null,
                (words, page) ->
                        List.of(words.say("path.lost", words.time(lost.since())), words.say("path.lost.text"), page));
    }

    @EventListener
    void on(MonitoringPathFound found) {
        Duration lasted = Duration.between(found.since(), found.at());
        post(
                "path-found",
                found.since(),
                found.at(),
                (words, page) -> List.of(
                        words.say("path.found", words.duration(lasted)),
                        words.say("path.found.text", words.time(found.since()), words.time(found.at())),
                        page));
    }

    /** @param lines the first is the subject */
    private void post(
            String event, Instant since, @Nullable Instant until, BiFunction<Wording, String, List<String>> lines) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", event);
        facts.put("since", since.toString());
        if (until != null) {
            facts.put("until", until.toString());
        }
        List<String> first = lines.apply(one, pages);
        List<String> translated = lines.apply(other, pages);
        String key = event + "-" + since.toEpochMilli();
        outbox.post(new Message(key, first.get(0), text(first), facts)
                .translated(second, translated.get(0), text(translated)));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).strip() + "\n";
    }
}
