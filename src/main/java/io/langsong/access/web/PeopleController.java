package io.langsong.access.web;

import io.langsong.access.AccessRefused;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.PersonChange;
import io.langsong.access.SecondSteps;
import io.langsong.web.LiveSessions;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** People, for programs of administrators. */
@RestController
@RequestMapping(path = "/api/v1/people", produces = "application/json")
class PeopleController {
    private static final Set<String> FIELDS = Set.of("name", "displayName", "role", "language", "villages", "enabled");

    private final People people;
    private final SecondSteps secondSteps;
    private final LiveSessions sessions;
    private final Villages villages;

    PeopleController(People people, SecondSteps secondSteps, LiveSessions sessions, Villages villages) {
        this.people = people;
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

    record Invited(PersonJson person, String password) {}

    record Reset(String password) {}

    @GetMapping
    List<PersonJson> list() {
        return people.all().stream().map(this::json).toList();
    }

    @GetMapping("/{name}")
    PersonJson one(@PathVariable String name) {
        return json(person(name));
    }

    /** The password is good for one sign-in, and shown in this answer alone. */
    @PostMapping
    ResponseEntity<Invited> add(@RequestBody JsonNode json) {
        Body body = Body.of(json, FIELDS);
        PersonChange wanted = wanted(body, null);
        String password = people.invite(body.text("name"), wanted);
        PersonJson added = json(person(String.valueOf(body.text("name"))));
        return ResponseEntity.created(URI.create("/api/v1/people/" + added.name()))
                .header("Cache-Control", "no-store")
                .body(new Invited(added, password));
    }

    /** All of a person; a field left out stays as it is. */
    @PutMapping("/{name}")
    PersonJson change(@PathVariable String name, @RequestBody JsonNode json) {
        Person person = person(name);
        Body body = Body.of(json, FIELDS);
        String named = body.text("name");
        if (named != null && !named.equals(person.name())) {
            throw RequestRefused.wrong(
                    "name", named, "is not the name in the address", "leave it out; names never change");
        }
        people.change(person.name(), wanted(body, person));
        return json(person(name));
    }

    private PersonChange wanted(Body body, @Nullable Person stored) {
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

    @PostMapping("/{name}/reset-password")
    ResponseEntity<Reset> resetPassword(@PathVariable String name) {
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new Reset(people.resetPassword(person(name).name())));
    }

    @PostMapping("/{name}/unlock")
    PersonJson unlock(@PathVariable String name) {
        people.unlock(person(name).name());
        return json(person(name));
    }

    @PostMapping("/{name}/reset-totp")
    PersonJson resetTotp(@PathVariable String name) {
        secondSteps.remove(person(name).name());
        return json(person(name));
    }

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
                people.isLocked(person),
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

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(AccessRefused refused) {
        return Refusals.answer(refused);
    }
}
