package io.langsong.incident;

import io.langsong.alert.Alert;
import io.langsong.alert.Severity;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outage.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the system does to incidents in one transaction: outages and alerts come and go, and at the end each incident that was
 * touched is settled, so that what belongs together is one line of its timeline. Of one thread.
 */
final class Round {
    private final Books books;
    private final InventorySnapshot inventory;
    private final Instant now;
    private final IncidentProperties settings;
    private final Map<Long, Touched> touched = new LinkedHashMap<>();

    Round(Books books, InventorySnapshot inventory, Instant now, IncidentProperties settings) {
        this.books = books;
        this.inventory = inventory;
        this.now = now;
        this.settings = settings;
    }

    private Touched touched(long incident) {
        return touched.computeIfAbsent(incident, id -> new Touched());
    }

    /**
     * @param began outages that last; those that were told before change nothing
     * @param cameOutOfHiding objects that until now could not be seen
     * @param lasting all outages that last
     */
    void begin(Collection<Outage> began, Set<ObjectRef> cameOutOfHiding, Collection<Outage> lasting) {
        Set<String> told = books.parts.known(began.stream().map(Part::source).toList());
        List<Outage> fresh = began.stream()
                .filter(outage -> !told.contains(Part.source(outage)))
                .toList();
        Map<ObjectRef, Long> at = new HashMap<>(books.parts.lasting());
        Placement.of(fresh, Set.copyOf(at.keySet()), lasting, inventory).forEach((outage, place) -> {
            Long known = place.equals(outage.object()) ? null : at.get(place);
            Part part = known == null
                    ? root(outage, cameOutOfHiding.contains(outage.object()))
                    : part(outage, known, false, null);
            come(part, outage);
            at.put(outage.object(), part.incident());
        });
    }

    /** One that nothing explains: it goes on as what it was just now, or opens an incident. */
    private Part root(Outage outage, boolean cameOutOfHiding) {
        Instant began = outage.from().best();
        Part before = books.parts.latest(outage.object().toString()).orElse(null);
        if (before != null && cameOutOfHiding && !before.root() && mayStillBoot(before.incident())) {
            return part(outage, before.incident(), false, now.plus(OutageNews.PATIENCE));
        }
        Optional<Incident> again = books.unstable
                .incidentOf(outage.object())
                .flatMap(books.incidents::find)
                .or(() -> failedAgain(before, began));
        if (again.isPresent()) {
            return part(outage, again.get().id(), true, null);
        }
        return part(outage, open(outage.object(), severity(outage), began, outage.cause()), true, null);
    }

    /** Whether what hid it lasts, or recovered so lately that whatever is behind it may be starting up. */
    private boolean mayStillBoot(long incident) {
        Instant earliest = now.minus(OutageNews.PATIENCE);
        return books.parts.of(incident).stream()
                .filter(Part::root)
                .anyMatch(root -> root.endedAt() == null || !root.endedAt().isBefore(earliest));
    }

    /** The incident of the same that recovered a moment ago; of one that was merged, the one that goes on. */
    private Optional<Incident> failedAgain(@Nullable Part before, Instant began) {
        if (before == null || !before.root() || before.endedAt() == null) {
            return Optional.empty();
        }
        if (before.endedAt().isBefore(began.minus(settings.reopenWithin()))) {
            return Optional.empty();
        }
        Optional<Incident> found = books.incidents.find(before.incident());
        for (int merged = 0; merged < 10 && found.isPresent(); merged++) {
            IncidentNumber into = found.get().mergedInto();
            if (into == null) {
                return found;
            }
            found = books.incidents.find(into);
        }
        return Optional.empty();
    }

    private long open(ObjectRef object, Severity severity, Instant began, Cause guess) {
        Incident incident = books.incidents.open(object, severity, began, now, guess);
        Touched one = touched(incident.id());
        one.opened = true;
        one.least = severity;
        return incident.id();
    }

    private void come(Part part, Outage outage) {
        books.parts.put(part);
        Touched one = touched(part.incident());
        one.came.add(part);
        one.villages.addAll(Villages.of(part.object(), inventory));
        if (part.root()) {
            one.villages.addAll(Villages.behind(part.object(), inventory));
            one.guess = outage.cause();
        }
        if (severity(outage) == Severity.CRITICAL) {
            one.least = Severity.CRITICAL;
        }
    }

    /** Critical is what many hang on, and what citizens or offices have. */
    private Severity severity(Outage outage) {
        if (outage.object().kind() != ObjectRef.Kind.DEVICE) {
            return Severity.CRITICAL;
        }
        if (!Group.isOwnRoot(outage)) {
            return Severity.WARNING;
        }
        Hidden hidden = Hidden.behind(outage.object(), inventory);
        return hidden.services().isEmpty() && hidden.objects().isEmpty() ? Severity.WARNING : Severity.CRITICAL;
    }

    void begin(Alert alert) {
        String source = Part.source(alert);
        if (!books.parts.known(Set.of(source)).isEmpty()) {
            return;
        }
        ObjectRef device = ObjectRef.of(alert.device());
        String subject = Part.subject(alert);
        long incident = failedAgain(books.parts.latest(subject).orElse(null), alert.since())
                .map(Incident::id)
                .orElseGet(() -> open(device, alert.severity(), alert.since(), Cause.UNKNOWN));
        Part part = new Part(source, incident, device, subject, Part.Kind.ALERT, true, alert.since(), null, null);
        books.parts.put(part);
        Touched one = touched(incident);
        one.came.add(part);
        one.villages.addAll(Villages.of(device, inventory));
        if (alert.severity() == Severity.CRITICAL) {
            one.least = Severity.CRITICAL;
        }
    }

    /** @return its incident */
    Incident begin(Silence silence) {
        ObjectRef collector = silence.object();
        String subject = collector.toString();
        long incident = failedAgain(books.parts.latest(subject).orElse(null), silence.since())
                .map(Incident::id)
                .orElseGet(() -> open(collector, Severity.CRITICAL, silence.since(), Cause.UNKNOWN));
        Part part = new Part(
                Part.source(silence),
                incident,
                collector,
                subject,
                Part.Kind.COLLECTOR,
                true,
                silence.since(),
                null,
                null);
        books.parts.put(part);
        Touched one = touched(incident);
        one.came.add(part);
        one.villages.addAll(silence.villages());
        one.least = Severity.CRITICAL;
        return books.incidents.find(incident).orElseThrow();
    }

    /** @return its incident */
    Optional<Incident> end(Silence silence, Instant at) {
        Optional<Part> ended = books.parts.end(Part.source(silence), at);
        ended.ifPresent(part -> touched(part.incident()).went.add(part));
        return ended.flatMap(part -> books.incidents.find(part.incident()));
    }

    void end(Outage outage) {
        Instant at = outage.to() == null ? now : outage.to().best();
        books.parts
                .end(Part.source(outage), at)
                .ifPresentOrElse(
                        part -> {
                            Touched one = touched(part.incident());
                            one.went.add(part);
                            if (part.root()) {
                                one.guess = outage.cause();
                            }
                        },
                        () -> books.parts.bury(
                                Part.source(outage),
                                outage.object(),
                                outage.object().toString(),
                                outage.from().best(),
                                at));
    }

    /** Why it was is known better now. Only of a root: what hangs under one is of that one's cause. */
    void explain(Outage outage) {
        Long known = books.parts.incidentsOf(List.of(outage.id())).get(outage.id());
        if (known == null) {
            return;
        }
        String source = Part.source(outage);
        boolean root = books.parts.of(known).stream()
                .anyMatch(part -> part.root() && part.source().equals(source));
        if (root) {
            books.incidents
                    .find(known)
                    .filter(incident -> incident.standing().cause() == null && incident.guess() != outage.cause())
                    .ifPresent(incident -> books.incidents.touch(incident.with(outage.cause())));
        }
    }

    /** When it was is known better now. Nobody is told: what was done about it was done when it was. */
    void correct(Outage outage) {
        books.parts
                .correct(
                        Part.source(outage),
                        outage.from().best(),
                        outage.to() == null ? null : outage.to().best())
                .filter(Part::root)
                .ifPresent(root -> books.incidents.beganWithItsRoots(root.incident()));
        explain(outage);
    }

    void end(Alert alert) {
        Instant at = alert.until() == null ? now : alert.until();
        ObjectRef device = ObjectRef.of(alert.device());
        books.parts
                .end(Part.source(alert), at)
                .ifPresentOrElse(
                        part -> touched(part.incident()).went.add(part),
                        () -> books.parts.bury(Part.source(alert), device, Part.subject(alert), alert.since(), at));
    }

    /** What still hangs under something that has recovered becomes an incident of its own, each root with what it explains. */
    void leaveBehind(Collection<Part> due, Collection<Outage> lasting) {
        Map<Outage, Part> left = new LinkedHashMap<>();
        for (Part part : withWhatHidesBehind(due, lasting)) {
            lasting.stream()
                    .filter(outage -> Part.source(outage).equals(part.source()))
                    .findFirst()
                    .ifPresentOrElse(
                            outage -> left.put(outage, part),
                            () -> books.parts.put(Books.moved(part, part.incident(), false)));
        }
        Map<ObjectRef, Long> at = new HashMap<>(books.parts.lasting());
        left.values().forEach(part -> at.remove(part.object()));
        Placement.of(left.keySet(), Set.copyOf(at.keySet()), lasting, inventory).forEach((outage, place) -> {
            Part part = Objects.requireNonNull(left.get(outage));
            Long known = place.equals(outage.object()) ? null : at.get(place);
            long incident = known == null ? openLeft(outage, part) : known;
            at.put(outage.object(), incident);
            come(Books.moved(part, incident, known == null), outage);
        });
    }

    private List<Part> withWhatHidesBehind(Collection<Part> due, Collection<Outage> lasting) {
        Set<String> sources = due.stream().map(Part::source).collect(Collectors.toSet());
        Map<Long, Set<ObjectRef>> roots = new HashMap<>();
        due.forEach(part ->
                roots.computeIfAbsent(part.incident(), id -> new HashSet<>()).add(part.object()));
        List<Part> all = new ArrayList<>(due);
        roots.forEach((incident, objects) -> {
            Set<String> hidden = lasting.stream()
                    .filter(outage -> objects.contains(outage.root()))
                    .map(Part::source)
                    .collect(Collectors.toSet());
            books.parts.of(incident).stream()
                    .filter(part -> !part.root() && part.lasts())
                    .filter(part -> hidden.contains(part.source()) && !sources.contains(part.source()))
                    .forEach(all::add);
        });
        return all;
    }

    private long openLeft(Outage outage, Part part) {
        long incident = open(outage.object(), severity(outage), outage.from().best(), outage.cause());
        Incident from = books.incidents.find(part.incident()).orElseThrow();
        touched(incident).leftBehind = from.number();
        IncidentNumber number = books.incidents.find(incident).orElseThrow().number();
        books.timeline.add(
                from,
                now,
                null,
                Entry.Kind.SPLIT_OFF,
                Map.of("number", number.toString(), "objects", part.object().toString()));
        return incident;
    }

    /** Settles each incident that was touched, those that opened first, since others may go on in them. */
    void finish() {
        Settling settling = new Settling(books, settings, now);
        touched.entrySet().stream()
                .sorted(Comparator.comparing(one -> !one.getValue().opened))
                .forEach(one -> settling.settle(one.getKey(), one.getValue()));
    }

    private static Part part(Outage outage, long incident, boolean root, @Nullable Instant ownAt) {
        Part.Kind kind = outage.condition() == Condition.UNREACHABLE ? Part.Kind.HIDDEN : Part.Kind.DOWN;
        return new Part(
                Part.source(outage),
                incident,
                outage.object(),
                outage.object().toString(),
                kind,
                root,
                outage.from().best(),
                null,
                ownAt);
    }
}
