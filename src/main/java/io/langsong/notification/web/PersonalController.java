package io.langsong.notification.web;

import io.langsong.access.People;
import io.langsong.notification.PersonalSettings;
import io.langsong.notification.PersonalSettings.Quiet;
import io.langsong.notification.PersonalWish;
import io.langsong.notification.Preferences;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** How people want to be told, for programs of administrators. */
@RestController
@RequestMapping(path = "/api/v1/people/{name}/notification", produces = "application/json")
class PersonalController {
    private final People people;
    private final Preferences preferences;
    private final Words words;

    PersonalController(People people, Preferences preferences, Words words) {
        this.people = people;
        this.preferences = preferences;
        this.words = words;
    }

    /** @param ways what is left of the channels, in their order, with what is set and known */
    record PersonalJson(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String zalo,
            @Nullable String ntfy,
            @Nullable String telegram,
            List<String> channels,
            @Nullable String quietFrom,
            @Nullable String quietUntil,

            @ApiValue(choices = {"info", "warning"}) @Nullable
            String quietHolds,

            @ApiValue("channels over which this person would be told now, in this order")
            List<String> ways) {}

    /** What may be sent. */
    record PersonalSent(
            @Nullable String email,

            @ApiValue("like +84912345678") @Nullable String phone,

            @ApiValue("id that the official account knows its follower by") @Nullable
            String zalo,

            @Nullable String ntfy,
            @Nullable String telegram,

            @ApiValue("in the order in which they are tried; none: all of which there is a contact") @Nullable
            List<String> channels,

            @ApiValue("in Việt Nam, like 22:00; left out with quietUntil: told at any hour") @Nullable
            String quietFrom,

            @Nullable String quietUntil,

            @ApiValue(
                    value = "the worst that waits for the end of the quiet hours",
                    choices = {"info", "warning"})
            @Nullable
            String quietHolds) {}

    @ApiCall(value = "How a person wants to be told.", headers = "ETag: of this version")
    @GetMapping
    ResponseEntity<PersonalJson> one(@PathVariable String name) {
        PersonalSettings settings = settings(name);
        Quiet quiet = settings.quiet();
        Map<String, String> contacts = settings.contacts();
        return ResponseEntity.ok()
                .eTag(Integer.toString(settings.version()))
                .body(new PersonalJson(
                        contacts.get("email"),
                        contacts.get("phone"),
                        contacts.get("zalo"),
                        contacts.get("ntfy"),
                        contacts.get("telegram"),
                        settings.channels(),
                        quiet == null ? null : quiet.from().toString(),
                        quiet == null ? null : quiet.until().toString(),
                        quiet == null ? null : quiet.warnings() ? "warning" : "info",
                        preferences.ways(settings.person())));
    }

    @ApiCall(
            value = "Writes all of how a person wants to be told.",
            body = PersonalSent.class,
            headers = "ETag: of this version",
            problems = 409)
    @PutMapping
    ResponseEntity<PersonalJson> change(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        PersonalSettings before = settings(name);
        int version = before.version();
        if (match != null && !match.strip().equals("*") && !match.contains("\"" + version + "\"")) {
            throw RequestRefused.changed(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not the ETag of these settings any more",
                    "read them again, look at the change, and change them once more");
        }
        JsonFields body = JsonFields.of(json, PersonalSent.class);
        Map<String, String> contacts = new HashMap<>();
        for (String contact : PersonalSettings.CONTACTS) {
            String text = body.text(contact);
            if (text != null) {
                contacts.put(contact, text);
            }
        }
        preferences.change(
                before.person(),
                new PersonalWish(
                        contacts,
                        body.texts("channels"),
                        body.text("quietFrom"),
                        body.text("quietUntil"),
                        body.text("quietHolds")),
                match == null ? null : version);
        return one(name);
    }

    @ApiCall(value = "Sends that person a test message, at most one a minute.", status = 204, problems = 409)
    @PostMapping("/test")
    ResponseEntity<Void> tryOut(@PathVariable String name) {
        String person = settings(name).person();
        preferences.tryOut(
                person, words.message("notification.trial.subject"), words.message("notification.trial.text", person));
        return ResponseEntity.noContent().build();
    }

    private PersonalSettings settings(String name) {
        return people.find(name)
                .map(person -> preferences.of(person.name()))
                .orElseThrow(
                        () -> RequestRefused.unknown("name", name, "is no person", "GET /api/v1/people lists them"));
    }
}
