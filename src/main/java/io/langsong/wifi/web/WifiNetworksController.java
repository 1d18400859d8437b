package io.langsong.wifi.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.provisioning.UnifiedDiff;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import io.langsong.wifi.Band;
import io.langsong.wifi.WifiNetwork;
import io.langsong.wifi.WifiNetworkWish;
import io.langsong.wifi.WifiNetworks;
import io.langsong.wifi.WifiNetworks.Look;
import io.langsong.wifi.WifiNetworks.Standing;
import io.langsong.wifi.WifiSchedule;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Wireless networks, for programs. */
@RestController
@RequestMapping(path = "/api/v1/wifi/networks", produces = "application/json")
class WifiNetworksController {
    private final WifiNetworks networks;
    private final SeenInventory inventory;
    private final Words words;

    WifiNetworksController(WifiNetworks networks, SeenInventory inventory, Words words) {
        this.networks = networks;
        this.inventory = inventory;
        this.words = words;
    }

    /**
     * @param passwordSet whether a password is set, which is told to nobody
     * @param templates ids of the templates that it is
     * @param edited those of them that somebody changed by hand
     * @param use ids of the access points that open it
     */
    record WifiNetworkJson(
            long id,
            int version,
            String ssid,
            String security,
            boolean passwordSet,
            List<String> bands,
            @Nullable Integer vlan,
            boolean isolated,
            boolean hidden,
            @Nullable Integer downKbit,
            @Nullable Integer upKbit,
            List<String> days,
            @Nullable String from,
            @Nullable String until,
            List<String> villages,
            List<String> groups,
            List<String> models,
            List<String> templates,
            List<String> edited,
            List<String> use) {
        static WifiNetworkJson of(Standing standing) {
            WifiNetwork network = standing.network();
            WifiSchedule schedule = network.schedule();
            return new WifiNetworkJson(
                    network.id(),
                    network.version(),
                    network.ssid(),
                    network.security().code(),
                    standing.keyed(),
                    network.ordered().stream().map(Band::code).toList(),
                    network.vlan(),
                    network.isolated(),
                    network.hidden(),
                    network.downKbit(),
                    network.upKbit(),
                    schedule == null
                            ? List.of()
                            : schedule.ordered().stream()
                                    .map(day -> day.name().toLowerCase(Locale.ROOT))
                                    .toList(),
                    schedule == null ? null : schedule.from().toString(),
                    schedule == null ? null : schedule.until().toString(),
                    network.scope().villages().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList(),
                    network.scope().groups().stream().sorted().toList(),
                    network.scope().models().stream().sorted().toList(),
                    List.of(network.openWrtTemplate(), network.routerOsTemplate()),
                    standing.edited(),
                    standing.uses().stream().map(one -> one.id().value()).toList());
        }
    }

    /**
     * @param says the network in plain words
     * @param warns what to know before it is saved
     * @param accessPoint the one that was looked at; null when none would open the network
     * @param configuration all that it would get, with stars for secrets; null when it can not be rendered
     * @param diff against what it gets now
     */
    record WifiTriedJson(
            List<String> says,
            List<String> warns,
            List<String> use,
            @Nullable String accessPoint,
            List<String> problems,
            @Nullable String configuration,
            @Nullable String diff) {}

    /** What may be sent. */
    record WifiNetworkSent(
            @ApiValue("name that people see, 1 to 32 octets")
            String ssid,

            @ApiValue(choices = {"open", "owe", "owe-transition", "wpa2", "wpa2-wpa3", "wpa3"})
            String security,

            @ApiValue("each 2.4, 5 or 6") List<String> bands,

            @ApiValue(value = "left out: the network of the box", least = 1, most = 4094) @Nullable
            Integer vlan,

            @ApiValue("whether devices in it can not reach each other; left out: true") @Nullable
            Boolean isolated,

            @Nullable Boolean hidden,

            @ApiValue(value = "kbit/s; left out: no limit", least = 64, most = 10000000) @Nullable
            Integer downKbit,

            @ApiValue(value = "kbit/s; left out: no limit", least = 64, most = 10000000) @Nullable
            Integer upKbit,

            @ApiValue("days on which it is on, monday; left out with from and until: always") @Nullable
            List<String> days,

            @ApiValue("06:00, by the time of Viet Nam") @Nullable
            String from,

            @ApiValue("22:00; not later than from: of the next day") @Nullable
            String until,

            @ApiValue("ids; none: all") @Nullable List<String> villages,
            @Nullable List<String> groups,

            @ApiValue("how the model of a box begins; none: all") @Nullable
            List<String> models,

            @ApiValue("8 to 63 characters of ASCII, never shown again; left out: as it is") @Nullable
            String password,

            @ApiValue("whether templates that were changed by hand may be written over") @Nullable
            Boolean overwrite,

            @ApiValue("why it is changed") String reason) {}

    /** What may be sent to see what would be. */
    record WifiTrySent(
            @ApiValue("of the network that would be changed; left out: a new one") @Nullable
            Integer id,

            @ApiValue("id of the access point whose configuration is asked for; left out: the first that would open it")
            @Nullable
            String accessPoint,

            WifiNetworkSent network) {}

    @ApiCall("All wireless networks, ascending by id.")
    @GetMapping
    List<WifiNetworkJson> list() {
        return networks.all().stream().map(WifiNetworkJson::of).toList();
    }

    @ApiCall(value = "One wireless network.", headers = "ETag: of this version")
    @GetMapping("/{id}")
    ResponseEntity<WifiNetworkJson> one(@PathVariable long id) {
        return tagged(require(id));
    }

    private Standing require(long id) {
        return networks.find(id).orElseThrow(() -> WifiNetworks.missing(id));
    }

    private static ResponseEntity<WifiNetworkJson> tagged(Standing standing) {
        return ResponseEntity.ok()
                .eTag(Integer.toString(standing.network().version()))
                .body(WifiNetworkJson.of(standing));
    }

    @ApiCall(
            value = "Adds a network, and with it the templates that it is; no box is changed by it.",
            body = WifiNetworkSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<WifiNetworkJson> add(@RequestBody JsonNode json) {
        WifiNetwork added = networks.add(wish(json), WifiPage.who());
        return ResponseEntity.created(URI.create("/api/v1/wifi/networks/" + added.id()))
                .body(WifiNetworkJson.of(require(added.id())));
    }

    @ApiCall(
            value = "Writes all of a network, and of its templates; no box is changed by it.",
            body = WifiNetworkSent.class,
            headers = "ETag: of this version",
            problems = 409)
    @PutMapping("/{id}")
    ResponseEntity<WifiNetworkJson> change(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        networks.change(id, wish(json), seen(id, match), WifiPage.who());
        return tagged(require(id));
    }

    @ApiCall(
            value = "Ends a network with its templates and its password; no box is changed by it.",
            status = 204,
            problems = 409)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestParam(defaultValue = "false") @ApiValue("whether templates that were changed by hand may go")
                    boolean overwrite,
            @RequestParam @ApiValue("why") String reason) {
        networks.remove(id, seen(id, match), overwrite, reason, WifiPage.who());
        return ResponseEntity.noContent().build();
    }

    private int seen(long id, @Nullable String match) {
        Integer version = EntityTag.version(match);
        return version == null ? require(id).network().version() : version;
    }

    @ApiCall(
            value =
                    "What would be if a network were this: in plain words, and what an access point would get; keeps nothing.",
            body = WifiTrySent.class,
            problems = 409)
    @PostMapping("/try")
    WifiTriedJson tryOut(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, WifiTrySent.class);
        JsonNode network = json.get("network");
        if (network == null || network.isNull()) {
            throw RequestRefused.wrong("network", null, "is missing", "send what the network would be");
        }
        Integer id = sent.number("id");
        String place = sent.text("accessPoint");
        if (place != null && !Ids.isOne(place)) {
            throw RequestRefused.wrong("accessPoint", place, "is no id", "GET /api/v1/provisioning/access-points");
        }
        WifiNetworkWish wish = wish(network);
        Look look = networks.look(
                id == null ? null : Long.valueOf(id), wish, place == null ? null : new DeviceId(place), WifiPage.who());
        return tried(look);
    }

    private WifiTriedJson tried(Look look) {
        WifiWords said = new WifiWords(words, inventory.snapshot());
        Proposal proposal = look.proposal();
        Rendition next = proposal == null ? null : proposal.rendition();
        Rendition has = look.has();
        AccessPoint place = look.place();
        return new WifiTriedJson(
                said.says(look.network()),
                said.warns(look.network()),
                look.uses().stream().map(one -> one.id().value()).toList(),
                place == null ? null : place.id().value(),
                proposal == null
                        ? List.of()
                        : proposal.problems().stream()
                                .map(problem -> problem.text(Locale.ENGLISH))
                                .toList(),
                next == null ? null : next.shown(),
                next == null ? null : UnifiedDiff.of(has == null ? "" : has.shown(), next.shown()));
    }

    /** @throws Refused for a village that there is not */
    private WifiNetworkWish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, WifiNetworkSent.class);
        List<String> villages = sent.texts("villages");
        WifiPage.requireVillages(inventory.snapshot(), villages);
        return new WifiNetworkWish(
                sent.text("ssid"),
                sent.text("security"),
                sent.texts("bands"),
                sent.number("vlan"),
                sent.truth("isolated", true),
                sent.truth("hidden", false),
                sent.number("downKbit"),
                sent.number("upKbit"),
                sent.texts("days"),
                sent.text("from"),
                sent.text("until"),
                villages,
                sent.texts("groups"),
                sent.texts("models"),
                sent.text("password"),
                sent.truth("overwrite", false),
                Objects.requireNonNullElse(sent.text("reason"), ""));
    }
}
