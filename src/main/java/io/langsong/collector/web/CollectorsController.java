package io.langsong.collector.web;

import io.langsong.collector.Collector;
import io.langsong.collector.Collector.Certificate;
import io.langsong.collector.CollectorId;
import io.langsong.collector.CollectorPace;
import io.langsong.collector.CollectorState;
import io.langsong.collector.CollectorStates;
import io.langsong.collector.CollectorWish;
import io.langsong.collector.Collectors;
import io.langsong.collector.CollectorsProperties;
import io.langsong.collector.Enrolment;
import io.langsong.collector.Roster.Presence;
import io.langsong.collector.WaitingToken;
import io.langsong.collector.wire.Message.Figures;
import io.langsong.inventory.Ids;
import io.langsong.inventory.SiteId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Collectors, for programs of administrators. */
@RestController
@RequestMapping(path = "/api/v1/collectors", produces = "application/json")
class CollectorsController {
    private final Collectors collectors;
    private final CollectorStates states;
    private final Enrolment enrolment;
    private final CollectorsProperties settings;

    CollectorsController(
            Collectors collectors, CollectorStates states, Enrolment enrolment, CollectorsProperties settings) {
        this.collectors = collectors;
        this.states = states;
        this.enrolment = enrolment;
        this.settings = settings;
    }

    /** What it said of itself last. */
    record CollectorFiguresJson(
            Instant at,
            @ApiValue("batches on its disk") long waiting,
            long waitingOctets,

            @ApiValue("when the oldest of these was collected") @Nullable
            Instant oldestAt,

            @ApiValue("polls since its start") long polled,
            long heapUsed,
            long heapMost,
            long diskFree,

            @ApiValue("batches that it had to drop since its start")
            long lostBatches,

            @ApiValue("samples that the line could not carry")
            long lostSamples,

            @ApiValue("traps and syslog messages that came faster than they may")
            long lostDatagrams) {
        static CollectorFiguresJson of(Presence presence, Instant at, Figures figures) {
            return new CollectorFiguresJson(
                    at,
                    figures.waiting(),
                    figures.waitingOctets(),
                    presence.oldestAt(),
                    figures.polled(),
                    figures.heapUsed(),
                    figures.heapMost(),
                    figures.diskFree(),
                    figures.lost() == null ? 0 : figures.lost().batches(),
                    figures.lost() == null ? 0 : figures.lost().samples(),
                    figures.lost() == null ? 0 : figures.lost().datagrams());
        }
    }

    /** @param clockOffsetSeconds its wall clock less the server's */
    record CollectorPresenceJson(
            @ApiValue("address that it came from") String from,
            @ApiValue("when its process began") Instant startedAt,
            double clockOffsetSeconds,
            @Nullable CollectorFiguresJson figures) {
        static CollectorPresenceJson of(Presence presence) {
            Figures figures = presence.figures();
            Instant at = presence.figuresAt();
            return new CollectorPresenceJson(
                    presence.from(),
                    presence.startedAt(),
                    presence.clockOffset().toMillis() / 1000.0,
                    figures == null || at == null ? null : CollectorFiguresJson.of(presence, at, figures));
        }
    }

    record CollectorJson(
            String id,
            int version,
            String name,
            List<String> sites,
            @ApiValue("ids of those that it asks") List<String> devices,
            @Nullable Integer intervalSeconds,
            @Nullable Integer timeoutMillis,
            @Nullable Integer retries,
            @Nullable Integer budgetKbit,
            @Nullable Integer deviceBudgetKbit,
            int spoolMegabytes,

            @ApiValue(choices = {"never-seen", "connected", "away", "lost"})
            String state,

            @ApiValue("when it was welcomed; else when it was heard last") @Nullable
            Instant since,

            @Nullable Instant heardAt,
            @Nullable String software,
            @Nullable Instant certificateUntil,

            @ApiValue("of a token that was issued and not used") @Nullable
            Instant tokenUntil,

            @ApiValue("when two processes with its certificate took turns last") @Nullable
            Instant twinSeenAt,

            @Nullable CollectorPresenceJson presence) {}

    private CollectorJson json(Collector one, @Nullable WaitingToken waiting) {
        CollectorState state = states.of(one);
        CollectorPace pace = one.pace();
        Certificate certificate = one.certificate();
        return new CollectorJson(
                one.id().value(),
                one.version(),
                one.name(),
                one.sites().stream().map(SiteId::value).sorted().toList(),
                collectors.devicesOf(one).stream()
                        .map(device -> device.id().value())
                        .toList(),
                pace.interval() == null ? null : (Integer) (int) pace.interval().toSeconds(),
                pace.timeout() == null ? null : (Integer) (int) pace.timeout().toMillis(),
                pace.retries(),
                pace.budget() == null ? null : (Integer) (int) (pace.budget() / 1000),
                pace.deviceBudget() == null ? null : (Integer) (int) (pace.deviceBudget() / 1000),
                (int) pace.spool().toMegabytes(),
                state.kind().code(),
                state.since(),
                state.heardAt(),
                one.software(),
                certificate == null ? null : certificate.until(),
                waiting == null ? null : waiting.expiresAt(),
                state.twinSeenAt(),
                state.presence() == null ? null : CollectorPresenceJson.of(state.presence()));
    }

    /** What may be sent. */
    record CollectorSent(
            @ApiValue("made of the name when it is left out; can not be changed") @Nullable
            String id,

            String name,

            @ApiValue("ids; a site has one collector at most")
            List<String> sites,

            @ApiValue(value = "left out: as the server", least = 1, most = 3600) @Nullable
            Integer intervalSeconds,

            @ApiValue(value = "left out: as the server", least = 50, most = 30000) @Nullable
            Integer timeoutMillis,

            @ApiValue(value = "left out: as the server", least = 0, most = 5) @Nullable
            Integer retries,

            @ApiValue(value = "kilobits a second that it may send; left out: no limit", least = 8, most = 1000000)
            @Nullable
            Integer budgetKbit,

            @ApiValue(
                    value = "kilobits a second that the polls of one device may take; left out: no limit",
                    least = 1,
                    most = 1000000)
            @Nullable
            Integer deviceBudgetKbit,

            @ApiValue(value = "may wait on its disk; left out: 256", least = 8, most = 65536) @Nullable
            Integer spoolMegabytes) {}

    private static CollectorWish wish(JsonFields sent) {
        return new CollectorWish(
                sent.text("name"),
                sent.texts("sites"),
                sent.number("intervalSeconds"),
                sent.number("timeoutMillis"),
                sent.number("retries"),
                sent.number("budgetKbit"),
                sent.number("deviceBudgetKbit"),
                sent.number("spoolMegabytes"));
    }

    /** @param command what is typed at the site */
    record CollectorTokenJson(String token, Instant expiresAt, String command) {}

    @ApiCall("All collectors, by name.")
    @GetMapping
    List<CollectorJson> list() {
        Map<CollectorId, WaitingToken> waiting = enrolment.waitingTokens();
        return collectors.all().stream()
                .map(one -> json(one, waiting.get(one.id())))
                .toList();
    }

    @ApiCall(
            value = "Adds a collector; from then on the server asks the devices of its sites no more.",
            body = CollectorSent.class,
            status = 201,
            headers = {"Location: its address", "ETag: its version"},
            problems = 409)
    @PostMapping
    ResponseEntity<CollectorJson> add(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, CollectorSent.class);
        Collector added = collectors.add(sent.text("id"), wish(sent));
        return tagged(ResponseEntity.created(URI.create("/api/v1/collectors/" + added.id())), added);
    }

    private ResponseEntity<CollectorJson> tagged(ResponseEntity.BodyBuilder answer, Collector one) {
        return answer.eTag("\"" + one.version() + "\"")
                .body(json(one, enrolment.waitingTokens().get(one.id())));
    }

    @ApiCall(value = "One collector.", headers = "ETag: its version")
    @GetMapping("/{id}")
    ResponseEntity<CollectorJson> one(@PathVariable String id) {
        return tagged(ResponseEntity.ok(), require(id));
    }

    private Collector require(String id) {
        return (Ids.isOne(id) ? collectors.find(new CollectorId(id)) : Optional.<Collector>empty())
                .orElseThrow(
                        () -> RequestRefused.unknown("id", id, "is no collector", "GET /api/v1/collectors lists them"));
    }

    @ApiCall(
            value = "Changes name, sites and pace of a collector; it is told within seconds.",
            body = CollectorSent.class,
            headers = "ETag: its version",
            problems = 409)
    @PutMapping("/{id}")
    ResponseEntity<CollectorJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        Collector before = require(id);
        JsonFields sent = JsonFields.of(json, CollectorSent.class);
        if (!id.equals(Objects.requireNonNullElse(sent.text("id"), id))) {
            throw RequestRefused.wrong("id", sent.text("id"), "is not that of the address", "leave it out");
        }
        return tagged(ResponseEntity.ok(), collectors.change(before.id(), wish(sent), EntityTag.version(match)));
    }

    @ApiCall(value = "Takes a collector away; from then on the server asks its sites.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(@PathVariable String id) {
        collectors.remove(require(id).id());
        return ResponseEntity.noContent().build();
    }

    /** The token is in this answer alone. */
    @ApiCall("Issues a token with which one process enrols as this collector; it is in this answer alone.")
    @PostMapping("/{id}/token")
    ResponseEntity<CollectorTokenJson> issueToken(@PathVariable String id, HttpServletRequest request) {
        Enrolment.Issued issued = enrolment.issueToken(
                require(id).id(), Objects.requireNonNull(SignedIn.current()).name());
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new CollectorTokenJson(
                        issued.token(),
                        issued.expiresAt(),
                        CollectLine.of(settings, request.getServerName(), issued.token())));
    }

    @ApiCall(value = "Refuses the certificate and the tokens of a collector from now on.", status = 204)
    @PostMapping("/{id}/revoke")
    ResponseEntity<Void> revoke(@PathVariable String id) {
        enrolment.revoke(require(id).id());
        return ResponseEntity.noContent().build();
    }
}
