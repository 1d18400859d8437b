package io.langsong.notification.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import io.langsong.notification.PersonalSettings;
import io.langsong.notification.PersonalSettings.Quiet;
import io.langsong.notification.PersonalWish;
import io.langsong.notification.Preferences;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a person wants to be told: everybody's own, and for administrators everybody's. */
@Controller
class PersonalPages {
    private static final String OWN = "/tai-khoan/thong-bao";
    private static final String OTHERS = "/nguoi-dung/{name}/thong-bao";
    private static final int LONGEST = 300;

    private final People people;
    private final Preferences preferences;
    private final Words words;

    PersonalPages(People people, Preferences preferences, Words words) {
        this.people = people;
        this.preferences = preferences;
        this.words = words;
    }

    /** What stands in the form. */
    record Given(Map<String, String> contacts, List<String> channels, String from, String until, String holds) {}

    /** A channel that may be chosen. @param set whether the server has it */
    record Choice(String name, boolean set) {}

    @GetMapping(OWN)
    String own(Model model) {
        return form(own(), OWN, "/tai-khoan", model);
    }

    @GetMapping(OTHERS)
    String other(@PathVariable String name, Model model) {
        Person person = person(name);
        return form(person, page(person), "/nguoi-dung/" + person.name(), model);
    }

    @PostMapping(OWN)
    String changeOwn(@RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        return change(own(), OWN, typed, flash);
    }

    @PostMapping(OTHERS)
    String changeOther(
            @PathVariable String name, @RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        Person person = person(name);
        return change(person, page(person), typed, flash);
    }

    @PostMapping(OWN + "/thu")
    String tryOwn(RedirectAttributes flash) {
        return tryOut(own(), OWN, flash);
    }

    @PostMapping(OTHERS + "/thu")
    String tryOther(@PathVariable String name, RedirectAttributes flash) {
        Person person = person(name);
        return tryOut(person, page(person), flash);
    }

    private String form(Person person, String page, String back, Model model) {
        PersonalSettings settings = preferences.of(person.name());
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored(settings));
        }
        Given given = Objects.requireNonNull((Given) model.getAttribute("given"));
        model.addAttribute("person", person);
        model.addAttribute("page", page);
        model.addAttribute("back", back);
        model.addAttribute("version", settings.version());
        model.addAttribute("ways", preferences.ways(person.name()));
        model.addAttribute("places", places(given.channels()));
        model.addAttribute(
                "choices",
                PersonalSettings.CHANNELS.stream()
                        .map(name -> new Choice(name, preferences.isSet(name)))
                        .toList());
        return "notification/person";
    }

    /** One free place behind those that are taken. */
    private static List<String> places(List<String> channels) {
        List<String> places = new ArrayList<>(channels);
        while (places.size() < PersonalSettings.CHANNELS.size() && places.size() < Math.max(2, channels.size() + 1)) {
            places.add("");
        }
        return places;
    }

    private static Given stored(PersonalSettings settings) {
        Quiet quiet = settings.quiet();
        return new Given(
                settings.contacts(),
                settings.channels(),
                quiet == null ? "" : quiet.from().toString(),
                quiet == null ? "" : quiet.until().toString(),
                quiet == null || quiet.warnings() ? "warning" : "info");
    }

    private String change(Person person, String page, MultiValueMap<String, String> typed, RedirectAttributes flash) {
        Given given = given(typed);
        String version = Objects.requireNonNullElse(typed.getFirst("phien-ban"), "");
        try {
            preferences.change(
                    person.name(),
                    new PersonalWish(given.contacts(), given.channels(), given.from(), given.until(), given.holds()),
                    version.matches("[0-9]{1,9}") ? Integer.valueOf(version) : null);
            flash.addFlashAttribute("notice", "notification.person.saved");
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute("given", given);
        }
        return "redirect:" + page;
    }

    private static Given given(MultiValueMap<String, String> typed) {
        Map<String, String> contacts = new HashMap<>();
        PersonalSettings.CONTACTS.forEach(contact -> contacts.put(contact, one(typed, contact)));
        return new Given(
                contacts,
                typed.getOrDefault("channels", List.of()).stream()
                        .filter(name -> !name.isBlank())
                        .limit(20)
                        .map(PersonalPages::shortened)
                        .toList(),
                one(typed, "quietFrom"),
                one(typed, "quietUntil"),
                one(typed, "quietHolds"));
    }

    private static String one(MultiValueMap<String, String> typed, String name) {
        return shortened(Objects.requireNonNullElse(typed.getFirst(name), ""));
    }

    private static String shortened(String typed) {
        return typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
    }

    private String tryOut(Person person, String page, RedirectAttributes flash) {
        try {
            preferences.tryOut(
                    person.name(),
                    words.message("notification.trial.subject"),
                    words.message("notification.trial.text", person.displayName()));
            flash.addFlashAttribute("notice", "notification.person.tried");
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return "redirect:" + page;
    }

    private static String page(Person person) {
        return OTHERS.replace("{name}", person.name());
    }

    private Person own() {
        SignedIn who = SignedIn.current();
        return person(who == null ? "" : who.name());
    }

    private Person person(@Nullable String name) {
        return people.find(name == null ? "" : name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
