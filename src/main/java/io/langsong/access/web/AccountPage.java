package io.langsong.access.web;

import io.langsong.access.AccessRules;
import io.langsong.access.Duties;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import io.langsong.access.SecondSteps;
import io.langsong.access.SignIn;
import io.langsong.qr.QrCode;
import io.langsong.web.Entrance;
import io.langsong.web.LiveSessions;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A person's own account: language, password, two-factor authentication, sessions. */
@Controller
class AccountPage {
    private static final String ACCOUNT = "redirect:/tai-khoan";
    private static final String TWO_FACTORS = "redirect:/tai-khoan/hai-lop";

    private final People people;
    private final SignIn signIn;
    private final AccessRules rules;
    private final SecondSteps secondSteps;
    private final LiveSessions sessions;
    private final Entrance entrance;
    private final Words words;

    AccountPage(
            People people,
            SignIn signIn,
            AccessRules rules,
            SecondSteps secondSteps,
            LiveSessions sessions,
            Entrance entrance,
            Words words) {
        this.people = people;
        this.signIn = signIn;
        this.rules = rules;
        this.secondSteps = secondSteps;
        this.sessions = sessions;
        this.entrance = entrance;
        this.words = words;
    }

    @GetMapping("/tai-khoan")
    String show(HttpServletRequest request, Model model) {
        Person person = own();
        HttpSession session = request.getSession(false);
        model.addAttribute("person", person);
        model.addAttribute("duties", duties(person, request));
        model.addAttribute("fewest", rules.passwordLength(person));
        model.addAttribute("sessions", sessions.of(person.name()));
        model.addAttribute(
                "here",
                session == null
                        ? ""
                        : sessions.bySession(session.getId())
                                .map(LiveSessions.Live::handle)
                                .orElse(""));
        return "access/account";
    }

    /** What came first at the sign-in, or what has become due since. */
    private Duties duties(Person person, HttpServletRequest request) {
        Duties since = rules.duties(person);
        Duties first = entrance.duties(request);
        return new Duties(first.password(), first.totp(), since.passwordIsOld());
    }

    @PostMapping("/tai-khoan/ngon-ngu")
    String language(@RequestParam(defaultValue = "") String language) {
        String kept = language.equals("en") ? "en" : "vi";
        people.changeLanguage(own().name(), kept);
        return ACCOUNT + "?lang=" + kept;
    }

    /** Asks for the old one first: an unattended telephone must not be enough. */
    @PostMapping("/tai-khoan/mat-khau")
    String password(
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String replacement,
            RedirectAttributes flash) {
        Person person = own();
        if (!knows(person, current)) {
            return wrong(flash, ACCOUNT, "current", "access.account.wrong");
        }
        if (replacement.equals(current)) {
            return wrong(flash, ACCOUNT, "replacement", "access.account.same");
        }
        try {
            people.changePassword(person.name(), replacement);
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of("replacement", words.refusal(refused)));
            return ACCOUNT;
        }
        return "redirect:/dang-nhap";
    }

    private boolean knows(Person person, String password) {
        return signIn.byPassword(person.name(), password).isPresent();
    }

    @PostMapping("/tai-khoan/phien/ket-thuc")
    String endSession(@RequestParam(defaultValue = "") String phien, RedirectAttributes flash) {
        boolean ended = sessions.end(own().name(), phien);
        flash.addFlashAttribute("notice", ended ? "access.sessions.ended" : "access.sessions.gone");
        return ACCOUNT;
    }

    @PostMapping("/tai-khoan/phien/ket-thuc-khac")
    String endOthers(HttpServletRequest request, RedirectAttributes flash) {
        sessions.endAll(own().name(), request.getSession().getId());
        flash.addFlashAttribute("notice", "access.sessions.ended");
        return ACCOUNT;
    }

    @GetMapping("/tai-khoan/hai-lop")
    String twoFactors(HttpServletRequest request, Model model) {
        Person person = own();
        Optional<SecondSteps.Enrolment> pending = secondSteps.pending(person.name());
        model.addAttribute("person", person);
        model.addAttribute("duties", duties(person, request));
        model.addAttribute("required", rules.mustHaveTotp(person));
        model.addAttribute("left", secondSteps.recoveryCodesLeft(person.name()));
        model.addAttribute("enrolment", pending.orElse(null));
        model.addAttribute(
                "qr", pending.map(found -> QrCode.of(found.address())).orElse(null));
        return "access/two-factors";
    }

    @PostMapping("/tai-khoan/hai-lop/bat-dau")
    String begin(@RequestParam(defaultValue = "") String current, RedirectAttributes flash) {
        Person person = own();
        if (!knows(person, current)) {
            return wrong(flash, TWO_FACTORS, "current", "access.account.wrong");
        }
        secondSteps.begin(person.name());
        return TWO_FACTORS;
    }

    @PostMapping("/tai-khoan/hai-lop/xac-nhan")
    String confirm(@RequestParam(defaultValue = "") String code, HttpServletRequest request, RedirectAttributes flash) {
        Person person = own();
        Optional<List<String>> codes = secondSteps.confirm(person.name(), code);
        if (codes.isEmpty()) {
            return wrong(flash, TWO_FACTORS, "code", "access.totp.wrong");
        }
        entrance.lookAgain(own(), request);
        flash.addFlashAttribute("codes", codes.get());
        return TWO_FACTORS;
    }

    @PostMapping("/tai-khoan/hai-lop/ma-khoi-phuc")
    String renew(@RequestParam(defaultValue = "") String code, RedirectAttributes flash) {
        Person person = own();
        if (!secondSteps.passes(person.name(), code)) {
            return wrong(flash, TWO_FACTORS, "renew", "access.totp.wrong");
        }
        flash.addFlashAttribute("codes", secondSteps.renewRecoveryCodes(person.name()));
        return TWO_FACTORS;
    }

    @PostMapping("/tai-khoan/hai-lop/tat")
    String remove(@RequestParam(defaultValue = "") String code, RedirectAttributes flash) {
        Person person = own();
        if (rules.mustHaveTotp(person)) {
            return wrong(flash, TWO_FACTORS, "remove", "access.totp.required");
        }
        if (!secondSteps.passes(person.name(), code)) {
            return wrong(flash, TWO_FACTORS, "remove", "access.totp.wrong");
        }
        secondSteps.remove(person.name());
        return "redirect:/dang-nhap";
    }

    private String wrong(RedirectAttributes flash, String where, String field, String message) {
        flash.addFlashAttribute("errors", Map.of(field, words.message(message)));
        return where;
    }

    private Person own() {
        SignedIn who = SignedIn.current();
        Optional<Person> person = who == null ? Optional.empty() : people.find(who.name());
        return person.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
