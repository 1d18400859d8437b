package io.langsong.incident.web;

import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.Storm;
import io.langsong.incident.Storms;
import io.langsong.incident.Task;
import io.langsong.inventory.Site;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.RequestRefused;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Storms, for programs. */
@RestController
class StormController {
    private final SeenIncidents seen;
    private final Storms storms;
    private final IncidentsController answers;

    StormController(SeenIncidents seen, Storms storms, IncidentsController answers) {
        this.seen = seen;
        this.storms = storms;
        this.answers = answers;
    }

    /** Whether one lasts, and what is proposed. */
    record StormJson(
            @ApiValue("number of the umbrella incident; null: no storm lasts, or it is not seen") @Nullable
            String incident,

            @Nullable String begunBy,
            @Nullable Instant begunAt,
            @Nullable Instant nextDigestAt,

            @ApiValue("what the server thinks should be done; null: nothing, or not for whom does not see all")
            @Nullable
            ProposalJson proposal) {}

    record ProposalJson(
            @ApiValue(choices = {"begin", "end"}) String what,
            Instant since,
            @ApiValue("of sites, that have nothing left") int sitesDown,
            int sites,
            @ApiValue("incidents that explain them") int roots) {
        static ProposalJson of(Storm.Proposal proposal) {
            return new ProposalJson(
                    proposal.kind().name().toLowerCase(Locale.ROOT),
                    proposal.since(),
                    proposal.sitesDown(),
                    proposal.sites(),
                    proposal.roots());
        }
    }

    /** One line of the work list. */
    record TaskJson(
            @ApiValue("number of the incident") String incident,
            @ApiValue(choices = {"open", "acknowledged"}) String state,
            @ApiValue("kind:id of what failed first") String root,
            @ApiValue("false: it is of an alert alone") boolean out,
            @ApiValue("devices and lines out behind it") int behind,

            @ApiValue("who live where something is out, an estimate")
            long people,

            @ApiValue("degrees; null: the place is not known") @Nullable
            Double latitude,

            @Nullable Double longitude,
            Instant beganAt,

            @ApiValue("who owns it, else who is to work on it") @Nullable
            String owner) {}

    @ApiCall("Whether a storm lasts, and whether the server proposes to begin or end one.")
    @GetMapping(path = "/api/v1/storm", produces = MediaType.APPLICATION_JSON_VALUE)
    StormJson storm() {
        Optional<Storm> running = storms.running();
        Optional<Incident> umbrella =
                storms.umbrella().flatMap(one -> seen.find(one.number().toString()));
        ProposalJson proposal = !SeenIncidents.mayStorm()
                ? null
                : Stream.of(Storm.Proposal.Kind.values())
                        .flatMap(kind -> storms.proposal(kind).stream())
                        .findFirst()
                        .map(ProposalJson::of)
                        .orElse(null);
        if (running.isEmpty() || umbrella.isEmpty()) {
            return new StormJson(null, null, null, null, proposal);
        }
        Storm storm = running.get();
        return new StormJson(
                umbrella.get().number().toString(), storm.begunBy(), storm.begunAt(), storm.nextDigestAt(), proposal);
    }

    @ApiCall(
            value = "Begins a storm: all that is to be worked hangs under one umbrella incident, which is answered.",
            headers = "ETag: its version",
            problems = 409)
    @PostMapping(path = "/api/v1/storm", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IncidentJson> begin() {
        SeenIncidents.requireStorm();
        return answers.whole(storms.begin(SeenIncidents.who()));
    }

    @ApiCall(
            value = "Ends the storm of an umbrella incident; what is not over is called by itself from then on.",
            headers = "ETag: its version",
            problems = 409)
    @PostMapping(path = "/api/v1/incidents/{id}/end-storm", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IncidentJson> end(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        SeenIncidents.requireStorm();
        return answers.whole(storms.end(seen.hand(id, EntityTag.version(match))));
    }

    @ApiCall("What is to be done in a storm: the incidents under its umbrella that are not over.")
    @GetMapping(path = "/api/v1/incidents/{id}/work", produces = MediaType.APPLICATION_JSON_VALUE)
    List<TaskJson> work(
            @PathVariable String id,
            @RequestParam(defaultValue = "people")
                    @ApiValue(
                            value = "people: where most are affected first; way: from the office, always to the nearest"
                                    + " as the crow flies",
                            choices = {"people", "way"})
                    String order) {
        Incident umbrella = seen.find(id).filter(Incident::isUmbrella).orElseThrow(() -> IncidentDesk.missing(id));
        if (!order.equals("people") && !order.equals("way")) {
            throw RequestRefused.wrong("order", order, "is not known", "give people or way");
        }
        List<Task> live = seen.tasks(umbrella).stream()
                .filter(task -> task.incident().state().isLive())
                .toList();
        List<Task> ordered = order.equals("way")
                ? Task.byWay(
                        live, Task.base(seen.inventory()).map(Site::location).orElse(null))
                : live;
        return ordered.stream().map(this::json).toList();
    }

    private TaskJson json(Task task) {
        Incident incident = task.incident();
        var standing = incident.standing();
        return new TaskJson(
                incident.number().toString(),
                incident.state().code(),
                IncidentJson.root(incident, seen.inventory()),
                task.out(),
                task.behind(),
                task.people(),
                task.place() == null ? null : task.place().latitude(),
                task.place() == null ? null : task.place().longitude(),
                incident.beganAt(),
                standing.acknowledged() == null
                        ? standing.assignee()
                        : standing.acknowledged().who());
    }
}
