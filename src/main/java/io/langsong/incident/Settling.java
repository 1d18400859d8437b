package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.incident.Entry.Kind;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the consequences of what a round did to an incident. In the round's transaction. */
final class Settling {
    private static final Logger log = LoggerFactory.getLogger(Settling.class);

    private final Books books;
    private final IncidentProperties settings;
    private final Instant now;

    Settling(Books books, IncidentProperties settings, Instant now) {
        this.books = books;
        this.settings = settings;
        this.now = now;
    }

    void settle(long id, Touched round) {
        Incident incident = widened(books.incidents.find(id).orElseThrow(), round);
        if (round.opened) {
            Map<String, String> facts = new HashMap<>(objects(List.of(incident.object())));
            if (round.leftBehind != null) {
                facts.put("number", round.leftBehind.toString());
            }
            books.timeline.add(incident, now, null, Kind.OPENED, facts);
        } else if (round.rootCame()) {
            incident = failedAgain(incident, round);
        }
        boolean was = incident.isUnstable();
        boolean lasts = books.parts.of(id).stream().anyMatch(part -> part.root() && part.lasts());
        if (!was) {
            // Of what is unstable the parts tell each turn; a hundred lines of it would hide what people wrote.
            line(incident, Kind.JOINED, round.joined());
            line(incident, Kind.BACK, round.back(lasts));
        }
        incident = unstable(incident, round);
        if (round.opened) {
            log.info(
                    "incident opened number={} object={} severity={}",
                    incident.number(),
                    incident.object(),
                    incident.severity());
            books.events.publishEvent(new IncidentOpened(incident));
        }
        if (lasts) {
            return;
        }
        if (incident.isUnstable()) {
            // It is over when it was quiet for long enough.
            books.parts.waitUntil(id, now.plus(OutageNews.PATIENCE));
            return;
        }
        Optional<Incident> going = round.rootWent() ? goesOnAs(incident, round) : Optional.empty();
        if (going.isPresent()) {
            Incident other = books.merge(incident, going.get(), lasting(id), now, null);
            log.info("incident goes on as another number={} into={}", incident.number(), other.number());
            return;
        }
        if (round.rootWent()) {
            recovered(incident, round);
        }
        books.parts.waitUntil(id, now.plus(OutageNews.PATIENCE));
    }

    /** More villages, a better guess, a worse severity. */
    private Incident widened(Incident incident, Touched round) {
        Set<VillageId> villages = new HashSet<>(incident.villages());
        villages.addAll(round.villages);
        // What a person said is in the record too, and the machine's guess stays beside it.
        boolean said = incident.standing().cause() != null;
        Cause guess = said || round.guess == Cause.UNKNOWN ? incident.guess() : round.guess;
        Incident wider = incident.touching(villages).with(guess);
        boolean worse = round.least.compareTo(incident.severity()) > 0;
        if (worse && !round.opened) {
            Incident stored = books.incidents.put(wider.with(round.least), null);
            books.timeline.add(stored, now, null, Kind.WORSE, Map.of("severity", round.least.code()));
            books.events.publishEvent(new IncidentWorsened(stored));
            return stored;
        }
        Severity severity = worse ? round.least : incident.severity();
        wider = wider.with(severity);
        if (!wider.equals(incident)) {
            books.incidents.touch(wider);
        }
        return wider;
    }

    /** Marks what failed too often lately. */
    private Incident unstable(Incident incident, Touched round) {
        List<ObjectRef> failed = round.came.stream()
                .filter(part -> part.root() && part.kind().isOutage())
                .map(Part::object)
                .distinct()
                .toList();
        Incident marked = incident;
        for (ObjectRef object : failed) {
            PartTable.Beginnings often = books.parts.beginnings(object, now.minus(settings.unstableWithin()));
            if (often.count() > settings.unstableAfter()
                    && books.unstable.incidentOf(object).isEmpty()) {
                books.unstable.begin(incident.id(), object, often, now);
                marked = books.incidents.put(marked, null);
                books.timeline.add(
                        marked,
                        now,
                        null,
                        Kind.UNSTABLE,
                        Map.of(
                                "objects",
                                object.toString(),
                                "outages",
                                Integer.toString(often.count()),
                                "since",
                                often.first().toString()));
                log.info("object unstable incident={} object={} outages={}", marked.number(), object, often.count());
            }
        }
        return marked;
    }

    private Incident failedAgain(Incident incident, Touched round) {
        List<ObjectRef> roots = round.came.stream()
                .filter(Part::root)
                .map(Part::object)
                .distinct()
                .toList();
        books.parts.waitNoLonger(incident.id());
        if (incident.state().isLive()) {
            if (!incident.isUnstable()) {
                line(incident, Kind.FAILED_AGAIN, roots);
            }
            return incident;
        }
        Incident again =
                books.write(incident, incident.standing().failAgain(now), now, null, Kind.FAILED_AGAIN, objects(roots));
        log.info("incident goes on number={} object={}", again.number(), again.object());
        books.events.publishEvent(new IncidentReopened(again));
        return again;
    }

    /** Another incident in which all that was a root here is out now. */
    private Optional<Incident> goesOnAs(Incident incident, Touched round) {
        if (round.went.stream().anyMatch(part -> !part.kind().isOutage())) {
            return Optional.empty();
        }
        Map<ObjectRef, Long> lasting = books.parts.lasting();
        Set<Long> others = round.went.stream()
                .filter(Part::root)
                .map(part -> lasting.getOrDefault(part.object(), incident.id()))
                .collect(Collectors.toSet());
        return others.size() != 1
                ? Optional.empty()
                : books.incidents
                        .find(others.iterator().next())
                        .filter(other ->
                                other.id() != incident.id() && other.state().isLive())
                        .filter(other -> incident.state() != State.CLOSED);
    }

    private List<Part> lasting(long incident) {
        return books.parts.of(incident).stream().filter(Part::lasts).toList();
    }

    private void recovered(Incident incident, Touched round) {
        Map<String, String> facts = new HashMap<>();
        round.went.stream()
                .filter(Part::root)
                .map(Part::endedAt)
                .filter(java.util.Objects::nonNull)
                .max(Instant::compareTo)
                .ifPresent(at -> facts.put("ended", at.toString()));
        facts.put("cause", incident.guess().code());
        if (!incident.state().isLive()) {
            books.timeline.add(incident, now, null, Kind.RECOVERED, facts);
            return;
        }
        Incident over = books.write(incident, incident.standing().recover(now), now, null, Kind.RECOVERED, facts);
        log.info("incident recovered number={} cause={}", over.number(), over.guess());
        books.events.publishEvent(new IncidentResolved(over));
    }

    private void line(Incident incident, Kind kind, List<ObjectRef> objects) {
        if (!objects.isEmpty()) {
            books.timeline.add(incident, now, null, kind, objects(objects));
        }
    }

    private static Map<String, String> objects(Collection<ObjectRef> objects) {
        return Map.of(
                "count",
                Integer.toString(objects.size()),
                "objects",
                objects.stream()
                        .limit(Entry.MOST_OBJECTS)
                        .map(ObjectRef::toString)
                        .collect(Collectors.joining(" ")));
    }
}
