package io.langsong.incident;

import io.langsong.alert.Alert;
import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.outage.Outage;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Incidents, for reading. Any thread. */
public class Incidents {
    private final Books books;
    private final Outbox outbox;
    private final LongFunction<Optional<Outage>> outages;
    private final LongFunction<Optional<Alert>> alerts;

    /** @param outages an outage of the record by its id. @param alerts an alert by its id */
    Incidents(
            Books books, Outbox outbox, LongFunction<Optional<Outage>> outages, LongFunction<Optional<Alert>> alerts) {
        this.books = books;
        this.outbox = outbox;
        this.outages = outages;
        this.alerts = alerts;
    }

    /** Those that are still to be worked, oldest first. */
    public List<Incident> open() {
        return books.incidents.live();
    }

    public Optional<Incident> find(IncidentNumber number) {
        return books.incidents.find(number);
    }

    /** The incidents to which outages belong, by the ids of the outages. */
    public Map<Long, Incident> ofOutages(Collection<Long> outages) {
        Map<Long, Long> ids = books.parts.incidentsOf(outages);
        Map<Long, Incident> byId = books.incidents.find(Set.copyOf(ids.values())).stream()
                .collect(Collectors.toMap(Incident::id, Function.identity()));
        Map<Long, Incident> found = new HashMap<>();
        ids.forEach((outage, id) -> {
            Incident incident = byId.get(id);
            if (incident != null) {
                found.put(outage, incident);
            }
        });
        return found;
    }

    /** What nobody has taken first, then the newest. @param most at most so many */
    public List<Incident> find(IncidentWish wish, int most) {
        return books.incidents.find(wish, most);
    }

    /** @param parts what belongs to it: roots first, in the order in which they began */
    public record Whole(Incident incident, List<Part> parts) {
        public Whole {
            parts = List.copyOf(parts);
        }
    }

    /** Those of which anything was out within {@code [from, until)}, as they began; not umbrellas, and not what goes on as another. */
    public List<Whole> between(Instant from, Instant until) {
        List<Incident> found = books.incidents.between(from, until);
        Map<Long, List<Part>> parts =
                books.parts.of(found.stream().map(Incident::id).toList());
        return found.stream()
                .map(incident -> new Whole(incident, parts.getOrDefault(incident.id(), List.of())))
                .toList();
    }

    /** Ids of those of which a root lasts. */
    public Set<Long> failing() {
        return books.parts.failing();
    }

    /** What belongs to it: roots first, in the order in which they began. */
    public List<Part> parts(Incident incident) {
        return books.parts.of(incident.id());
    }

    /** The outage of a part that is one. */
    public Optional<Outage> outage(Part part) {
        return part.kind().isOutage() ? outages.apply(part.sourceId()) : Optional.empty();
    }

    /** The alert of a part that is one. */
    public Optional<Alert> alert(Part part) {
        return part.kind() == Part.Kind.ALERT ? alerts.apply(part.sourceId()) : Optional.empty();
    }

    /** The silence of a part that is one. */
    public Optional<Silence> silence(Part part) {
        return part.kind() == Part.Kind.COLLECTOR ? books.silences.find(part.sourceId()) : Optional.empty();
    }

    /** What collectors were called when they were lost last, by their ids. */
    public Map<String, String> collectorNames() {
        return books.silences.names();
    }

    /** Oldest first. */
    public List<Entry> timeline(Incident incident) {
        return books.timeline.of(incident.id());
    }

    /** Oldest first. */
    public List<Photo> photos(Incident incident) {
        return books.timeline.photos(incident.id());
    }

    /** A photo of it as JPEG. */
    public Optional<byte[]> photo(Incident incident, UUID id) {
        return books.timeline.photo(incident.id(), id);
    }

    /** Messages about it with what became of them, newest first. */
    public List<Posted> messages(Incident incident) {
        return outbox.withKeys(books.timeline.told(incident.id()));
    }

    /** Remembers that the message of this key is about it. In the caller's transaction. */
    public void told(Incident incident, String key) {
        books.timeline.told(incident.id(), key);
    }
}
