package io.langsong.incident;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.alert.Severity;
import io.langsong.incident.Entry.Kind;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.outage.Outage.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Storms: as long as one lasts, all that is to be worked hangs under one umbrella incident, which is called and told in its place.
 * A person begins and ends it; the server only proposes. Any thread.
 */
public class Storms {
    private static final Logger log = LoggerFactory.getLogger(Storms.class);

    private final Books books;
    private final TransactionOperations transactions;
    private final Supplier<InventorySnapshot> inventory;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final StormWords words;
    private final Duration digestEvery;
    private final Clock clock;

    Storms(
            Books books,
            TransactionOperations transactions,
            Supplier<InventorySnapshot> inventory,
            AuditTrail audit,
            Outbox outbox,
            StormWords words,
            Duration digestEvery,
            Clock clock) {
        this.books = books;
        this.transactions = transactions;
        this.inventory = inventory;
        this.audit = audit;
        this.outbox = outbox;
        this.words = words;
        this.digestEvery = digestEvery;
        this.clock = clock;
    }

    public Optional<Storm> running() {
        return books.storms.running();
    }

    /** The umbrella of the one that runs. */
    public Optional<Incident> umbrella() {
        return running().flatMap(storm -> books.incidents.find(storm.umbrella()));
    }

    /** That of an umbrella. */
    public Optional<Storm> of(Incident umbrella) {
        return books.storms.of(umbrella.id());
    }

    public Optional<Storm.Proposal> proposal(Storm.Proposal.Kind kind) {
        return books.storms.proposals().stream()
                .filter(proposal -> proposal.kind() == kind)
                .findFirst();
    }

    /** How often people are told what is new. */
    public Duration digestEvery() {
        return digestEvery;
    }

    /**
     * What hangs under an umbrella, those with most people first; what is over too.
     *
     * @param there the inventory as far as it is seen: of the rest nobody is counted
     */
    public List<Task> tasks(Incident umbrella, InventorySnapshot there) {
        return tasks(books, umbrella.id(), there);
    }

    List<Task> tasks(Incident umbrella) {
        return tasks(umbrella, inventory.get());
    }

    static List<Task> tasks(Books books, long umbrella, InventorySnapshot inventory) {
        return tasks(books, books.incidents.under(umbrella), inventory);
    }

    private static List<Task> tasks(Books books, List<Incident> incidents, InventorySnapshot inventory) {
        Map<Long, List<Part>> lasting = books.parts.open().stream().collect(Collectors.groupingBy(Part::incident));
        return incidents.stream()
                .map(incident -> Task.of(incident, lasting.getOrDefault(incident.id(), List.of()), inventory))
                .sorted(Task.BY_PEOPLE)
                .toList();
    }

    /** Those that are still to be worked. */
    static List<Task> live(List<Task> tasks) {
        return tasks.stream().filter(task -> task.incident().state().isLive()).toList();
    }

    /** @return the umbrella */
    public Incident begin(String by) {
        return Objects.requireNonNull(transactions.execute(status -> {
            books.incidents.lock();
            if (books.storms.running().isPresent()) {
                throw Refused.conflict(
                        "storm",
                        null,
                        "incident.refused.storm-runs-already",
                        List.of(),
                        "lasts already",
                        "look at its umbrella");
            }
            List<Task> live = tasks(books, books.incidents.live(), inventory.get());
            if (live.isEmpty()) {
                throw Refused.conflict(
                        "storm",
                        null,
                        "incident.refused.storm-of-nothing",
                        List.of(),
                        "needs an incident that is open",
                        "begin it when there is one");
            }
            return begin(live, by, clock.instant());
        }));
    }

    private Incident begin(List<Task> live, String by, Instant now) {
        Instant began = live.stream()
                .map(task -> task.incident().beganAt())
                .min(Instant::compareTo)
                .orElse(now);
        Incident opened =
                books.incidents.open(live.get(0).incident().object(), Severity.CRITICAL, began, now, Cause.UNKNOWN);
        books.incidents.touch(opened.touching(villages(live)));
        Set<Long> down = live.stream().map(task -> task.incident().id()).collect(Collectors.toSet());
        Storm storm = books.storms.begin(opened.id(), by, now, down, now.plus(digestEvery));
        books.incidents.gather(storm.id());
        withdraw(now);
        Incident umbrella = books.incidents.find(opened.id()).orElseThrow();
        Map<String, String> count = Map.of("count", Integer.toString(live.size()));
        books.timeline.add(umbrella, now, by, Kind.STORM_BEGAN, count);
        Map<String, String> under = Map.of("number", umbrella.number().toString());
        live.forEach(task -> books.timeline.add(task.incident(), now, by, Kind.UNDER_STORM, under));
        audit(umbrella, "storm-begin", new Change("incidents", null, Integer.toString(live.size())));
        log.info("storm began number={} incidents={}", umbrella.number(), live.size());
        post(
                umbrella,
                words.began("storm-" + umbrella.number() + "-began", umbrella, live, digestEvery, inventory.get()));
        books.events.publishEvent(new IncidentOpened(umbrella));
        return umbrella;
    }

    static Set<VillageId> villages(List<Task> tasks) {
        Set<VillageId> villages = new HashSet<>();
        tasks.forEach(task -> villages.addAll(task.incident().villages()));
        return villages;
    }

    /**
     * What is still to be worked asks for somebody from now on, by itself.
     *
     * @return the umbrella, which is resolved
     */
    public Incident end(Hand hand) {
        return Objects.requireNonNull(transactions.execute(status -> {
            books.incidents.lock();
            Incident umbrella = books.incidents
                    .find(hand.number())
                    .orElseThrow(() -> IncidentDesk.missing(hand.number().toString()));
            if (hand.seen() != null && hand.seen() != umbrella.version()) {
                throw Refused.changed(
                        "incident.refused.changed-meanwhile",
                        "number",
                        hand.number().toString());
            }
            Storm storm = of(umbrella)
                    .filter(Storm::lasts)
                    .orElseThrow(() -> Refused.conflict(
                            "storm",
                            hand.number().toString(),
                            "incident.refused.no-storm",
                            List.of(),
                            "is no storm that lasts",
                            "nothing is to be done"));
            return end(umbrella, storm, hand.by(), clock.instant());
        }));
    }

    private Incident end(Incident umbrella, Storm storm, String by, Instant now) {
        List<Task> all = tasks(umbrella);
        List<Task> live = live(all);
        books.storms.end(storm.id(), by, now);
        withdraw(now);
        Map<String, String> facts = Map.of("count", Integer.toString(live.size()));
        Incident over = books.write(umbrella, umbrella.standing().recover(by, now), now, by, Kind.STORM_OVER, facts);
        audit(umbrella, "storm-end", new Change("incidents", null, Integer.toString(live.size())));
        log.info("storm ended number={} open={}", umbrella.number(), live.size());
        post(over, words.ended("storm-" + umbrella.number() + "-ended", over, storm, all, inventory.get()));
        Map<String, String> under = Map.of("number", umbrella.number().toString());
        live.forEach(task -> {
            Incident incident = task.incident();
            Incident alone = books.write(incident, incident.standing().askAgain(now), now, by, Kind.LEFT_STORM, under);
            books.events.publishEvent(new IncidentLeftStorm(alone));
        });
        books.events.publishEvent(new IncidentResolved(over));
        return over;
    }

    private void withdraw(Instant now) {
        books.storms.proposals().forEach(proposal -> books.storms.withdraw(proposal.id(), now));
    }

    private void post(Incident umbrella, Message message) {
        outbox.post(message);
        books.timeline.told(umbrella.id(), message.key());
    }

    private void audit(Incident umbrella, String what, Change change) {
        audit.record("incident." + what, "incident:" + umbrella.number(), List.of(change));
    }
}
