package io.langsong.incident;

import io.langsong.incident.Calming.Tally;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.outage.ObjectRef;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells people that something is unstable, and that it has calmed down, each once; what comes together is one message. Not of what is
 * planned, and not in a storm, whose digest tells it.
 */
class UnstableNews {
    private static final int MOST_LINES = 40;

    private final Books books;
    private final Supplier<InventorySnapshot> inventory;
    private final BiPredicate<ObjectRef, Instant> planned;
    private final Outbox outbox;
    private final Bilingual both;
    private final TransactionOperations transactions;
    private final Clock clock;

    UnstableNews(
            Books books,
            Supplier<InventorySnapshot> inventory,
            BiPredicate<ObjectRef, Instant> planned,
            Outbox outbox,
            Bilingual both,
            TransactionOperations transactions,
            Clock clock) {
        this.books = books;
        this.inventory = inventory;
        this.planned = planned;
        this.outbox = outbox;
        this.both = both;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is told of one object. @param tally until now, or until it was calm */
    private record Item(Unstable unstable, Incident incident, Tally tally) {}

    /** Any thread. */
    void tellHeld() {
        transactions.executeWithoutResult(transaction -> {
            List<Unstable> held = books.unstable.held();
            if (!held.isEmpty()) {
                tell(held, clock.instant());
            }
        });
    }

    private void tell(List<Unstable> held, Instant now) {
        boolean storm = books.storms.running().isPresent();
        List<Item> begun = new ArrayList<>();
        List<Item> calm = new ArrayList<>();
        for (Unstable unstable : held) {
            boolean over = unstable.calmAt() != null;
            if (storm || planned.test(unstable.object(), now)) {
                if (over) {
                    books.unstable.calmTold(unstable.id(), storm ? "storm" : "planned");
                }
            } else if (over && (unstable.told() == null || isNoKey(unstable.told()))) {
                // Nobody knows that it was.
                books.unstable.calmTold(unstable.id(), "brief");
            } else {
                (over ? calm : begun).add(item(unstable, now));
            }
        }
        if (!begun.isEmpty()) {
            String key = "unstable-" + begun.get(0).unstable().id() + "-began";
            post(message(key, "unstable", begun));
            begun.forEach(item -> told(item, key));
            begun.forEach(item -> books.unstable.told(item.unstable().id(), key));
        }
        if (!calm.isEmpty()) {
            String key = "unstable-" + calm.get(0).unstable().id() + "-calm";
            post(message(key, "calm", calm));
            calm.forEach(item -> told(item, key));
            calm.forEach(item -> books.unstable.calmTold(item.unstable().id(), key));
        }
    }

    private static boolean isNoKey(String told) {
        return !told.startsWith("unstable-");
    }

    private Item item(Unstable unstable, Instant now) {
        Instant until = unstable.calmAt() == null ? now : unstable.calmAt();
        return new Item(
                unstable,
                books.incidents.find(unstable.incident()).orElseThrow(),
                Tally.of(unstable, books.parts, until));
    }

    private void post(Message message) {
        outbox.post(message);
    }

    private void told(Item item, String key) {
        books.timeline.told(item.incident().id(), key);
    }

    /** @param what {@code unstable} or {@code calm} */
    private Message message(String key, String what, List<Item> items) {
        InventorySnapshot there = inventory.get();
        Places places = new Places(there);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "outages-" + what);
        facts.put(
                "incidents",
                items.stream().map(item -> item.incident().number().toString()).toList());
        facts.put("object", items.get(0).unstable().object().toString());
        facts.put(
                "behind",
                items.stream()
                        .skip(1)
                        .map(item -> item.unstable().object().toString())
                        .toList());
        return both.message(
                key,
                facts,
                words -> items.size() == 1
                        ? words.say(what, what(words, items.get(0), places))
                        : words.say(what + ".many", items.size()),
                words -> {
                    List<String> lines = new ArrayList<>();
                    items.stream().limit(MOST_LINES).forEach(item -> lines.add(line(words, what, item, places)));
                    if (items.size() > MOST_LINES) {
                        lines.add(words.say("more", items.size() - MOST_LINES));
                    }
                    if (what.equals("unstable")) {
                        lines.add(words.say("unstable.how"));
                    }
                    lines.add("");
                    lines.add(words.say("zone"));
                    both.link(
                            items.size() == 1
                                    ? "/su-co/" + items.get(0).incident().number()
                                    : "/su-co",
                            lines,
                            words);
                    return lines;
                });
    }

    private static String what(Wording words, Item item, Places places) {
        ObjectRef object = item.unstable().object();
        String name = words.name(places.name(object));
        return places.village(object)
                .map(village -> words.name(village.name()) + ", " + name)
                .orElse(name);
    }

    private static String line(Wording words, String what, Item item, Places places) {
        String name = what(words, item, places);
        String since = words.time(item.unstable().since());
        String down = words.duration(item.tally().down());
        String number = item.incident().number().toString();
        return what.equals("calm")
                ? words.say(
                        "calm.line",
                        number,
                        name,
                        words.say("calm.state." + item.tally().state()),
                        item.tally().outages(),
                        since,
                        down)
                : words.say("unstable.line", number, name, item.tally().outages(), since, down);
    }
}
