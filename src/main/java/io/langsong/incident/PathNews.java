package io.langsong.incident;

import io.langsong.notification.Outbox;
import io.langsong.outage.MonitoringPathFound;
import io.langsong.outage.MonitoringPathLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/**
 * Tells the team that it is our own line that is gone, and that it is back: one message each, in both languages, however many
 * devices can not be seen. Works in the transaction that records it, on its thread.
 */
class PathNews {
    private final Outbox outbox;
    private final Bilingual both;

    PathNews(Outbox outbox, Bilingual both) {
        this.outbox = outbox;
        this.both = both;
    }

    @EventListener
    void on(MonitoringPathLost lost) {
        post(
                "path-lost",
                lost.since(),
                null,
                words -> words.say("path.lost", words.time(lost.since())),
                words -> words.say("path.lost.text"));
    }

    @EventListener
    void on(MonitoringPathFound found) {
        Duration lasted = Duration.between(found.since(), found.at());
        post(
                "path-found",
                found.since(),
                found.at(),
                words -> words.say("path.found", words.duration(lasted)),
                words -> words.say("path.found.text", words.time(found.since()), words.time(found.at())));
    }

    private void post(
            String event,
            Instant since,
            @Nullable Instant until,
            Function<Wording, String> subject,
            Function<Wording, String> text) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", event);
        facts.put("since", since.toString());
        if (until != null) {
            facts.put("until", until.toString());
        }
        outbox.post(both.message(event + "-" + since.toEpochMilli(), facts, subject, words -> {
            List<String> lines = new ArrayList<>(List.of(subject.apply(words), text.apply(words)));
            both.link("/suc-khoe", lines, words);
            return lines;
        }));
    }
}
