package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Outbox;
import io.langsong.outage.OutagesUnwritten;
import io.langsong.outage.OutagesUnwritten.Unwritten;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/**
 * Tells the team at once what is down while the database is away: past the outbox, to the recipients of the settings. Who is on duty and what is planned stands in the
 * database, so neither is asked; the usual message follows when it is back. Better told twice than not, but not by a server in whose place another may
 * work.
 */
class UnwrittenNews {
    private static final Logger log = LoggerFactory.getLogger(UnwrittenNews.class);
    private static final int MOST_NAMED = 20;

    private final Outbox outbox;
    private final Bilingual both;
    private final Supplier<InventorySnapshot> inventory;
    private final BooleanSupplier mayTell;

    /** @param mayTell false while another server may do the work */
    UnwrittenNews(Outbox outbox, Bilingual both, Supplier<InventorySnapshot> inventory, BooleanSupplier mayTell) {
        this.outbox = outbox;
        this.both = both;
        this.inventory = inventory;
        this.mayTell = mayTell;
    }

    @EventListener
    void on(OutagesUnwritten event) {
        List<Unwritten> outages = event.outages();
        if (!mayTell.getAsBoolean()) {
            log.warn("outages not told past the database, another server may do it outages={}", outages.size());
            return;
        }
        Places places = new Places(inventory.get());
        Unwritten first = outages.get(0);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "outages-unwritten");
        facts.put(
                "objects", outages.stream().map(one -> one.object().toString()).toList());
        facts.put("since", first.since().toString());
        var unused = outbox.shout(both.message(
                "outages-unwritten-" + first.object().id() + "-" + first.since().toEpochMilli(),
                facts,
                words -> subject(outages, places, words),
                words -> lines(outages, places, words)));
    }

    private static String subject(List<Unwritten> outages, Places places, Wording words) {
        String name = words.name(places.name(outages.get(0).object()));
        return outages.size() == 1
                ? words.say("unwritten.one", name)
                : words.say("unwritten.many", outages.size(), name);
    }

    private static List<String> lines(List<Unwritten> outages, Places places, Wording words) {
        List<String> lines = new ArrayList<>(List.of(subject(outages, places, words)));
        outages.stream()
                .limit(MOST_NAMED)
                .forEach(one -> lines.add(
                        words.say("unwritten.line", words.name(places.name(one.object())), words.time(one.since()))));
        if (outages.size() > MOST_NAMED) {
            lines.add(words.say("unwritten.more", outages.size() - MOST_NAMED));
        }
        lines.add(words.say("unwritten.text"));
        return lines;
    }
}
