package io.langsong.access.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.PersonChange;
import io.langsong.access.SecondSteps;
import io.langsong.access.SignIn;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.LiveSessions;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

/** People, for programs of administrators. */
@RestController
@RequestMapping(path = "/api/v1/people", produces = "application/json")
class PeopleController {
    private final People people;
    private final SignIn signIn;
    private final SecondSteps secondSteps;
    private final LiveSessions sessions;
    private final Villages villages;

    PeopleController(People people, SignIn signIn, SecondSteps secondSteps, LiveSessions sessions, Villages villages) {
        this.people = people;
        this.signIn = signIn;
        this.secondSteps = secondSteps;
        this.sessions = sessions;
        this.villages = villages;
    }

    record PersonJson(
            String name,
            String displayName,
            String role,
            @Nullable String language,
            List<String> villages,
            boolean enabled,
            boolean locked,
            boolean totp,
            boolean mustChangePassword,
            Instant createdAt,
            @Nullable Instant passwordSetAt,
            @Nullable Instant signedInAt) {}

    /** What may be sent to add one. */
    record PersonSent(
            String name,
            String displayName,

            @ApiValue(choices = {"viewer", "technician", "admin"})
            String role,

            @ApiValue(choices = {"vi", "en"}) @Nullable String language,
            @ApiValue("none: all of them") @Nullable List<String> villages,
            @ApiValue("left out: true") @Nullable Boolean enabled) {}

    /** What may be sent to change one. */
    record PersonChanged(
            @ApiValue("that in the address") @Nullable String name,
            @Nullable String displayName,

            @ApiValue(choices = {"viewer", "technician", "admin"}) @Nullable
            String role,

            @ApiValue(choices = {"vi", "en"}) @Nullable String language,
            @ApiValue("none: all of them") @Nullable List<String> villages,
            @Nullable Boolean enabled) {}

    record SessionJson(String id, String address, @Nullable String browser, Instant since, Instant usedAt) {}

    record Invited(PersonJson person, String password) {}

    record NewPassword(String password) {}

    @ApiCall("All people.")
    @GetMapping
    List<PersonJson> list() {
        return people.all().stream().map(this::json).toList();
    }

    @ApiCall(value = "One person.", headers = "ETag: of this answer")
    @GetMapping("/{name}")
    ResponseEntity<PersonJson> one(@PathVariable String name) {
        return tagged(person(name));
    }

    private ResponseEntity<PersonJson> tagged(Person person) {
        PersonJson json = json(person);
        return ResponseEntity.ok().eTag(Tag.of(json)).body(json);
    }

    /** The password is good for one sign-in, and shown in this answer alone. */
    @ApiCall(
            value = "Adds a person; the password is good for the first sign-in, and in this answer alone.",
            body = PersonSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<Invited> add(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, PersonSent.class);
        PersonChange wanted = wanted(body, null);
        String password = people.invite(body.text("name"), wanted);
        PersonJson added = json(person(String.valueOf(body.text("name"))));
        return ResponseEntity.created(URI.create("/api/v1/people/" + added.name()))
                .header("Cache-Control", "no-store")
                .body(new Invited(added, password));
    }

    /** A field left out stays. With {@code If-Match} only as long as nobody else changed it (RFC 9110 section 13.1.1). */
    @ApiCall(
            value = "Changes a person; a field left out stays.",
            body = PersonChanged.class,
            headers = "ETag: of this answer",
            problems = 409)
    @PutMapping("/{name}")
    ResponseEntity<PersonJson> change(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        Person person = person(name);
        if (match != null && !match.strip().equals("*") && !match.contains('"' + Tag.of(json(person)) + '"')) {
            throw RequestRefused.changed(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not the ETag of the person any more",
                    "read it again, look at the change, and change it once more");
        }
        JsonFields body = JsonFields.of(json, PersonChanged.class);
        String named = body.text("name");
        if (named != null && !named.equals(person.name())) {
            throw RequestRefused.wrong(
                    "name", named, "is not the name in the address", "leave it out; names never change");
        }
        people.change(person.name(), wanted(body, person), match == null ? null : person);
        return tagged(person(name));
    }

    private PersonChange wanted(JsonFields body, @Nullable Person stored) {
        List<String> chosen =
                body.has("villages") || stored == null ? body.texts("villages") : List.copyOf(stored.villages());
        villages.require(chosen);
        return new PersonChange(
                body.has("displayName") || stored == null ? body.text("displayName") : stored.displayName(),
                body.has("role") || stored == null
                        ? body.text("role")
                        : stored.role().name(),
                body.has("language") || stored == null ? body.text("language") : stored.language(),
                chosen,
                body.truth("enabled", stored == null || stored.enabled()));
    }

    @ApiCall("Makes another password, for one sign-in.")
    @PostMapping("/{name}/reset-password")
    ResponseEntity<NewPassword> resetPassword(@PathVariable String name) {
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new NewPassword(people.resetPassword(person(name).name())));
    }

    @ApiCall("Takes the lock of wrong tries away.")
    @PostMapping("/{name}/unlock")
    PersonJson unlock(@PathVariable String name) {
        signIn.unlock(person(name).name());
        return json(person(name));
    }

    @ApiCall("Removes two-factor authentication.")
    @PostMapping("/{name}/reset-totp")
    PersonJson resetTotp(@PathVariable String name) {
        secondSteps.remove(person(name).name());
        return json(person(name));
    }

    @ApiCall("The open sessions, newest first.")
    @GetMapping("/{name}/sessions")
    List<SessionJson> sessions(@PathVariable String name) {
        return sessions.of(person(name).name()).stream()
                .map(live ->
                        new SessionJson(live.handle(), live.address(), live.browser(), live.since(), live.usedAt()))
                .toList();
    }

    @ApiCall(value = "Ends one session at its next request.", status = 204)
    @DeleteMapping("/{name}/sessions/{id}")
    ResponseEntity<Void> endSession(@PathVariable String name, @PathVariable String id) {
        if (!sessions.end(person(name).name(), id)) {
            throw RequestRefused.unknown("id", id, "is no open session", "ask for the list of sessions");
        }
        return ResponseEntity.noContent().build();
    }

    @ApiCall("Ends all sessions.")
    @PostMapping("/{name}/end-sessions")
    PersonJson endSessions(@PathVariable String name) {
        sessions.endAll(person(name).name(), null);
        return json(person(name));
    }

    private PersonJson json(Person person) {
        return new PersonJson(
                person.name(),
                person.displayName(),
                person.role().name().toLowerCase(Locale.ROOT),
                person.language(),
                person.villages().stream().sorted().toList(),
                person.enabled(),
                signIn.isLocked(person),
                person.totp(),
                person.mustChangePassword(),
                person.createdAt(),
                person.passwordSetAt(),
                person.signedInAt());
    }

    private Person person(String name) {
        return people.find(name)
                .orElseThrow(() -> RequestRefused.unknown("name", name, "is nobody here", "check its spelling"));
    }
}
