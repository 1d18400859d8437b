package io.langsong.incident;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One incident for each collector that can not be heard, and one message when it begins and when it ends, however many devices can not be
 * seen meanwhile. Of a collector without devices there is nothing to tell. In the transaction of the caller; any thread.
 */
public class SilentCollectors {
    private static final int MOST_VILLAGES = 10;

    private final Books books;
    private final Supplier<InventorySnapshot> inventory;
    private final Outbox outbox;
    private final Bilingual both;
    private final IncidentProperties settings;
    private final Clock clock;

    SilentCollectors(
            Books books,
            Supplier<InventorySnapshot> inventory,
            Outbox outbox,
            Bilingual both,
            IncidentProperties settings,
            Clock clock) {
        this.books = books;
        this.inventory = inventory;
        this.outbox = outbox;
        this.both = both;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * It is lost. Nothing happens when that is known.
     *
     * @param devices that it asks
     * @param lastHeard when it was heard last
     */
    public void lost(String collector, String name, Collection<DeviceId> devices, Instant lastHeard) {
        if (devices.isEmpty() || books.silences.running(collector).isPresent()) {
            return;
        }
        books.incidents.lock();
        Silence silence = books.silences.begin(collector, name, devices.size(), villages(devices), lastHeard);
        Round round = round();
        Incident incident = round.begin(silence);
        round.finish();
        post(
                "collector-" + silence.id() + "-lost",
                incident,
                silence,
                null,
                words -> words.say(
                        "collector.lost",
                        words.name(name),
                        silence.devices(),
                        silence.villages().size()),
                words -> words.say("collector.lost.text", words.time(lastHeard), names(silence, words)));
    }

    /** It is back, or there is none any more. Nothing happens when it was not lost. */
    public void found(String collector, Instant at) {
        Silence silence = books.silences.running(collector).orElse(null);
        if (silence == null) {
            return;
        }
        books.incidents.lock();
        Instant ended = at.isBefore(silence.since()) ? silence.since() : at;
        books.silences.end(silence.id(), ended);
        Round round = round();
        Optional<Incident> incident = round.end(silence, ended);
        round.finish();
        Duration lasted = Duration.between(silence.since(), ended);
        incident.ifPresent(of -> post(
                "collector-" + silence.id() + "-found",
                of,
                silence,
                ended,
                words -> words.say("collector.found", words.name(silence.name()), words.duration(lasted)),
                words -> words.say("collector.found.text", words.time(silence.since()), words.time(ended))));
    }

    private Round round() {
        return new Round(books, inventory.get(), clock.instant(), settings);
    }

    private Set<VillageId> villages(Collection<DeviceId> devices) {
        InventorySnapshot there = inventory.get();
        return devices.stream()
                .flatMap(id -> there.device(id).stream())
                .map(Device::site)
                .flatMap(id -> there.site(id).stream())
                .map(Site::village)
                .collect(Collectors.toSet());
    }

    /** In the official order. */
    private String names(Silence silence, Wording words) {
        List<String> names = inventory.get().villages().stream()
                .filter(village -> silence.villages().contains(village.id()))
                .map(Village::name)
                .map(words::name)
                .toList();
        String shown = names.stream().limit(MOST_VILLAGES).collect(Collectors.joining(", "));
        return names.size() > MOST_VILLAGES ? shown + ", …" : shown;
    }

    private void post(
            String key,
            Incident incident,
            Silence silence,
            @Nullable Instant ended,
            Function<Wording, String> subject,
            Function<Wording, String> text) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", ended == null ? "collector-lost" : "collector-found");
        facts.put("incident", incident.number().toString());
        facts.put("collector", silence.collector());
        facts.put("devices", silence.devices());
        facts.put("since", silence.since().toString());
        if (ended != null) {
            facts.put("until", ended.toString());
        }
        outbox.post(both.message(key, facts, subject, words -> {
            List<String> lines =
                    new ArrayList<>(List.of(subject.apply(words), text.apply(words), "", words.say("zone")));
            both.link("/su-co/" + incident.number(), lines, words);
            return lines;
        }));
        books.timeline.told(incident.id(), key);
    }
}
