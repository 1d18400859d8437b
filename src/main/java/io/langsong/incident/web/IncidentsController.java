package io.langsong.incident.web;

import io.langsong.access.People;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentWish;
import io.langsong.incident.Incidents;
import io.langsong.incident.State;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.PageAddress;
import io.langsong.web.RequestRefused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Incidents, for programs to read. */
@RestController
class IncidentsController {
    private static final int MOST = 500;
    private static final int LONGEST_TEXT = 100;

    private final SeenIncidents seen;
    private final Incidents incidents;
    private final IncidentWords words;
    private final People people;

    IncidentsController(SeenIncidents seen, Incidents incidents, IncidentWords words, People people) {
        this.seen = seen;
        this.incidents = incidents;
        this.words = words;
        this.people = people;
    }

    @ApiCall(
            value = "Incidents: what nobody has taken first, then the newest.",
            headers = "Link: the address of the next page, with rel=next; left out on the last")
    @GetMapping(path = "/api/v1/incidents", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<IncidentJson>> list(
            @RequestParam(required = false)
                    @ApiValue(
                            value = "live: open or acknowledged",
                            choices = {"open", "acknowledged", "resolved", "closed", "live"})
                    @Nullable
                    String state,
            @RequestParam(required = false) @ApiValue(choices = {"warning", "critical"}) @Nullable String severity,
            @RequestParam(required = false) @ApiValue("the id of one that it touches") @Nullable String village,
            @RequestParam(required = false) @ApiValue("who owns it or is to work on it") @Nullable String owner,
            @RequestParam(required = false) @ApiValue("kind:id of what belongs to it") @Nullable String object,
            @RequestParam(required = false)
                    @ApiValue("a number, a part of a note or of a name; at most 100 characters")
                    @Nullable
                    String text,
            @RequestParam(required = false) @ApiValue("from the Link of the page before") @Nullable String after,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = MOST) int size) {
        if (size < 1 || size > MOST) {
            throw RequestRefused.wrong("size", Integer.toString(size), "is out of range", "give 1 to " + MOST);
        }
        InventorySnapshot there = seen.inventory();
        VillageId asked = village == null ? null : village(village);
        IncidentWish wish = new IncidentWish(
                states(state),
                severity == null ? null : known("severity", severity, IncidentFilter.severity(severity)),
                asked,
                SeenIncidents.villages(),
                owner == null ? null : plain("owner", owner),
                text == null ? null : IncidentFilter.search(plain("text", text), there),
                object == null ? null : object(object, there),
                after == null ? null : known("after", after, IncidentFilter.place(after)));
        // That what is seen touches a village that is not seen is not told.
        boolean beyond = asked != null && there.village(asked).isEmpty();
        List<Incident> found = beyond ? new ArrayList<>() : new ArrayList<>(seen.find(wish, size + 1));
        boolean more = found.size() > size;
        if (more) {
            found.remove(size);
        }
        Naming naming = Naming.of(there, people, incidents.collectorNames());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (more) {
            Map<String, String> parameters = new LinkedHashMap<>();
            put(parameters, "state", state);
            put(parameters, "severity", severity);
            put(parameters, "village", village);
            put(parameters, "owner", owner);
            put(parameters, "object", object);
            put(parameters, "text", text);
            put(parameters, "size", Integer.toString(size));
            put(parameters, "after", IncidentFilter.written(IncidentWish.Place.of(found.get(size - 1))));
            answer.header(
                    HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(PageAddress.of("/api/v1/incidents", parameters)));
        }
        return answer.body(found.stream()
                .map(incident -> IncidentJson.of(incident, naming))
                .toList());
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        parameters.put(name, value == null ? "" : value);
    }

    private static Set<State> states(@Nullable String state) {
        if (state == null) {
            return Set.of();
        }
        return state.equals("live")
                ? Set.of(State.OPEN, State.ACKNOWLEDGED)
                : Set.of(known("state", state, IncidentFilter.state(state)));
    }

    private static <T> T known(String field, String value, @Nullable T found) {
        if (found == null) {
            throw RequestRefused.wrong(field, value, "is not known", "read the reference of the API");
        }
        return found;
    }

    private static VillageId village(String id) {
        try {
            return new VillageId(id);
        } catch (IllegalArgumentException notAnId) {
            throw RequestRefused.wrong("village", id, "is no id", "GET /api/v1/villages lists them");
        }
    }

    private static String plain(String field, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf(0) >= 0) {
            throw RequestRefused.wrong(
                    field, text, "is empty or too long", "give 1 to %d characters".formatted(LONGEST_TEXT));
        }
        return text.strip();
    }

    private static ObjectRef object(String text, InventorySnapshot there) {
        try {
            ObjectRef object = ObjectRef.parse(text);
            // Of what is not seen nothing is known.
            return object.isSeenIn(there) ? object : ObjectRef.UNSEEN;
        } catch (IllegalArgumentException notOne) {
            throw RequestRefused.wrong("object", text, "is no object", "write it like device:thon-man-ap2");
        }
    }

    @ApiCall(
            value = "One incident with all that belongs to it, its timeline and the messages that were sent.",
            headers = "ETag: its version")
    @GetMapping(path = "/api/v1/incidents/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IncidentJson> one(@PathVariable String id) {
        return whole(seen.require(id));
    }

    ResponseEntity<IncidentJson> whole(Incident incident) {
        Naming naming = Naming.of(seen.inventory(), people, incidents.collectorNames());
        IncidentJson json = IncidentJson.of(
                incident,
                naming,
                seen.parts(incident, naming.inventory()).stream()
                        .map(IncidentJson.PartJson::of)
                        .toList(),
                incidents.timeline(incident).stream()
                        .map(entry -> IncidentJson.entry(entry, naming, words.line(entry, naming)))
                        .toList(),
                seen.messages(incident).stream()
                        .map(IncidentJson.MessageJson::of)
                        .toList(),
                incidents.photos(incident).stream()
                        .map(IncidentJson.PhotoJson::of)
                        .toList());
        return ResponseEntity.ok().eTag(Integer.toString(incident.version())).body(json);
    }

    @ApiCall(value = "One photo of an incident.", types = MediaType.IMAGE_JPEG_VALUE)
    @GetMapping("/api/v1/incidents/{id}/photos/{photo}")
    ResponseEntity<byte[]> photo(@PathVariable String id, @PathVariable UUID photo) {
        return incidents
                .photo(seen.require(id), photo)
                .map(jpeg ->
                        ResponseEntity.ok().contentType(MediaType.IMAGE_JPEG).body(jpeg))
                .orElseThrow(() -> RequestRefused.unknown(
                        "photo", photo.toString(), "is no photo of this incident", "ask for the incident"));
    }
}
