package io.langsong.discovery.web;

import io.langsong.access.AuditTrail;
import io.langsong.discovery.AcceptRefused;
import io.langsong.discovery.Choice;
import io.langsong.discovery.DiscoveryRefused;
import io.langsong.discovery.FoundRow;
import io.langsong.discovery.Scan;
import io.langsong.discovery.ScanWish;
import io.langsong.discovery.Scans;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.SnmpAccess;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import tools.jackson.databind.JsonNode;

/** Scans, for programs. */
@RestController
@RequestMapping(path = "/api/v1/discovery", produces = "application/json")
class DiscoveryController {
    private static final int LARGEST_PAGE = 1000;
    private static final int SNMP_PORT = 161;
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final Scans scans;
    private final SeenInventory inventory;
    private final AuditTrail audit;
    private final MessageSource messages;

    DiscoveryController(Scans scans, SeenInventory inventory, AuditTrail audit, MessageSource messages) {
        this.scans = scans;
        this.inventory = inventory;
        this.audit = audit;
        this.messages = messages;
    }

    /** What may be sent for a scan. */
    record ScanSent(
            @ApiValue("like 10.20.0.0/24, 10.20.1.10-60, 10.20.2.1, 2001:db8::/120; at most 65536 addresses together")
            @Nullable
            List<String> ranges,

            @Nullable List<CredentialSent> credentials,

            @ApiValue("true: those of the inventory are tried too") @Nullable
            Boolean known,

            @ApiValue(value = "datagrams a second", least = 1, most = 5000) @Nullable
            Integer rate,

            @ApiValue(value = "UDP; 161 when it is left out", least = 1, most = 65535) @Nullable
            Integer port,

            @ApiValue("true, without ranges: asks the devices of the inventory whom they see") @Nullable
            Boolean uplinks) {}

    /** Secrets are sealed where they are kept, and never given out. */
    record CredentialSent(
            @ApiValue(choices = {"1", "2c", "3"}) String version,
            @Nullable String community,
            @Nullable String user,
            @Nullable String authProtocol,
            @Nullable String authKey,
            @Nullable String privProtocol,
            @Nullable String privKey,
            @Nullable String context) {}

    /** What may be sent to accept. */
    record AcceptSent(List<ChoiceSent> choices) {}

    /** What is left out is as it was proposed. */
    record ChoiceSent(
            @ApiValue("of what was found") int number,
            @Nullable String name,
            @Nullable String site,
            @Nullable String kind,

            @ApiValue("false: without the proposed uplinks") @Nullable
            Boolean uplink,

            @ApiValue("keys of those of the proposed uplinks that are taken; all when it is left out") @Nullable
            List<String> uplinks) {}

    record AcceptedJson(int accepted) {}

    @ApiCall("All scans that are kept, newest first.")
    @GetMapping
    List<ScanJson> list() {
        inventory.requireAll();
        return scans.all().stream().map(ScanJson::of).toList();
    }

    @ApiCall(
            value = "Begins a scan, or puts it behind those that wait.",
            body = ScanSent.class,
            status = 202,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<ScanJson> begin(@RequestBody JsonNode json) {
        inventory.requireAll();
        ScanWish wish = wish(JsonFields.of(json, ScanSent.class));
        long id = scans.begin(wish, DiscoveryPages.who());
        audit.record("discovery.scan.begin", "scan:" + id, ScanForm.changes(wish));
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .location(URI.create("/api/v1/discovery/" + id))
                .body(ScanJson.of(scan(id)));
    }

    private ScanWish wish(JsonFields body) {
        boolean uplinks = body.truth("uplinks", false);
        List<String> ranges = body.texts("ranges");
        if (uplinks && !ranges.isEmpty()) {
            throw RequestRefused.wrong("uplinks", "true", "goes with no ranges", "leave one of the two out");
        }
        List<SnmpAccess> typed = new ArrayList<>();
        for (JsonNode one : body.list("credentials")) {
            typed.add(access(JsonFields.of(one, CredentialSent.class), typed.size()));
        }
        Integer rate = body.number("rate");
        Integer port = body.number("port");
        return new ScanWish(
                uplinks ? Scan.Kind.INVENTORY : Scan.Kind.RANGES,
                ranges,
                typed,
                body.truth("known", uplinks),
                rate == null ? scans.usualRate() : rate,
                port == null ? SNMP_PORT : port);
    }

    private static SnmpAccess access(JsonFields sent, int place) {
        try {
            return new SnmpAccess(
                    Objects.requireNonNullElse(sent.text("version"), ""),
                    sent.text("community"),
                    sent.text("user"),
                    sent.text("authProtocol"),
                    sent.text("authKey"),
                    sent.text("privProtocol"),
                    sent.text("privKey"),
                    sent.text("context"));
        } catch (InventoryRefused refused) {
            InventoryRefused.Problem problem = refused.problem();
            throw RequestRefused.wrong(
                    problem.field().replace("snmp.", "credentials[" + place + "]."),
                    problem.value(),
                    problem.what(),
                    problem.remedy());
        }
    }

    private Scan scan(long id) {
        return scans.find(id).orElseThrow(() -> Scans.missing(id));
    }

    /**
     * What it found comes in pages.
     *
     * @param languages sentences are in Vietnamese for who wants that first, else in English
     */
    @ApiCall(value = "One scan and a page of what it found.", headers = "X-Total-Count: how much it found")
    @GetMapping("/{id}")
    ResponseEntity<ScanResultJson> one(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") @ApiValue(value = "from 0", least = 0) int page,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = LARGEST_PAGE) int size,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        inventory.requireAll();
        if (page < 0) {
            throw RequestRefused.wrong("page", Integer.toString(page), "is not the number of a page", "count from 0");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw RequestRefused.wrong(
                    "size", Integer.toString(size), "is not the length of a page", "give 1 to " + LARGEST_PAGE);
        }
        Scan scan = scan(id);
        List<FoundRow> rows = scans.results(id);
        Locale language = language(languages);
        UnaryOperator<String> word = key -> messages.getMessage(key, null, language);
        int from = (int) Math.min((long) page * size, rows.size());
        return ResponseEntity.ok()
                .header("X-Total-Count", Integer.toString(rows.size()))
                .body(new ScanResultJson(
                        ScanJson.of(scan),
                        rows.subList(from, Math.min(from + size, rows.size())).stream()
                                .map(row -> FoundJson.of(row, word))
                                .toList()));
    }

    private static Locale language(@Nullable String languages) {
        return languages != null && languages.strip().startsWith("vi") ? VIETNAMESE : Locale.ENGLISH;
    }

    @ApiCall(value = "Ends a scan; what it found so far stays.", status = 204, problems = 409)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> cancel(@PathVariable long id) {
        inventory.requireAll();
        scan(id);
        if (!scans.cancel(id)) {
            throw RequestRefused.conflict("id", Long.toString(id), "is over", "there is nothing to end");
        }
        audit.record("discovery.scan.cancel", "scan:" + id, List.of());
        return ResponseEntity.noContent().build();
    }

    @ApiCall(
            value = "Takes what was found into the inventory: all that is chosen, or nothing.",
            body = AcceptSent.class,
            problems = 409)
    @PostMapping("/{id}/accept")
    AcceptedJson accept(@PathVariable long id, @RequestBody JsonNode json) {
        inventory.requireAll();
        List<Choice> choices = new ArrayList<>();
        for (JsonNode one : JsonFields.of(json, AcceptSent.class).list("choices")) {
            JsonFields sent = JsonFields.of(one, ChoiceSent.class);
            Integer number = sent.number("number");
            choices.add(new Choice(
                    number == null ? 0 : number,
                    sent.text("name"),
                    sent.text("site"),
                    sent.text("kind"),
                    uplinks(sent)));
        }
        return new AcceptedJson(scans.accept(id, choices, inventory::apply));
    }

    private static @Nullable Set<String> uplinks(JsonFields sent) {
        boolean some = sent.has("uplinks");
        if (!sent.truth("uplink", true)) {
            if (some) {
                throw RequestRefused.wrong("uplink", "false", "goes with no uplinks", "leave one of the two out");
            }
            return Set.of();
        }
        return some ? Set.copyOf(sent.texts("uplinks")) : null;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(DiscoveryRefused refused) {
        RequestRefused problem = switch (refused.fault()) {
            case MISSING -> RequestRefused.unknown(refused.field(), shown(refused), what(refused), remedy(refused));
            case NOT_ENDED, TOO_MANY_WAITING ->
                RequestRefused.conflict(refused.field(), refused.value(), what(refused), remedy(refused));
            default -> RequestRefused.wrong(refused.field(), refused.value(), what(refused), remedy(refused));
        };
        return ResponseEntity.status(problem.getStatusCode())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.getBody());
    }

    private static String shown(DiscoveryRefused refused) {
        return Objects.requireNonNullElse(refused.value(), "");
    }

    private static String what(DiscoveryRefused refused) {
        return refused.what(Locale.ENGLISH);
    }

    private static String remedy(DiscoveryRefused refused) {
        return refused.remedy(Locale.ENGLISH);
    }

    /** A refused row, as problem details have it. */
    record RowProblem(
            int number,
            String address,
            String column,
            @Nullable String value,
            String detail,
            String remedy) {}

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(AcceptRefused refused, WebRequest request) {
        Locale language = language(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        AcceptRefused.Problem first = refused.problems().get(0);
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "Nothing was accepted. " + first.address() + ", " + first.column() + " " + first.what(Locale.ENGLISH)
                        + "; " + first.remedy(Locale.ENGLISH));
        detail.setTitle("What was chosen can not be accepted");
        detail.setProperty(
                "errors",
                refused.problems().stream()
                        .map(one -> new RowProblem(
                                one.number(),
                                one.address(),
                                one.column(),
                                one.value(),
                                one.what(language),
                                one.remedy(language)))
                        .toList());
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }
}
