package io.langsong.incident.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.incident.Entry;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.Incidents;
import io.langsong.incident.Part;
import io.langsong.incident.Photo;
import io.langsong.incident.State;
import io.langsong.incident.Task;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.notification.Posted;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages of incidents show, within the sight of whoever sent the request. Any thread. */
@Component
class IncidentView {
    private static final int MOST_ROOTS = 5;

    private final SeenIncidents seen;
    private final Incidents incidents;
    private final IncidentWords says;
    private final People people;
    private final Words words;

    IncidentView(SeenIncidents seen, Incidents incidents, IncidentWords says, People people, Words words) {
        this.seen = seen;
        this.incidents = incidents;
        this.says = says;
        this.people = people;
        this.words = words;
    }

    /**
     * An incident in a list.
     *
     * @param shape the state's shape in {@code fragments/states.html}
     * @param state where it stands, in words
     * @param owner who owns it, else who is to work on it; empty: nobody
     */
    record Row(
            Incident incident,
            String shape,
            Naming.Named what,
            String place,
            String state,
            String owner,
            String waiting) {}

    /**
     * A part as the page shows it.
     *
     * @param state a key of {@code incident.part}
     * @param lasted null while it lasts
     */
    record Child(
            Part part,
            Naming.Named what,
            String place,
            String state,
            String shape,
            @Nullable Duration lasted) {}

    /** A line of the timeline. @param who empty: the system. @param path of what it leads to; empty: nowhere */
    record Line(Instant at, String kind, String who, String says, String path) {}

    /** What a page tells of one incident. @param trouble what happened, in words */
    record Whole(
            Incident incident,
            String shape,
            Naming.Named what,
            String place,
            String trouble,
            String state,
            @Nullable String owner,
            @Nullable String assignee,
            @Nullable String waiting,
            @Nullable String resolvedBy,
            String guess,
            List<Fact> evidence,
            List<Village> villages,
            long people,
            @Nullable Instant endedAt,
            List<Child> roots,
            List<Child> children,
            long beyond,
            List<Line> lines,
            List<Posted> messages,
            List<Photo> photos,
            List<Person> workers) {
        /** Whether a step can be done now. @param step name of a {@link State.Step} */
        public boolean can(String step) {
            return incident.standing().allows(State.Step.valueOf(step));
        }

        public boolean canClose() {
            return can("CLOSE") && roots.stream().noneMatch(root -> root.part().lasts());
        }

        /** What can become an incident of its own. */
        public List<Child> separable() {
            return children.stream().filter(child -> child.part().lasts()).toList();
        }

        /** Those that last, and the last few before; what fails again and again has hundreds. */
        public List<Child> rootsShown() {
            List<Child> shown = new ArrayList<>(
                    roots.stream().filter(root -> root.part().lasts()).toList());
            List<Child> over = rootsOver();
            shown.addAll(over.subList(Math.max(0, over.size() - MOST_ROOTS), over.size()));
            return shown;
        }

        public List<Child> rootsBefore() {
            List<Child> over = rootsOver();
            return over.subList(0, Math.max(0, over.size() - MOST_ROOTS));
        }

        private List<Child> rootsOver() {
            return roots.stream().filter(root -> !root.part().lasts()).toList();
        }

        public long stillOut() {
            return separable().size();
        }
    }

    List<Row> rows(List<Incident> found) {
        Naming naming = naming();
        Set<Long> failing = incidents.failing();
        return found.stream().map(incident -> row(incident, failing, naming)).toList();
    }

    private Row row(Incident incident, Set<Long> failing, Naming naming) {
        var standing = incident.standing();
        String owner = standing.acknowledged() != null ? standing.acknowledged().who() : standing.assignee();
        return new Row(
                incident,
                shape(incident, failing.contains(incident.id())),
                named(incident, naming),
                incident.isUmbrella() ? "" : naming.place(incident.object()),
                says.state(incident),
                naming.person(owner),
                standing.waiting() == null
                        ? ""
                        : words.message(
                                "incident.waiting." + standing.waiting().on().code()));
    }

    private Naming.Named named(Incident incident, Naming naming) {
        return incident.isUmbrella()
                ? new Naming.Named(words.message("incident.storm.name"), "")
                : named(incident.object(), naming);
    }

    /** The page of a collector is for administrators. */
    private Naming.Named named(ObjectRef object, Naming naming) {
        if (object.kind() != ObjectRef.Kind.COLLECTOR || !object.isSeenIn(naming.inventory())) {
            return naming.named(object);
        }
        SignedIn who = SignedIn.current();
        return new Naming.Named(
                words.message("incident.collector.name", naming.name(object)),
                who != null && who.mayAdminister() ? "/tram-thu-thap/" + object.id() : "");
    }

    /** What is to be done under an umbrella. */
    record TaskRow(Task task, Row row) {}

    /** In their order. */
    List<TaskRow> tasks(List<Task> tasks) {
        Naming naming = naming();
        Set<Long> failing = incidents.failing();
        return tasks.stream()
                .map(task -> new TaskRow(task, row(task.incident(), failing, naming)))
                .toList();
    }

    private String trouble(Incident umbrella) {
        List<Task> tasks = seen.tasks(umbrella);
        long live =
                tasks.stream().filter(task -> task.incident().state().isLive()).count();
        return words.message("incident.storm.trouble", tasks.size(), live);
    }

    private String trouble(Part root) {
        return incidents
                .silence(root)
                .filter(silence -> root.lasts())
                .map(says::trouble)
                .orElseGet(() -> says.trouble(root, incidents.alert(root).orElse(null)));
    }

    private Naming naming() {
        return Naming.of(seen.inventory(), people, incidents.collectorNames());
    }

    /** @param failing whether what it is about lasts, whatever people have said */
    private static String shape(Incident incident, boolean failing) {
        boolean bad = incident.isUmbrella() ? incident.state().isLive() : failing;
        if (!bad) {
            return "up";
        }
        return switch (incident.severity()) {
            case CRITICAL -> "down";
            case WARNING -> "degraded";
        };
    }

    Whole whole(Incident incident) {
        Naming naming = naming();
        InventorySnapshot there = naming.inventory();
        List<Part> parts = seen.parts(incident, there);
        List<Part> roots = parts.stream().filter(Part::root).toList();
        Optional<Part> root = roots.stream()
                .filter(Part::lasts)
                .findFirst()
                .or(() -> roots.stream().findFirst());
        boolean failing = incidents.failing().contains(incident.id());
        List<Village> villages = naming.villages(incident.villages());
        var standing = incident.standing();
        return new Whole(
                incident,
                shape(incident, failing),
                named(incident, naming),
                incident.isUmbrella() ? "" : naming.place(incident.object()),
                incident.isUmbrella()
                        ? trouble(incident)
                        : root.map(part -> trouble(part))
                                .orElseGet(() ->
                                        words.message(failing ? "incident.trouble.down" : "incident.trouble.over")),
                says.state(incident),
                standing.acknowledged() == null
                        ? null
                        : naming.person(standing.acknowledged().who()),
                standing.assignee() == null ? null : naming.person(standing.assignee()),
                standing.waiting() == null ? null : says.waiting(standing.waiting()),
                standing.resolved() == null || standing.resolved().who() == null
                        ? null
                        : naming.person(standing.resolved().who()),
                says.cause(incident.guess()),
                evidence(root, there, naming),
                villages,
                villages.stream().mapToLong(Village::people).sum(),
                ended(parts),
                children(parts, true, naming),
                children(parts, false, naming),
                seen.beyond(incident, there),
                lines(incident, naming),
                seen.messages(incident),
                incidents.photos(incident),
                workers(incident));
    }

    /** Of the root that the head speaks of. */
    private List<Fact> evidence(Optional<Part> root, InventorySnapshot there, Naming naming) {
        return root.flatMap(incidents::outage)
                .flatMap(outage -> outage.seenIn(there))
                .map(Outage::evidence)
                .map(evidence -> Fact.of(evidence, naming::nameOfId))
                .orElse(List.of());
    }

    /** When the last root recovered; null while one lasts. */
    private static @Nullable Instant ended(List<Part> parts) {
        return parts.stream().filter(Part::root).noneMatch(Part::lasts)
                ? parts.stream()
                        .filter(Part::root)
                        .map(Part::endedAt)
                        .filter(java.util.Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    /** Those that last first. */
    private List<Child> children(List<Part> parts, boolean roots, Naming naming) {
        return parts.stream()
                .filter(part -> part.root() == roots)
                .sorted(Comparator.comparing(part -> !part.lasts()))
                .map(part -> child(part, naming))
                .toList();
    }

    private Child child(Part part, Naming naming) {
        boolean service = part.object().kind() == ObjectRef.Kind.SERVICE;
        String state =
                !part.lasts() ? "back" : service ? "stopped" : part.kind().code();
        String shape = switch (state) {
            case "back" -> "up";
            case "hidden" -> "masked";
            case "alert" -> "degraded";
            default -> "down";
        };
        Instant ended = part.endedAt();
        return new Child(
                part,
                named(part.object(), naming),
                naming.place(part.object()),
                state,
                shape,
                ended == null ? null : Duration.between(part.beganAt(), ended));
    }

    private List<Line> lines(Incident incident, Naming naming) {
        return incidents.timeline(incident).stream()
                .map(entry -> line(entry, naming))
                .toList();
    }

    private Line line(Entry entry, Naming naming) {
        String number = entry.fact("number");
        return new Line(
                entry.at(),
                entry.kind().code(),
                naming.person(entry.actor()),
                says.line(entry, naming),
                number == null ? "" : "/su-co/" + number);
    }

    /** What was done since somebody looked. @param version that was seen */
    List<Line> since(Incident incident, int version) {
        Naming naming = naming();
        return incidents.timeline(incident).stream()
                .filter(entry -> entry.version() > version)
                .map(entry -> line(entry, naming))
                .toList();
    }

    private List<Person> workers(Incident incident) {
        return people.all().stream()
                .filter(person -> IncidentDesk.mayWork(person, incident))
                .sorted(Comparator.comparing(person -> Words.plain(person.displayName())))
                .toList();
    }
}
