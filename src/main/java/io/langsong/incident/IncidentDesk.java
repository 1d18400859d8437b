package io.langsong.incident;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import io.langsong.access.Role;
import io.langsong.access.Typed;
import io.langsong.incident.Entry.Kind;
import io.langsong.incident.State.Step;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Picture;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Outage.Cause;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What people do about incidents. Each action is one transaction: where the incident stands, the line of its timeline, the audit
 * trail. Where {@code seen} is given, the version that the action was made from, it is refused when the incident was changed
 * meanwhile. Any thread.
 */
public class IncidentDesk {
    private static final int MOST_PHOTOS = 30;

    private final Books books;
    private final TransactionOperations transactions;
    private final Supplier<InventorySnapshot> inventory;
    private final People people;
    private final AuditTrail audit;
    private final Correcting correcting;
    private final Clock clock;

    IncidentDesk(
            Books books,
            TransactionOperations transactions,
            Supplier<InventorySnapshot> inventory,
            People people,
            AuditTrail audit,
            Correcting correcting,
            Clock clock) {
        this.books = books;
        this.transactions = transactions;
        this.inventory = inventory;
        this.people = people;
        this.audit = audit;
        this.correcting = correcting;
        this.clock = clock;
    }

    /** Takes what a person says of an outage's cause. In the caller's transaction. */
    interface Correcting {
        void correct(long outage, Cause cause, String reason, String by);
    }

    /** Who does what to which incident. @param seen null: whatever it is now */
    public record Hand(IncidentNumber number, @Nullable Integer seen, String by) {}

    /** Makes it one's own, also when it was somebody else's. */
    public Incident acknowledge(Hand hand) {
        return change(hand, (incident, now) -> {
            Standing.By before = incident.standing().acknowledged();
            String from = before == null ? null : before.who();
            Incident taken = write(
                    hand,
                    incident,
                    incident.standing().acknowledge(hand.by(), now),
                    now,
                    Kind.ACKNOWLEDGED,
                    facts("from", from));
            audit(hand, "acknowledge", new Change("owner", from, hand.by()));
            books.events.publishEvent(new IncidentAcknowledged(taken));
            return taken;
        });
    }

    public Incident giveBack(Hand hand) {
        return change(hand, (incident, now) -> {
            Standing next = incident.standing().giveBack(now);
            Standing.By before = Objects.requireNonNull(incident.standing().acknowledged());
            Incident free = write(hand, incident, next, now, Kind.GIVEN_BACK, facts("from", before.who()));
            audit(hand, "give-back", new Change("owner", before.who(), null));
            books.events.publishEvent(new IncidentGivenBack(free));
            return free;
        });
    }

    /** @param person account of somebody who may act and sees it; blank: nobody any more */
    public Incident assign(Hand hand, @Nullable String person) {
        return change(hand, (incident, now) -> {
            String before = incident.standing().assignee();
            String to = person == null || person.isBlank() ? null : worker(person, incident);
            Incident assigned = write(
                    hand,
                    incident,
                    incident.standing().assign(to),
                    now,
                    Kind.ASSIGNED,
                    facts("from", before, "to", to));
            audit(hand, "assign", new Change("assignee", before, to));
            return assigned;
        });
    }

    private String worker(String name, Incident incident) {
        return people.find(name)
                .filter(person -> mayWork(person, incident))
                .map(Person::name)
                .orElseThrow(() -> Refused.invalid(
                        "person",
                        name,
                        "incident.refused.person",
                        List.of(name),
                        "is nobody who may work on it",
                        "give the name of a technician who sees its villages"));
    }

    /** Whether an incident can be assigned to somebody. */
    public static boolean mayWork(Person person, Incident incident) {
        return person.enabled() && person.role().compareTo(Role.TECHNICIAN) >= 0 && sees(person, incident);
    }

    /** Whether an incident touches what a person may see. */
    static boolean sees(Person person, Incident incident) {
        return person.sees().isEmpty()
                || incident.villages().stream().map(VillageId::value).anyMatch(person.sees()::contains);
    }

    /** Adds a work note. It is added whatever others did meanwhile. */
    public Incident note(Hand hand, @Nullable String typed) {
        String text = Typing.note("text", typed);
        return append(hand, (incident, now) -> {
            books.timeline.add(incident, now, hand.by(), Kind.NOTE, Map.of("text", text));
            audit(hand, "note", new Change("text", null, text));
            return incident;
        });
    }

    /**
     * Adds a photo, as {@link #note} does.
     *
     * @param sent JPEG or PNG
     * @return its id
     */
    public UUID photo(Hand hand, byte[] sent, @Nullable String caption) {
        String text = Typing.line("caption", caption);
        Picture picture = Picture.redrawn(sent)
                .orElseThrow(() -> Refused.invalid(
                        "photo",
                        null,
                        "incident.refused.photo",
                        List.of(),
                        "is no JPEG or PNG picture, or too large",
                        "send a JPEG or PNG of at most 12 MB and 50 megapixels"));
        UUID id = UUID.randomUUID();
        append(hand, (incident, now) -> {
            if (books.timeline.photos(incident.id()).size() >= MOST_PHOTOS) {
                throw Refused.conflict(
                        "photo",
                        null,
                        "incident.refused.photos",
                        List.of(MOST_PHOTOS),
                        "is one too many",
                        "an incident takes %d".formatted(MOST_PHOTOS));
            }
            books.timeline.addPhoto(
                    incident.id(),
                    new Photo(id, text, picture.width(), picture.height(), hand.by(), now),
                    picture.jpeg());
            books.timeline.add(incident, now, hand.by(), Kind.PHOTO, facts("photo", id.toString(), "text", text));
            audit(hand, "photo", new Change("photo", null, id.toString()), new Change("caption", null, text));
            return incident;
        });
        return id;
    }

    /** @param on code of a {@link Waiting.For} */
    public Incident await(Hand hand, @Nullable String on, @Nullable String ticket, @Nullable String contact) {
        Waiting.For whom = Typed.choice("on", on, Waiting.For.class);
        String number = Typing.line("ticket", ticket);
        String call = Typing.line("contact", contact);
        return change(hand, (incident, now) -> {
            Standing next = incident.standing().await(new Waiting(whom, now, number, call));
            Map<String, String> facts = facts("on", whom.code(), "ticket", number, "contact", call);
            Incident waits = write(hand, incident, next, now, Kind.WAITING, facts);
            audit(
                    hand,
                    "wait",
                    new Change("on", null, whom.code()),
                    new Change("ticket", null, number),
                    new Change("contact", null, call));
            return waits;
        });
    }

    public Incident stopWaiting(Hand hand) {
        return change(hand, (incident, now) -> {
            Standing next = incident.standing().stopWaiting();
            Incident goesOn = write(hand, incident, next, now, Kind.WAITING_OVER, Map.of());
            audit(hand, "stop-waiting");
            return goesOn;
        });
    }

    /**
     * Says that it is over and what it was; of one that is over, what it was after all.
     *
     * @param cause code of a {@link Cause}
     * @param fix code of a {@link Fix}
     * @param note blank for none
     */
    public Incident resolve(Hand hand, @Nullable String cause, @Nullable String fix, @Nullable String note) {
        Cause was = Typing.cause(cause);
        Fix did = Typing.fix(fix);
        String text = Typing.lines("note", note);
        return change(hand, (incident, now) -> {
            if (incident.isUmbrella() && incident.state().isLive()) {
                throw ofStorm("ends with its storm", "end the storm");
            }
            Standing before = incident.standing();
            boolean live = before.state().isLive();
            Map<String, String> facts = facts("cause", was.code(), "fix", did.code(), "text", text);
            Incident over = write(
                    hand,
                    incident,
                    before.resolve(hand.by(), now, was, did),
                    now,
                    live ? Kind.RESOLVED : Kind.CORRECTED,
                    facts);
            audit(
                    hand,
                    live ? "resolve" : "correct",
                    new Change(
                            "cause",
                            before.cause() == null ? null : before.cause().code(),
                            was.code()),
                    new Change("fix", before.fix() == null ? null : before.fix().code(), did.code()),
                    new Change("note", null, text));
            if (was != Cause.UNKNOWN) {
                String reason = over.number() + (text == null ? "" : ": " + text);
                books.parts.of(over.id()).stream()
                        .filter(part -> part.root() && part.kind() == Part.Kind.DOWN)
                        .forEach(part -> correcting.correct(part.sourceId(), was, reason, hand.by()));
            }
            if (live) {
                books.events.publishEvent(new IncidentResolved(over));
            }
            return over;
        });
    }

    /** @param why blank for nothing said */
    public Incident reopen(Hand hand, @Nullable String why) {
        String text = Typing.lines("note", why);
        return change(hand, (incident, now) -> {
            if (incident.isUmbrella()) {
                throw ofStorm("ended with its storm", "begin another storm");
            }
            Incident again =
                    write(hand, incident, incident.standing().reopen(now), now, Kind.REOPENED, facts("text", text));
            audit(hand, "reopen", new Change("note", null, text));
            books.events.publishEvent(new IncidentReopened(again));
            return again;
        });
    }

    /** Only when nothing that is its root lasts: what joins it would never be seen. */
    public Incident close(Hand hand) {
        return change(hand, (incident, now) -> {
            Standing next = incident.standing().close(now);
            if (books.parts.of(incident.id()).stream().anyMatch(part -> part.root() && part.lasts())) {
                throw Refused.conflict(
                        "state",
                        incident.state().code(),
                        "incident.refused.still-out",
                        List.of(),
                        "is said while its root is still out",
                        "wait until that is back, or merge it into another");
            }
            Incident closed = write(hand, incident, next, now, Kind.CLOSED, Map.of());
            audit(hand, "close");
            return closed;
        });
    }

    /** Lets another incident go on in its place, with all that belongs to it. @return the one that goes on */
    public Incident merge(Hand hand, IncidentNumber into) {
        return change(hand, (incident, now) -> {
            incident.standing().require(Step.MERGE);
            if (incident.isUmbrella()) {
                throw ofStorm("ends with its storm", "end the storm");
            }
            Incident other = books.incidents
                    .find(into)
                    .filter(found ->
                            found.id() != incident.id() && found.state().isLive() && !found.isUmbrella())
                    .orElseThrow(() -> Refused.invalid(
                            "into",
                            into.toString(),
                            "incident.refused.into",
                            List.of(into.toString()),
                            "is no other incident that goes on",
                            "give the number of one that is open"));
            Incident going = books.merge(incident, other, books.parts.of(incident.id()), now, hand.by());
            audit(hand, "merge", new Change("into", null, into.toString()));
            return going;
        });
    }

    /**
     * Makes a part an incident of its own.
     *
     * @param slug as {@link Part#slug}
     * @return the new one
     */
    public Incident split(Hand hand, String slug) {
        return change(hand, (incident, now) -> {
            incident.standing().require(Step.SPLIT);
            List<Part> parts = books.parts.of(incident.id());
            Part part = parts.stream()
                    .filter(one -> one.slug().equals(slug) && one.lasts())
                    .filter(one -> !one.root()
                            || parts.stream().anyMatch(other -> other != one && other.root() && other.lasts()))
                    .findFirst()
                    .orElseThrow(() -> Refused.invalid(
                            "part",
                            slug,
                            "incident.refused.part",
                            List.of(),
                            "is nothing that can go on by itself",
                            "give a part that lasts and is not the only root"));
            Incident own = books.incidents.open(part.object(), incident.severity(), part.beganAt(), now, Cause.UNKNOWN);
            books.parts.put(Books.moved(part, own.id(), true));
            books.unstable.move(part.object(), own.id());
            own = own.touching(Villages.behind(part.object(), inventory.get()));
            books.incidents.touch(own);
            String object = part.object().toString();
            books.timeline.add(
                    incident,
                    now,
                    hand.by(),
                    Kind.SPLIT_OFF,
                    facts("number", own.number().toString(), "objects", object));
            books.timeline.add(
                    own,
                    now,
                    hand.by(),
                    Kind.SPLIT_FROM,
                    facts("number", incident.number().toString(), "objects", object));
            audit(hand, "split", new Change("part", object, own.number().toString()));
            books.events.publishEvent(new IncidentOpened(own));
            return own;
        });
    }

    private static Refused ofStorm(String what, String remedy) {
        return Refused.conflict("state", null, "incident.refused.of-storm", List.of(), what, remedy);
    }

    private interface Work {
        Incident in(Incident incident, Instant now);
    }

    private Incident write(
            Hand hand, Incident incident, Standing next, Instant now, Kind kind, Map<String, String> facts) {
        return books.write(incident, next, now, hand.by(), kind, facts);
    }

    private Incident change(Hand hand, Work work) {
        return append(hand, (incident, now) -> {
            if (hand.seen() != null && hand.seen() != incident.version()) {
                throw Refused.changed(
                        "incident.refused.changed-meanwhile",
                        "number",
                        hand.number().toString());
            }
            return work.in(incident, now);
        });
    }

    private Incident append(Hand hand, Work work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            books.incidents.lock();
            Incident incident = books.incidents
                    .find(hand.number())
                    .orElseThrow(() -> missing(hand.number().toString()));
            return work.in(incident, clock.instant());
        }));
    }

    /** There is no incident of that number, or none that may be seen. */
    public static Refused missing(String number) {
        return Refused.missing("incident.refused.missing", "number", number);
    }

    private void audit(Hand hand, String what, Change... changes) {
        List<Change> told = new ArrayList<>();
        for (Change change : changes) {
            if (change.old() != null || change.now() != null) {
                told.add(change);
            }
        }
        audit.record("incident." + what, "incident:" + hand.number(), told);
    }

    /** @param namesAndValues what is null is left out */
    private static Map<String, String> facts(@Nullable String... namesAndValues) {
        Map<String, String> facts = new HashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            String name = namesAndValues[at];
            String value = namesAndValues[at + 1];
            if (name != null && value != null) {
                facts.put(name, value);
            }
        }
        return facts;
    }
}
