package io.langsong.incident;

import io.langsong.incident.Entry.Kind;
import io.langsong.outage.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what is unstable no longer. In a transaction of its own. */
final class Calming {
    private static final Logger log = LoggerFactory.getLogger(Calming.class);

    private final Books books;
    private final Duration quiet;
    private final Instant now;

    Calming(Books books, Duration quiet, Instant now) {
        this.books = books;
        this.quiet = quiet;
        this.now = now;
    }

    /** How an unstable time went. @param state {@code up}, {@code down} or {@code hidden} at its end */
    record Tally(String state, int outages, Duration down) {
        static Tally of(Unstable unstable, PartTable parts, Instant now) {
            List<Part> roots = parts.roots(unstable.object(), unstable.since());
            Duration down = roots.stream()
                    .map(part -> Duration.between(part.beganAt(), part.endedAt() == null ? now : part.endedAt()))
                    .filter(length -> !length.isNegative())
                    .reduce(Duration.ZERO, Duration::plus);
            return new Tally(state(unstable.object(), roots, parts), roots.size(), down);
        }

        private static String state(ObjectRef object, List<Part> roots, PartTable parts) {
            if (roots.stream().anyMatch(Part::lasts)) {
                return "down";
            }
            return parts.lasting().containsKey(object) ? "hidden" : "up";
        }
    }

    void look(Unstable unstable) {
        List<Part> roots = books.parts.roots(unstable.object(), unstable.since());
        Optional<Instant> turn = roots.stream()
                .map(part -> part.endedAt() == null ? part.beganAt() : part.endedAt())
                .max(Instant::compareTo);
        if (turn.isPresent() && turn.get().isAfter(now.minus(quiet))) {
            return;
        }
        Tally tally = Tally.of(unstable, books.parts, now);
        books.unstable.calm(unstable.id(), now);
        Incident incident = books.incidents.find(unstable.incident()).orElseThrow();
        incident = books.incidents.put(incident, null);
        books.timeline.add(
                incident,
                now,
                null,
                Kind.CALMED,
                Map.of(
                        "objects",
                        unstable.object().toString(),
                        "outages",
                        Integer.toString(tally.outages()),
                        "seconds",
                        Long.toString(tally.down().toSeconds()),
                        "state",
                        tally.state()));
        log.info(
                "object calm incident={} object={} outages={} state={}",
                incident.number(),
                unstable.object(),
                tally.outages(),
                tally.state());
        boolean lasts = books.parts.of(incident.id()).stream().anyMatch(part -> part.root() && part.lasts());
        if (incident.state().isLive() && !incident.isUnstable() && !lasts) {
            recovered(incident);
        }
    }

    private void recovered(Incident incident) {
        Map<String, String> facts = new HashMap<>();
        facts.put("cause", incident.guess().code());
        books.parts.of(incident.id()).stream()
                .filter(part -> part.root() && part.endedAt() != null)
                .map(Part::endedAt)
                .max(Instant::compareTo)
                .ifPresent(at -> facts.put("ended", at.toString()));
        Incident over = books.write(incident, incident.standing().recover(now), now, null, Kind.RECOVERED, facts);
        log.info("incident recovered number={} cause={}", over.number(), over.guess());
        books.events.publishEvent(new IncidentResolved(over));
    }
}
