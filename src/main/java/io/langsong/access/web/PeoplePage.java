package io.langsong.access.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.PersonChange;
import io.langsong.access.Refused;
import io.langsong.access.Role;
import io.langsong.access.SecondSteps;
import io.langsong.access.SignIn;
import io.langsong.web.ListPage;
import io.langsong.web.LiveSessions;
import io.langsong.web.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who may sign in; for administrators. */
@Controller
class PeoplePage {
    private final People people;
    private final SignIn signIn;
    private final SecondSteps secondSteps;
    private final LiveSessions sessions;
    private final Villages villages;
    private final Words words;

    PeoplePage(
            People people,
            SignIn signIn,
            SecondSteps secondSteps,
            LiveSessions sessions,
            Villages villages,
            Words words) {
        this.people = people;
        this.signIn = signIn;
        this.secondSteps = secondSteps;
        this.sessions = sessions;
        this.villages = villages;
        this.words = words;
    }

    /** What was typed, shown again when it is refused. */
    public record Given(
            String name, String displayName, String role, String language, List<String> villages, boolean enabled) {}

    /** A secret that is shown this once. */
    public record Shown(String name, String secret) {
        @Override
        public String toString() {
            return "Shown[" + name + ", ***]";
        }
    }

    @GetMapping("/nguoi-dung")
    String list(@RequestParam(name = "trang", defaultValue = "") String asked, Model model) {
        ListPage<Person> page = ListPage.of(people.all(), asked);
        model.addAttribute("page", page);
        model.addAttribute(
                "locked",
                page.rows().stream().filter(signIn::isLocked).map(Person::name).toList());
        model.addAttribute("places", villages);
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", new Given("", "", "technician", "", List.of(), true));
        }
        choices(model);
        return "access/people";
    }

    private void choices(Model model) {
        model.addAttribute("roles", Role.values());
        model.addAttribute("villages", villages.all());
    }

    @PostMapping("/nguoi-dung")
    String add(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(name = "villages", defaultValue = "") List<String> chosen,
            RedirectAttributes flash) {
        try {
            villages.require(chosen);
            String password = people.invite(name, new PersonChange(displayName, role, language, chosen, true));
            flash.addFlashAttribute("shown", new Shown(name.strip().toLowerCase(java.util.Locale.ROOT), password));
        } catch (Refused refused) {
            refuse(flash, refused, new Given(name, displayName, role, language, chosen, true));
            return "redirect:/nguoi-dung#them";
        }
        return "redirect:/nguoi-dung";
    }

    /** What was typed goes on in the session for a moment, so not all of it when it is long. */
    private void refuse(RedirectAttributes flash, Refused refused, Given given) {
        flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        flash.addFlashAttribute(
                "given",
                new Given(
                        shortened(given.name()),
                        shortened(given.displayName()),
                        shortened(given.role()),
                        given.language(),
                        given.villages().size() > 500 ? List.of() : given.villages(),
                        given.enabled()));
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    @GetMapping("/nguoi-dung/{name}")
    String one(@PathVariable String name, Model model) {
        Person person = person(name);
        model.addAttribute("person", person);
        model.addAttribute("locked", signIn.isLocked(person));
        model.addAttribute("sessions", sessions.of(person.name()));
        Given stored = stored(person);
        model.addAttribute("version", Tag.of(stored));
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored);
        }
        choices(model);
        return "access/person";
    }

    private static Given stored(Person person) {
        return new Given(
                person.name(),
                person.displayName(),
                person.role().name().toLowerCase(java.util.Locale.ROOT),
                person.language() == null ? "" : person.language(),
                person.villages().stream().sorted().toList(),
                person.enabled());
    }

    @PostMapping("/nguoi-dung/{name}")
    String change(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(name = "villages", defaultValue = "") List<String> chosen,
            @RequestParam(defaultValue = "false") String enabled,
            @RequestParam(name = "phien-ban", defaultValue = "") String version,
            RedirectAttributes flash) {
        Person person = person(name);
        boolean stays = enabled.equals("true");
        try {
            villages.require(chosen);
            if (!version.isEmpty() && !version.equals(Tag.of(stored(person)))) {
                throw Refused.changed("access.refused.changed-meanwhile", "name", person.name());
            }
            people.change(person.name(), new PersonChange(displayName, role, language, chosen, stays), person);
            flash.addFlashAttribute("notice", "access.people.saved");
        } catch (Refused refused) {
            refuse(flash, refused, new Given(person.name(), displayName, role, language, chosen, stays));
        }
        return page(person);
    }

    @PostMapping("/nguoi-dung/{name}/mat-khau")
    String resetPassword(@PathVariable String name, RedirectAttributes flash) {
        Person person = person(name);
        try {
            flash.addFlashAttribute("shown", new Shown(person.name(), people.resetPassword(person.name())));
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of("password", words.refusal(refused)));
        }
        return page(person);
    }

    @PostMapping("/nguoi-dung/{name}/mo-khoa")
    String unlock(@PathVariable String name, RedirectAttributes flash) {
        Person person = person(name);
        signIn.unlock(person.name());
        flash.addFlashAttribute("notice", "access.people.unlocked");
        return page(person);
    }

    @PostMapping("/nguoi-dung/{name}/hai-lop")
    String resetTwoFactors(@PathVariable String name, RedirectAttributes flash) {
        Person person = person(name);
        secondSteps.remove(person.name());
        flash.addFlashAttribute("notice", "access.people.totp-reset");
        return page(person);
    }

    @PostMapping("/nguoi-dung/{name}/phien")
    String endSessions(@PathVariable String name, RedirectAttributes flash) {
        Person person = person(name);
        sessions.endAll(person.name(), null);
        flash.addFlashAttribute("notice", "access.sessions.ended");
        return page(person);
    }

    private static String page(Person person) {
        return "redirect:/nguoi-dung/" + URLEncoder.encode(person.name(), StandardCharsets.UTF_8);
    }

    private Person person(String name) {
        return people.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
