package io.langsong.incident;

import io.langsong.incident.Storm.Proposal;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.outage.ObjectRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells what is new in a storm from time to time, and proposes to begin or to end one, as long as that is right. Where it stands is
 * written in the transaction that posts the message, so each is told once, also after a stop at any step.
 */
class StormWatch {
    private static final Logger log = LoggerFactory.getLogger(StormWatch.class);
    /** What comes and goes is proposed each time, and told once in that time. */
    private static final Duration TOLD_AGAIN = Duration.ofHours(1);

    private final Books books;
    private final Supplier<InventorySnapshot> inventory;
    private final BiPredicate<ObjectRef, Instant> planned;
    private final Outbox outbox;
    private final StormWords words;
    private final Duration digestEvery;
    private final TransactionOperations transactions;
    private final Clock clock;

    /** @param transactions refuse when another server has taken over */
    StormWatch(
            Books books,
            Supplier<InventorySnapshot> inventory,
            BiPredicate<ObjectRef, Instant> planned,
            Outbox outbox,
            StormWords words,
            Duration digestEvery,
            TransactionOperations transactions,
            Clock clock) {
        this.books = books;
        this.inventory = inventory;
        this.planned = planned;
        this.outbox = outbox;
        this.words = words;
        this.digestEvery = digestEvery;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Does what is due. One thread. */
    void advance() {
        boolean calm = books.parts.lasting().isEmpty()
                && books.storms.proposals().isEmpty()
                && books.storms.running().isEmpty();
        if (calm) {
            return;
        }
        transactions.executeWithoutResult(transaction -> {
            books.incidents.lock();
            Instant now = clock.instant();
            InventorySnapshot places = inventory.get();
            Optional<Storm> storm = books.storms.running();
            storm.ifPresent(running -> follow(running, places, now));
            propose(storm, places, now);
        });
    }

    private void follow(Storm storm, InventorySnapshot places, Instant now) {
        Incident umbrella = books.incidents.find(storm.umbrella()).orElseThrow();
        List<Task> tasks = Storms.tasks(books, umbrella.id(), places);
        Set<VillageId> villages = new HashSet<>(umbrella.villages());
        if (villages.addAll(Storms.villages(tasks))) {
            umbrella = umbrella.touching(villages);
            books.incidents.touch(umbrella);
        }
        // A clock that was ahead must not silence it.
        if (!storm.nextDigestAt().isAfter(now) || storm.nextDigestAt().isAfter(now.plus(digestEvery.multipliedBy(2)))) {
            digest(storm, umbrella, tasks, places, now);
        }
    }

    private void digest(Storm storm, Incident umbrella, List<Task> tasks, InventorySnapshot places, Instant now) {
        Set<Long> down =
                Storms.live(tasks).stream().map(task -> task.incident().id()).collect(Collectors.toSet());
        StormWords.News news = StormWords.News.of(storm, tasks);
        String key = "storm-" + umbrella.number() + "-" + (storm.digests() + 1);
        outbox.post(words.digest(key, umbrella, storm, news, places));
        books.timeline.told(umbrella.id(), key);
        books.storms.digestTold(storm.id(), down, now, next(storm, now));
    }

    /** In the rhythm of the beginning; what was due while the server was off is told once. */
    private Instant next(Storm storm, Instant now) {
        long due = Math.max(0, Duration.between(storm.begunAt(), now).dividedBy(digestEvery));
        return storm.begunAt().plus(digestEvery.multipliedBy(due + 1));
    }

    private void propose(Optional<Storm> storm, InventorySnapshot places, Instant now) {
        Map<ObjectRef, Long> out = books.parts.lasting();
        Damage damage = Damage.of(out, places);
        if (storm.isEmpty() && damage.isStorm()) {
            damage = Damage.of(withoutPlanned(out, damage, now), places);
        }
        // Whoever ended one a short while ago knew what was down.
        boolean begins = storm.isEmpty() && damage.isStorm() && !books.storms.endedAfter(now.minus(TOLD_AGAIN));
        // At first there may be less than a tenth: a person began it, and knows why.
        boolean over = storm.isPresent()
                && damage.isOver()
                && !storm.get().begunAt().plus(digestEvery).isAfter(now);
        settle(Proposal.Kind.BEGIN, begins, damage, storm, now);
        settle(Proposal.Kind.END, over, damage, storm, now);
    }

    private Map<ObjectRef, Long> withoutPlanned(Map<ObjectRef, Long> out, Damage damage, Instant now) {
        Set<Long> unplanned = books.incidents.find(damage.roots()).stream()
                .filter(incident -> !planned.test(incident.object(), now))
                .map(Incident::id)
                .collect(Collectors.toSet());
        return out.entrySet().stream()
                .filter(one -> unplanned.contains(one.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void settle(Proposal.Kind kind, boolean holds, Damage damage, Optional<Storm> storm, Instant now) {
        Optional<Proposal> before = books.storms.proposals().stream()
                .filter(proposal -> proposal.kind() == kind)
                .findFirst();
        if (!holds) {
            before.ifPresent(proposal -> books.storms.withdraw(proposal.id(), now));
        } else if (before.isPresent()) {
            books.storms.count(before.get().id(), damage);
        } else {
            boolean tell = !books.storms.proposedSince(kind, now.minus(TOLD_AGAIN));
            long id = books.storms.propose(kind, damage, tell, now);
            log.info(
                    "storm proposed kind={} sitesDown={} of={} roots={}",
                    kind,
                    damage.down(),
                    damage.sites(),
                    damage.roots().size());
            if (tell) {
                tell("storm-proposal-" + id, kind, damage, storm);
            }
        }
    }

    private void tell(String key, Proposal.Kind kind, Damage damage, Optional<Storm> storm) {
        Optional<Incident> umbrella = storm.flatMap(running -> books.incidents.find(running.umbrella()));
        List<Incident> roots = books.incidents.find(damage.roots());
        Message message = words.proposal(key, kind, damage, umbrella.orElse(null), roots);
        outbox.post(message);
        umbrella.ifPresent(incident -> books.timeline.told(incident.id(), key));
    }
}
