package io.langsong.incident;

import io.langsong.access.Person;
import io.langsong.incident.EscalationTable.Escalating;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Policy;
import io.langsong.oncall.Policy.Due;
import io.langsong.outage.ObjectRef;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells people of incidents that nobody takes, level by level of the policy that is meant for them, and those who were told that it
 * is over. Which level was told is written in the transaction that posts the message, so each is told once, also after a restart or
 * a stop at any step. What comes together for one person is one message. In planned time nobody is called.
 */
class Escalation {
    private static final Logger log = LoggerFactory.getLogger(Escalation.class);

    private final Books books;
    private final EscalationTable table;
    private final OnCall onCall;
    private final PlannedOutages planned;
    private final Supplier<InventorySnapshot> inventory;
    private final Outbox outbox;
    private final EscalationWords words;
    private final TransactionOperations transactions;
    private final Clock clock;

    /** @param transactions refuse when another server has taken over */
    Escalation(
            Books books,
            EscalationTable table,
            OnCall onCall,
            PlannedOutages planned,
            Supplier<InventorySnapshot> inventory,
            Outbox outbox,
            EscalationWords words,
            TransactionOperations transactions,
            Clock clock) {
        this.books = books;
        this.table = table;
        this.onCall = onCall;
        this.planned = planned;
        this.inventory = inventory;
        this.outbox = outbox;
        this.words = words;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** An incident of which somebody is told. @param level of its policy, from 0 on */
    record Call(Incident incident, int round, int level) {}

    @EventListener
    void on(IncidentOpened event) {
        begin(event.incident());
    }

    /** Whoever was called and does not know that it was over goes on with it: nobody is called anew. */
    @EventListener
    void on(IncidentReopened event) {
        if (!table.goesOn(event.incident().id())) {
            begin(event.incident());
        }
    }

    @EventListener
    void on(IncidentLeftStorm event) {
        begin(event.incident());
    }

    @EventListener
    void on(IncidentGivenBack event) {
        begin(event.incident());
    }

    /** Another policy may be meant for it now. */
    @EventListener
    void on(IncidentWorsened event) {
        Incident incident = event.incident();
        String now = policy(incident).map(Policy::name).orElse(null);
        if (!Objects.equals(table.policyOf(incident.id()), now)) {
            begin(incident);
        }
    }

    private void begin(Incident incident) {
        Optional<Policy> policy = policy(incident);
        table.begin(incident.id(), incident.standing().alarmedAt(), policy.orElse(null));
    }

    private Optional<Policy> policy(Incident incident) {
        return onCall.policy(new Policy.Opening(
                severity(incident),
                incident.villages(),
                incident.isUmbrella() ? Set.of() : powerAreas(incident.object()),
                incident.standing().alarmedAt()));
    }

    private static io.langsong.oncall.Severity severity(Incident incident) {
        return switch (incident.severity()) {
            case CRITICAL -> io.langsong.oncall.Severity.URGENT;
            case WARNING -> io.langsong.oncall.Severity.MEDIUM;
        };
    }

    private Set<PowerAreaId> powerAreas(ObjectRef object) {
        InventorySnapshot now = inventory.get();
        Optional<SiteId> site = object.kind() == ObjectRef.Kind.DEVICE
                ? now.device(new DeviceId(object.id())).map(Device::site)
                : Optional.empty();
        return site.flatMap(now::site).map(Site::powerArea).map(Set::of).orElse(Set.of());
    }

    /** Tells what is due. One thread. */
    void advance() {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.instant();
            tellOver(now);
            tellDue(now);
        });
    }

    private void tellDue(Instant now) {
        Map<String, List<Call>> byPerson = new LinkedHashMap<>();
        for (Escalating one : table.waiting()) {
            books.incidents
                    .find(one.incident())
                    .filter(incident -> incident.isUmbrella() || !planned.isPlanned(incident.object(), now))
                    .ifPresent(incident -> call(one, incident, now, byPerson));
        }
        post(byPerson, "call", (key, calls) -> words.calls(key, calls, inventory.get()));
    }

    private void call(Escalating one, Incident incident, Instant now, Map<String, List<Call>> byPerson) {
        Policy policy = one.policy();
        Set<Integer> told = table.told(one.incident(), one.round());
        if (policy == null) {
            if (told.isEmpty() && !onCall.policies().isEmpty()) {
                // Once, so that it is seen that none of them is meant for it.
                tell(one, incident, 0, now, Set.of());
            }
            return;
        }
        int last = -1;
        for (Due due : policy.due(one.alarmedAt(), null, now)) {
            last = due.number();
        }
        for (int level = 0; level <= last && level < policy.levels().size(); level++) {
            if (told.contains(level)) {
                continue;
            }
            Set<String> people = onCall.people(policy.levels().get(level), now).stream()
                    .filter(person -> IncidentDesk.sees(person, incident))
                    .map(Person::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            tell(one, incident, level, now, people);
            Call call = new Call(incident, one.round(), level);
            people.forEach(name ->
                    byPerson.computeIfAbsent(name, unused -> new ArrayList<>()).add(call));
            if (people.isEmpty()) {
                // Nobody is there to be waited for.
                last = Math.max(last, level + 1);
            }
        }
    }

    private void tell(Escalating one, Incident incident, int level, Instant now, Set<String> people) {
        table.tell(one, level, now, people);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("level", Integer.toString(level + 1));
        if (!people.isEmpty()) {
            facts.put("people", String.join(" ", people));
        }
        books.timeline.add(incident, now, null, Entry.Kind.CALLED, facts);
        if (people.isEmpty()) {
            log.warn("nobody to call incident={} level={}", incident.number(), level + 1);
        }
    }

    private void tellOver(Instant now) {
        Map<String, List<Call>> byPerson = new LinkedHashMap<>();
        boolean storm = books.storms.running().isPresent();
        for (long id : table.over(now)) {
            Incident incident = books.incidents.find(id).orElseThrow();
            table.overTold(id, now);
            // What goes on as another is not over; in a storm the digest tells it.
            if (incident.mergedInto() == null && !(storm && incident.storm() != null)) {
                Call call = new Call(incident, incident.version(), 0);
                table.people(id)
                        .forEach(name -> byPerson.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(call));
            }
        }
        post(byPerson, "over", (key, calls) -> words.over(key, calls, inventory.get()));
    }

    private interface Wrote {
        Message message(String key, List<Call> calls);
    }

    /** Who is told the same gets the same message. */
    private void post(Map<String, List<Call>> byPerson, String what, Wrote wrote) {
        Map<List<Call>, Set<String>> people = new LinkedHashMap<>();
        byPerson.forEach((name, calls) ->
                people.computeIfAbsent(calls, unused -> new LinkedHashSet<>()).add(name));
        people.forEach((calls, names) -> {
            Call first = calls.get(0);
            String key = String.join(
                    "-",
                    what,
                    first.incident().number().toString(),
                    Integer.toString(first.round()),
                    Integer.toString(first.level()),
                    Integer.toString(calls.size()),
                    names.iterator().next());
            outbox.post(wrote.message(key, calls).with(severity(what, calls)), names);
            calls.forEach(call -> books.timeline.told(call.incident().id(), key));
        });
    }

    private static io.langsong.notification.Severity severity(String what, List<Call> calls) {
        boolean critical =
                calls.stream().anyMatch(call -> call.incident().severity() == io.langsong.alert.Severity.CRITICAL);
        return critical && what.equals("call")
                ? io.langsong.notification.Severity.CRITICAL
                : io.langsong.notification.Severity.WARNING;
    }
}
