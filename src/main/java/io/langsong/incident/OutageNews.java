package io.langsong.incident;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides what people are told: one message for one root with all that hides behind it, one when it recovers, and a
 * digest when much happens at once. The all-clear waits until what was hidden is back too, or long enough that it should be;
 * what has not come back by then is told with it. Works in the transaction that records the outages, on its thread. An error of ours must not keep an outage
 * from being recorded: {@link #tellHeld} makes up for it.
 */
class OutageNews {
    private static final Logger log = LoggerFactory.getLogger(OutageNews.class);

    /** Roots of one transaction that are told together. */
    private static final int MANY_AT_ONCE = 5;
    /** Messages within {@link #WINDOW}; what comes on top waits for the digest. */
    private static final int MOST_MESSAGES = 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** An access point boots in one to two minutes after its power, or its switch, is back. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Supplier<List<Outage>> open;
    private final LongFunction<Optional<Outage>> find;
    private final Supplier<InventorySnapshot> inventory;
    private final BiPredicate<ObjectRef, Instant> planned;
    private final Supplier<Hush> hush;
    private final Roots roots;
    private final Outbox outbox;
    private final Composer composer;
    private final TransactionTemplate transactions;
    private final Aside aside;
    private final Clock clock;
    /** Whether something that turned was not looked at. */
    private volatile boolean behind;

    /**
     * @param open outages that last, as the running transaction sees them
     * @param find an outage of the record by its id
     * @param planned whether an object is in planned time
     * @param hush of what nobody is told by itself, as the running transaction sees it
     */
    OutageNews(
            Supplier<List<Outage>> open,
            LongFunction<Optional<Outage>> find,
            Supplier<InventorySnapshot> inventory,
            BiPredicate<ObjectRef, Instant> planned,
            Supplier<Hush> hush,
            Roots roots,
            Outbox outbox,
            Composer composer,
            TransactionTemplate transactions,
            Clock clock) {
        this.open = open;
        this.find = find;
        this.inventory = inventory;
        this.planned = planned;
        this.hush = hush;
        this.roots = roots;
        this.outbox = outbox;
        this.composer = composer;
        this.transactions = transactions;
        this.aside = new Aside(Objects.requireNonNull(transactions.getTransactionManager()));
        this.clock = clock;
    }

    @EventListener
    void on(OutageStarted event) {
        Batch.current(this, 0, this::write).started(event.outage());
    }

    @EventListener
    void on(OutageEnded event) {
        Batch.current(this, 0, this::write).ended(event.outage());
    }

    private void write(Batch batch) {
        boolean did =
                aside.did("news of outages", () -> tell(new Turned(batch.started(), batch.ended(), lasting(batch))));
        if (!did) {
            behind = true;
        }
    }

    /** What began, what is over, and all that lasts now. */
    private record Turned(List<Outage> started, List<Outage> ended, Collection<Outage> lasting) {}

    private void tell(Turned turned) {
        InventorySnapshot places = inventory.get();
        Instant now = clock.instant();
        Hush silent = hush.get();
        List<Recovery> ended = end(turned, silent, places, now);
        List<Group> started = begin(turned, silent, places, now);
        int room = room(now);
        room -= tellStarted(started, places, room, now);
        tellEnded(ended, places, room, now);
    }

    /** @return what is to be told now */
    private List<Group> begin(Turned turned, Hush silent, InventorySnapshot places, Instant now) {
        Set<ObjectRef> cameOutOfHiding = turned.ended().stream()
                .filter(outage -> outage.condition() == Condition.UNREACHABLE)
                .map(Outage::object)
                .collect(Collectors.toSet());
        List<Group> groups = Group.of(turned.started(), roots.open(), turned.lasting(), places);
        // What fails again right after it recovered may go on like that: it is told when it lasts.
        Set<ObjectRef> wasJustBack = roots.endedAfter(
                groups.stream().map(group -> group.root().object()).toList(), now.minus(PATIENCE));
        List<Group> fresh = new ArrayList<>();
        for (Group group : groups) {
            ObjectRef object = group.root().object();
            String why = silent.why(object);
            boolean waits = why == null
                    && (cameOutOfHiding.contains(object) || wasJustBack.contains(object) || planned.test(object, now));
            boolean begins = roots.begin(line(group), waits ? now.plus(PATIENCE) : null);
            if (begins && why != null) {
                roots.startTold(group.root().id(), why);
            } else if (begins && !waits) {
                fresh.add(group);
            }
        }
        return fresh;
    }

    /** Whether the record already shows what this transaction wrote or not. */
    private Collection<Outage> lasting(Batch batch) {
        Map<Long, Outage> lasting = new LinkedHashMap<>();
        open.get().forEach(outage -> lasting.put(outage.id(), outage));
        batch.started().forEach(outage -> lasting.put(outage.id(), outage));
        batch.ended().forEach(outage -> lasting.remove(outage.id()));
        return lasting.values();
    }

    private List<Recovery> end(Turned turned, Hush silent, InventorySnapshot places, Instant now) {
        Set<ObjectRef> stillOut = turned.lasting().stream().map(Outage::object).collect(Collectors.toSet());
        List<Recovery> recovered = new ArrayList<>();
        for (Outage outage : turned.ended()) {
            boolean known = roots.end(outage.id(), end(outage), now);
            String why = silent.why(outage.object());
            if (stillOut.contains(outage.object())) {
                // It goes on under another root, which is told with it; an all-clear would be false.
                roots.endTold(outage.id(), "goes-on");
            } else if (known && why != null) {
                roots.endTold(outage.id(), why);
            } else if (known) {
                recovered.add(new Recovery(outage, behind(outage.object(), turned.lasting(), places)));
            }
        }
        return recovered;
    }

    private Instant end(Outage outage) {
        Bound to = outage.to();
        return to == null ? clock.instant() : to.best();
    }

    private static List<Outage> behind(ObjectRef root, Collection<Outage> lasting, InventorySnapshot places) {
        Set<ObjectRef> hidden = new HashSet<>();
        if (root.kind() == ObjectRef.Kind.DEVICE) {
            places.allBehind(new DeviceId(root.id())).forEach(device -> hidden.add(ObjectRef.of(device)));
        }
        return lasting.stream()
                .filter(outage -> outage.object().kind() != ObjectRef.Kind.SERVICE)
                .filter(outage -> outage.root().equals(root) || hidden.contains(outage.object()))
                .toList();
    }

    private static Roots.Line line(Group group) {
        Outage root = group.root();
        return new Roots.Line(
                root.id(), root.object(), root.from().best(), group.behind().size(), null, false, null);
    }

    private Roots.Line line(Recovery recovery) {
        Outage root = recovery.root();
        return new Roots.Line(root.id(), root.object(), root.from().best(), 0, end(root), true, null);
    }

    private int room(Instant now) {
        return MOST_MESSAGES - roots.posted(now.minus(WINDOW), now);
    }

    /** @return number of messages written */
    private int tellStarted(List<Group> started, InventorySnapshot places, int room, Instant now) {
        if (started.size() >= MANY_AT_ONCE && room > 0) {
            digest(started.stream().map(OutageNews::line).toList(), List.of(), places, now);
            return 1;
        }
        List<Group> told = started.subList(0, Math.max(0, Math.min(room, started.size())));
        for (Group group : told) {
            String key = "outage-" + group.root().id() + "-started";
            post(safely(() -> composer.started(key, group, places), () -> plain(key, group.root())), now);
            roots.startTold(group.root().id(), key);
        }
        return told.size();
    }

    private void tellEnded(List<Recovery> ended, InventorySnapshot places, int room, Instant now) {
        List<Recovery> whole = new ArrayList<>();
        for (Recovery recovery : ended) {
            if (recovery.stillDown().isEmpty()) {
                whole.add(recovery);
            } else {
                roots.hold(recovery.root().id(), now.plus(PATIENCE));
            }
        }
        if (whole.size() >= MANY_AT_ONCE && room > 0) {
            digest(List.of(), whole.stream().map(this::line).toList(), places, now);
            return;
        }
        whole.subList(0, Math.max(0, Math.min(room, whole.size()))).forEach(recovery -> tell(recovery, places, now));
    }

    private void tell(Recovery recovery, InventorySnapshot places, Instant now) {
        String key = "outage-" + recovery.root().id() + "-ended";
        post(safely(() -> composer.ended(key, recovery, places), () -> plain(key, recovery.root())), now);
        roots.endTold(recovery.root().id(), key);
    }

    /** Tells what was held back, as soon as it is time and there is room for a message. Any thread. */
    void tellHeld() {
        transactions.executeWithoutResult(transaction -> {
            List<Roots.Line> held = roots.held();
            if (!held.isEmpty()) {
                tellHeld(held, open.get(), inventory.get(), clock.instant());
            }
        });
        if (behind) {
            catchUp();
        }
    }

    /** Looks at what lasts, and at what people believe to last, as far as that is not known. */
    private void catchUp() {
        behind = false;
        try {
            transactions.executeWithoutResult(transaction -> {
                List<Outage> lasting = open.get();
                List<Outage> over = roots.openOutages().stream()
                        .flatMap(id -> find.apply(id).stream())
                        .filter(outage -> outage.to() != null)
                        .toList();
                tell(new Turned(lasting, over, lasting));
            });
        } catch (RuntimeException e) {
            behind = true;
            throw e;
        }
    }

    private void tellHeld(List<Roots.Line> held, List<Outage> lasting, InventorySnapshot places, Instant now) {
        List<Recovery> recovered = new ArrayList<>();
        List<Roots.Line> started = new ArrayList<>();
        List<Roots.Line> ended = new ArrayList<>();
        Hush silent = hush.get();
        for (Roots.Line line : held) {
            boolean due = isDue(line.notBefore(), now);
            String why = silent.why(line.object());
            if (why != null) {
                keepSilent(line, why);
                continue;
            }
            if (!line.startKnown() && due && planned.test(line.object(), now)) {
                holdPlanned(line, now);
                continue;
            }
            if (!line.startKnown() && due) {
                started.add(line);
            } else if (line.startKnown()) {
                List<Outage> stillDown = behind(line.object(), lasting, places);
                if (due || stillDown.isEmpty()) {
                    ended.add(line);
                    find.apply(line.outage()).ifPresent(root -> recovered.add(new Recovery(root, stillDown)));
                }
            }
        }
        int room = room(now);
        if (room <= 0) {
            return;
        }
        if (recovered.size() == ended.size() && ended.size() < MANY_AT_ONCE && ended.size() <= room) {
            Set<Long> toldWithTheirRoot = new HashSet<>();
            recovered.forEach(
                    recovery -> toldWithTheirRoot.addAll(tellWithThoseLeftBehind(recovery, held, places, now)));
            started.removeIf(line -> toldWithTheirRoot.contains(line.outage()));
            ended = List.of();
        }
        if (!started.isEmpty() || !ended.isEmpty()) {
            digest(started, ended, places, now);
        }
    }

    private void keepSilent(Roots.Line line, String why) {
        if (!line.startKnown()) {
            roots.startTold(line.outage(), why);
        }
        if (line.ended() != null) {
            roots.endTold(line.outage(), why);
        }
    }

    /** Nobody is told of what is planned, unless it outlasts the plan. */
    private void holdPlanned(Roots.Line line, Instant now) {
        if (line.ended() == null) {
            roots.hold(line.outage(), now.plus(PATIENCE));
        } else {
            roots.startTold(line.outage(), "planned");
            roots.endTold(line.outage(), "planned");
        }
    }

    /** Nothing is held for longer than {@link #PATIENCE}, but by a clock that was ahead. */
    private static boolean isDue(@Nullable Instant notBefore, Instant now) {
        return notBefore == null || !notBefore.isAfter(now) || notBefore.isAfter(now.plus(PATIENCE));
    }

    /** @return the outages, held until now, that its message told of as well */
    private Set<Long> tellWithThoseLeftBehind(
            Recovery recovery, List<Roots.Line> held, InventorySnapshot places, Instant now) {
        tell(recovery, places, now);
        Set<Long> left = recovery.stillDown().stream().map(Outage::id).collect(Collectors.toSet());
        Set<Long> told = held.stream()
                .filter(line -> !line.startKnown())
                .map(Roots.Line::outage)
                .filter(left::contains)
                .collect(Collectors.toSet());
        told.forEach(
                outage -> roots.startTold(outage, "outage-" + recovery.root().id() + "-ended"));
        return told;
    }

    private void digest(List<Roots.Line> started, List<Roots.Line> ended, InventorySnapshot places, Instant now) {
        // A root begins once and ends once, so its id makes the key of the digest unique too.
        String key = started.isEmpty()
                ? "outages-" + ended.get(0).outage() + "-ended"
                : "outages-" + started.get(0).outage() + "-started";
        post(safely(() -> composer.digest(key, started, ended, places), () -> plain(key, started, ended)), now);
        for (Roots.Line line : started) {
            roots.startTold(line.outage(), key);
            if (line.ended() != null) {
                roots.endTold(line.outage(), key);
            }
        }
        ended.forEach(line -> roots.endTold(line.outage(), key));
    }

    private void post(Message message, Instant now) {
        outbox.post(message);
        roots.posted(message.key(), now);
    }

    /** An error in wording must neither keep an outage from being recorded nor people from being told. */
    private static Message safely(Supplier<Message> wording, Supplier<Message> plain) {
        try {
            return wording.get();
        } catch (RuntimeException e) {
            Message instead = plain.get();
            log.error("message could not be worded key={}", instead.key(), e);
            return instead;
        }
    }

    private static Message plain(String key, Outage outage) {
        return new Message(
                key,
                key + " " + outage.object(),
                outage.object() + " " + outage.condition() + " " + outage.from(),
                Map.of("outage", outage.id(), "object", outage.object().toString()));
    }

    private static Message plain(String key, List<Roots.Line> started, List<Roots.Line> ended) {
        List<String> lines = new ArrayList<>();
        started.forEach(line -> lines.add(line.object() + " DOWN " + line.began()));
        ended.forEach(line -> lines.add(line.object() + " UP " + line.ended()));
        return new Message(key, key + " " + lines.size(), String.join("\n", lines), Map.of("event", "digest"));
    }
}
