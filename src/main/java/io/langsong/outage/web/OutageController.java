package io.langsong.outage.web;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.Bound;
import io.langsong.outage.CauseDesk;
import io.langsong.outage.Correction;
import io.langsong.outage.Corrections;
import io.langsong.outage.Corrections.MachineGuess;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
class OutageController {
    /** What is shown when no window is asked for. */
    private static final Duration WINDOW = Duration.ofDays(31);

    /** As root: something above that who asks may not see. */
    private static final String UNSEEN = "unseen";

    private static final String OBJECT_REMEDY = "write device:ID, link:ID, service:ID or ID alone";

    /** As all ids of the inventory are. */
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");

    private final Outages outages;
    private final Corrections corrections;
    private final CauseDesk desk;
    private final SeenInventory seen;
    private final Clock clock;

    OutageController(Outages outages, Corrections corrections, CauseDesk desk, SeenInventory seen, Clock clock) {
        this.outages = outages;
        this.corrections = corrections;
        this.desk = desk;
        this.seen = seen;
        this.clock = clock;
    }

    /** Outages that touch the window, newest first. */
    @ApiCall("Outages that touch the window, newest first.")
    @GetMapping("/api/v1/outages")
    List<OutageJson> between(
            @RequestParam(required = false) @ApiValue("left out: 31 days before to") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("left out: now") @Nullable OffsetDateTime to,
            @RequestParam(required = false) @ApiValue("device:ID, link:ID, service:ID or an id alone") @Nullable
                    String object) {
        Instant until = to == null ? clock.instant() : to.toInstant();
        Instant since = from == null ? until.minus(WINDOW) : from.toInstant();
        if (!since.isBefore(until)) {
            throw RequestRefused.wrong(
                    "from",
                    String.valueOf(from),
                    "is not before to",
                    "give an earlier one, or a later to; without to it is now");
        }
        InventorySnapshot inventory = seen.snapshot();
        return refs(object).stream()
                .flatMap(one -> outages.between(since, until, one).stream())
                .flatMap(outage -> outage.seenIn(inventory).stream())
                .map(this::json)
                .toList();
    }

    @ApiCall("One outage.")
    @GetMapping("/api/v1/outages/{id}")
    OutageJson one(@PathVariable long id) {
        return json(seen(id));
    }

    /** What may be sent to correct a cause. */
    record CauseSent(
            @ApiValue("POWER, DEVICE, LINK, UPSTREAM, PLANNED, UNKNOWN, CONFIGURATION, PROVIDER or DISASTER")
            String cause,

            @ApiValue("how you know, at most 500 characters")
            String reason) {}

    @ApiCall("What people said of the cause of an outage, the newest first, and what the machine thinks.")
    @GetMapping("/api/v1/outages/{id}/cause")
    CauseJson cause(@PathVariable long id) {
        return json(seen(id), corrections.of(id));
    }

    @ApiCall(
            value =
                    "Says what the cause of an outage was; what was said before, and the machine's guess, stay beside it.",
            body = CauseSent.class)
    @PostMapping("/api/v1/outages/{id}/cause")
    CauseJson correct(@PathVariable long id, @RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, CauseSent.class);
        SignedIn who = SignedIn.current();
        Outage now = desk.correct(
                seen(id), body.text("cause"), body.text("reason"), who == null ? AuditTrail.NOBODY : who.name());
        return json(now, corrections.of(id));
    }

    private Outage seen(long id) {
        return outages.find(id)
                .flatMap(outage -> outage.seenIn(seen.snapshot()))
                .orElseThrow(() -> unknown(id));
    }

    private static RequestRefused unknown(long id) {
        return RequestRefused.unknown(
                "id", Long.toString(id), "is not the id of an outage", "GET /api/v1/outages lists them");
    }

    private CauseJson json(Outage outage, List<Correction> said) {
        MachineGuess guess =
                corrections.guess(outage.id()).orElseGet(() -> new MachineGuess(outage.cause(), outage.confidence()));
        return new CauseJson(
                outage.cause().name(),
                outage.confidence().name(),
                guess.cause().name(),
                guess.confidence().name(),
                said.stream()
                        .map(one -> new CorrectionJson(one.cause().name(), one.reason(), one.by(), one.at()))
                        .toList());
    }

    /**
     * @param confidence {@code SAID} of a person's word
     * @param guess of the machine
     */
    record CauseJson(
            String cause, String confidence, String guess, String guessConfidence, List<CorrectionJson> corrections) {}

    /** As {@link Correction}. */
    record CorrectionJson(String cause, String reason, String by, Instant at) {}

    /** {@code kind:id}, or an id alone, which may be that of a device, a link or a service. */
    private static List<@Nullable ObjectRef> refs(@Nullable String object) {
        if (object == null) {
            return Arrays.asList((ObjectRef) null);
        }
        if (!ID.matcher(object.substring(object.indexOf(':') + 1)).matches()) {
            throw RequestRefused.wrong("object", object, "is no id", OBJECT_REMEDY);
        }
        if (object.contains(":")) {
            try {
                return Arrays.asList(ObjectRef.parse(object));
            } catch (IllegalArgumentException wrong) {
                throw RequestRefused.wrong("object", object, "is of no kind that has outages", OBJECT_REMEDY);
            }
        }
        return Arrays.stream(ObjectRef.Kind.values())
                .<@Nullable ObjectRef>map(kind -> new ObjectRef(kind, object))
                .toList();
    }

    private OutageJson json(Outage outage) {
        Bound to = outage.to();
        return new OutageJson(
                outage.id(),
                outage.object().toString(),
                outage.condition().name(),
                outage.root().equals(ObjectRef.UNSEEN) ? UNSEEN : outage.root().toString(),
                json(outage.from()),
                to == null ? null : json(to),
                outage.cause().name(),
                outage.confidence().name(),
                outage.evidence().stream()
                        .map(one -> new EvidenceJson(one.kind(), one.at(), one.detail()))
                        .toList());
    }

    private BoundJson json(Bound bound) {
        return new BoundJson(bound.best(), bound.earliest(), bound.latest());
    }

    record OutageJson(
            long id,
            String object,
            String condition,
            String root,
            BoundJson from,
            @Nullable BoundJson to,
            String cause,

            @ApiValue("NONE of a cause that is not known, POSSIBLE, LIKELY, CERTAIN, or SAID by a person")
            String confidence,

            List<EvidenceJson> evidence) {}

    record BoundJson(Instant best, Instant earliest, Instant latest) {}

    /** As {@link Evidence}. */
    record EvidenceJson(String kind, Instant at, String detail) {}
}
