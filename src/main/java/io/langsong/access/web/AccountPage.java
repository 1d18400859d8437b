package io.langsong.access.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.web.SignedIn;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's own account: language and password. */
@Controller
class AccountPage {
    private final People people;

    AccountPage(People people) {
        this.people = people;
    }

    @GetMapping("/tai-khoan")
    String show(Model model) {
        return page(model, "");
    }

    @PostMapping("/tai-khoan/ngon-ngu")
    String language(@RequestParam String language) {
        String kept = language.equals("en") ? "en" : "vi";
        own().ifPresent(person -> people.changeLanguage(person.name(), kept));
        return "redirect:/tai-khoan?lang=" + kept;
    }

    /** Asks for the old one first: an unattended telephone must not be enough. */
    @PostMapping("/tai-khoan/mat-khau")
    String password(@RequestParam String current, @RequestParam String replacement, Model model) {
        Optional<Person> person = own();
        if (person.isEmpty() || people.signIn(person.get().name(), current).isEmpty()) {
            return page(model, "access.account.wrong");
        }
        try {
            people.changePassword(person.get().name(), replacement);
        } catch (IllegalArgumentException refused) {
            return page(model, "access.account.too-short");
        }
        return "redirect:/dang-nhap";
    }

    private String page(Model model, String trouble) {
        model.addAttribute("person", own().orElse(null));
        model.addAttribute("trouble", trouble);
        return "access/account";
    }

    private Optional<Person> own() {
        SignedIn who = SignedIn.current();
        return who == null ? Optional.empty() : people.find(who.name());
    }
}
