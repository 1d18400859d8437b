package io.langsong.incident;

import io.langsong.incident.Escalation.Call;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are told of incidents that are theirs to take, in both languages. Any thread. */
final class EscalationWords {
    private static final int MOST_LINES = 30;

    private final Bilingual both;

    /** @param first language of messages to those who have chosen none. @param pages where people open our pages; null: not said */
    EscalationWords(Locale first, @Nullable URI pages) {
        this.both = new Bilingual(first, pages);
    }

    /** Of what is to be taken; several together when they came together. */
    Message calls(String key, List<Call> calls, InventorySnapshot inventory) {
        return message(key, "escalation-calls", calls, words -> subject(words, calls, inventory, "call"), words -> {
            List<String> lines = lines(words, calls, inventory);
            lines.add("");
            lines.add(words.say(calls.size() == 1 ? "call.take" : "call.take.many"));
            link(calls, lines, words);
            return lines;
        });
    }

    /** Of what is over. */
    Message over(String key, List<Call> over, InventorySnapshot inventory) {
        return message(key, "escalation-over", over, words -> subject(words, over, inventory, "call.over"), words -> {
            List<String> lines = lines(words, over, inventory);
            link(over, lines, words);
            return lines;
        });
    }

    private Message message(
            String key,
            String event,
            List<Call> calls,
            Function<Wording, String> subject,
            Function<Wording, List<String>> lines) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", event);
        facts.put(
                "incidents",
                calls.stream().map(call -> call.incident().number().toString()).toList());
        // By these the message is found, and hidden from those who may not see one of them.
        facts.put("object", calls.get(0).incident().object().toString());
        facts.put(
                "behind",
                calls.stream()
                        .skip(1)
                        .map(call -> call.incident().object().toString())
                        .toList());
        List<String> villages = calls.stream()
                .map(Call::incident)
                .filter(Incident::isUmbrella)
                .flatMap(umbrella -> umbrella.villages().stream())
                .map(VillageId::value)
                .distinct()
                .toList();
        if (!villages.isEmpty()) {
            facts.put("villages", villages);
        }
        return both.message(key, facts, subject, lines);
    }

    private static String subject(Wording words, List<Call> calls, InventorySnapshot inventory, String key) {
        if (calls.size() > 1) {
            return words.say(key + ".many", calls.size());
        }
        Incident incident = calls.get(0).incident();
        return words.say(
                key,
                incident.number().toString(),
                words.say("severity." + incident.severity().code()),
                words.whereAndWhat(incident, new Places(inventory)));
    }

    private static List<String> lines(Wording words, List<Call> calls, InventorySnapshot inventory) {
        Places places = new Places(inventory);
        List<String> lines = new ArrayList<>();
        for (Call call : calls.subList(0, Math.min(calls.size(), MOST_LINES))) {
            Incident incident = call.incident();
            lines.add(words.say(
                    "call.line",
                    incident.number().toString(),
                    words.say("severity." + incident.severity().code()),
                    words.whereAndWhat(incident, places),
                    words.time(incident.beganAt())));
            List<Village> villages = inventory.villages().stream()
                    .filter(village -> incident.villages().contains(village.id()))
                    .toList();
            if (!villages.isEmpty()) {
                lines.add(words.say(
                        "villages",
                        villages.size(),
                        villages.stream()
                                .map(village -> words.name(village.name()))
                                .collect(Collectors.joining(", "))));
                lines.add(words.say(
                        "people", villages.stream().mapToLong(Village::people).sum()));
            }
            if (call.level() > 0) {
                lines.add(words.say("call.level", call.level() + 1));
            }
        }
        if (calls.size() > MOST_LINES) {
            lines.add(words.say("more", calls.size() - MOST_LINES));
        }
        lines.add("");
        lines.add(words.say("zone"));
        return lines;
    }

    private void link(List<Call> calls, List<String> lines, Wording words) {
        both.link(calls.size() == 1 ? "/su-co/" + calls.get(0).incident().number() : "/su-co", lines, words);
    }
}
