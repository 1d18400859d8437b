package io.langsong.incident;

import io.langsong.incident.Escalation.Call;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
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

    private final Wording one;
    private final Wording other;
    private final Locale second;
    private final String pages;

    /** @param first language of messages to those who have chosen none. @param pages where people open our pages; null: not said */
    EscalationWords(Locale first, @Nullable URI pages) {
        this.second = first.getLanguage().equals("en") ? Locale.forLanguageTag("vi") : Locale.ENGLISH;
        this.one = new Wording(first);
        this.other = new Wording(second);
        this.pages = pages == null ? "" : pages.toString().replaceFirst("/+$", "");
    }

    /** Of what is to be taken; several together when they came together. */
    Message calls(String key, List<Call> calls, InventorySnapshot inventory) {
        return message(key, "escalation-calls", calls, words -> subject(words, calls, inventory, "call"), words -> {
            List<String> lines = lines(words, calls, inventory);
            lines.add("");
            lines.add(words.say(calls.size() == 1 ? "call.take" : "call.take.many"));
            link(calls, lines);
            return lines;
        });
    }

    /** Of what is over. */
    Message over(String key, List<Call> over, InventorySnapshot inventory) {
        return message(key, "escalation-over", over, words -> subject(words, over, inventory, "call.over"), words -> {
            List<String> lines = lines(words, over, inventory);
            link(over, lines);
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
        return new Message(key, subject.apply(one), text(lines.apply(one)), facts)
                .translated(second, subject.apply(other), text(lines.apply(other)));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
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
                whereAndWhat(words, incident, new Places(inventory)));
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
                    whereAndWhat(words, incident, places),
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

    private static String whereAndWhat(Wording words, Incident incident, Places places) {
        String name = words.name(places.name(incident.object()));
        return places.village(incident.object())
                .map(village -> words.name(village.name()) + ", " + name)
                .orElse(name);
    }

    private void link(List<Call> calls, List<String> lines) {
        if (!pages.isEmpty()) {
            lines.add(
                    calls.size() == 1
                            ? pages + "/su-co/" + calls.get(0).incident().number()
                            : pages + "/su-co");
        }
    }
}
