package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that is kept of incidents, and the changes that people and the system make alike. In the caller's transaction. */
final class Books {
    final IncidentTable incidents;
    final PartTable parts;
    final UnstableTable unstable;
    final StormTable storms;
    final SilenceTable silences;
    final Timeline timeline;
    final ApplicationEventPublisher events;

    Books(JdbcClient jdbc, Timeline timeline, ApplicationEventPublisher events) {
        this.incidents = new IncidentTable(jdbc);
        this.parts = new PartTable(jdbc);
        this.unstable = new UnstableTable(jdbc);
        this.storms = new StormTable(jdbc);
        this.silences = new SilenceTable(jdbc);
        this.timeline = timeline;
        this.events = events;
    }

    /** Stores where an incident stands now, and what led there. */
    Incident write(
            Incident incident,
            Standing next,
            Instant at,
            @Nullable String actor,
            Entry.Kind kind,
            Map<String, String> facts) {
        Incident stored = incidents.put(incident.with(next), null);
        timeline.add(stored, at, actor, kind, facts);
        return stored;
    }

    /**
     * Lets another incident go on in the place of one.
     *
     * @param moved parts that go with it
     * @param actor null: the system
     * @return the one that goes on
     */
    Incident merge(Incident from, Incident into, List<Part> moved, Instant at, @Nullable String actor) {
        moved.forEach(part -> parts.put(moved(part, into.id(), part.root())));
        unstable.move(from.id(), into.id());
        Set<VillageId> villages = new HashSet<>(into.villages());
        villages.addAll(from.villages());
        Severity worse = from.severity().compareTo(into.severity()) > 0 ? from.severity() : into.severity();
        boolean worsened = worse != into.severity();
        Incident closed = incidents.put(from.with(from.standing().merge(actor, at)), into.id());
        Incident going = incidents.put(into.touching(villages).with(worse), null);
        timeline.add(
                closed,
                at,
                actor,
                Entry.Kind.MERGED_INTO,
                Map.of("number", into.number().toString()));
        timeline.add(
                going,
                at,
                actor,
                Entry.Kind.TOOK_IN,
                Map.of(
                        "number",
                        from.number().toString(),
                        "objects",
                        from.object().toString()));
        events.publishEvent(new IncidentResolved(closed));
        if (worsened) {
            events.publishEvent(new IncidentWorsened(going));
        }
        return going;
    }

    /** A part as it hangs somewhere else, where it waits for nothing. */
    static Part moved(Part part, long incident, boolean root) {
        return new Part(
                part.source(),
                incident,
                part.object(),
                part.subject(),
                part.kind(),
                root,
                part.beganAt(),
                part.endedAt(),
                null);
    }
}
