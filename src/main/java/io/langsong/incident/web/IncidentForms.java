package io.langsong.incident.web;

import io.langsong.access.Refused;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.incident.IncidentNumber;
import io.langsong.web.Words;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What people do at the desk, as plain forms. Each carries the version that was seen; when somebody else was first, the page
 * shows what they did and keeps what was typed.
 */
@Controller
class IncidentForms {
    /** Of what was typed and refused: it goes on in the session for a moment. */
    private static final int MOST_KEPT = 4000;

    private final SeenIncidents seen;
    private final IncidentDesk desk;
    private final Words words;

    IncidentForms(SeenIncidents seen, IncidentDesk desk, Words words) {
        this.seen = seen;
        this.desk = desk;
        this.words = words;
    }

    /** What was typed into one form and refused. @param form its name, which is its anchor too */
    record Given(String form, Map<String, String> fields) {
        static final Given NONE = new Given("", Map.of());

        /** What stands in a field of a form; empty when nothing was typed there. */
        public String of(String asked, String field) {
            return form.equals(asked) ? fields.getOrDefault(field, "") : "";
        }

        static Given of(String form, Map<String, String> typed) {
            Map<String, String> kept = new HashMap<>();
            typed.forEach((name, value) -> {
                if (!name.equals("_csrf") && kept.size() < 10) {
                    kept.put(name, value.length() > MOST_KEPT ? value.substring(0, MOST_KEPT) : value);
                }
            });
            return new Given(form, Map.copyOf(kept));
        }
    }

    private interface Action {
        Incident by(Hand hand) throws IOException;
    }

    @PostMapping("/su-co/{number}/nhan")
    String acknowledge(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "nhan", typed, flash, desk::acknowledge);
    }

    @PostMapping("/su-co/{number}/bo-nhan")
    String giveBack(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "bo-nhan", typed, flash, desk::giveBack);
    }

    @PostMapping("/su-co/{number}/phan-cong")
    String assign(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "phan-cong", typed, flash, hand -> desk.assign(hand, typed.get("person")));
    }

    @PostMapping("/su-co/{number}/ghi-chu")
    String note(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "ghi-chu", typed, flash, hand -> desk.note(hand, typed.get("text")));
    }

    @PostMapping("/su-co/{number}/anh")
    String photo(
            @PathVariable String number,
            @RequestParam("photo") MultipartFile file,
            @RequestParam Map<String, String> typed,
            RedirectAttributes flash) {
        return run(number, "anh", typed, flash, hand -> {
            desk.photo(hand, file.getBytes(), typed.get("caption"));
            return seen.require(number);
        });
    }

    @PostMapping("/su-co/{number}/cho")
    String await(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(
                number,
                "cho",
                typed,
                flash,
                hand -> desk.await(hand, typed.get("on"), typed.get("ticket"), typed.get("contact")));
    }

    @PostMapping("/su-co/{number}/het-cho")
    String stopWaiting(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "het-cho", typed, flash, desk::stopWaiting);
    }

    @PostMapping("/su-co/{number}/khac-phuc")
    String resolve(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(
                number,
                "khac-phuc",
                typed,
                flash,
                hand -> desk.resolve(hand, typed.get("cause"), typed.get("fix"), typed.get("note")));
    }

    @PostMapping("/su-co/{number}/mo-lai")
    String reopen(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "mo-lai", typed, flash, hand -> desk.reopen(hand, typed.get("note")));
    }

    @PostMapping("/su-co/{number}/dong")
    String close(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "dong", typed, flash, desk::close);
    }

    @PostMapping("/su-co/{number}/gop")
    String merge(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(number, "gop", typed, flash, hand -> desk.merge(hand, other(typed.get("into"))));
    }

    @PostMapping("/su-co/{number}/tach")
    String split(@PathVariable String number, @RequestParam Map<String, String> typed, RedirectAttributes flash) {
        return run(
                number,
                "tach",
                typed,
                flash,
                hand -> desk.split(hand, seen.requirePart(number, Objects.requireNonNullElse(typed.get("part"), ""))));
    }

    private IncidentNumber other(@Nullable String typed) {
        String number = typed == null ? "" : typed.strip();
        return seen.find(number).map(Incident::number).orElseThrow(() -> SeenIncidents.unknown("into", number));
    }

    private String run(String number, String form, Map<String, String> typed, RedirectAttributes flash, Action action) {
        Incident before = seen.find(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Integer version = version(typed.get("phien-ban"));
        try {
            Incident after = action.by(new Hand(before.number(), version, SeenIncidents.who()));
            flash.addFlashAttribute("notice", "incident.done." + form);
            return "redirect:/su-co/" + after.number();
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(form + "-" + refused.field(), words.refusal(refused)));
            flash.addFlashAttribute("refusal", words.refusal(refused));
            flash.addFlashAttribute("given", Given.of(form, typed));
            if (refused.kind() == Refused.Kind.CHANGED_MEANWHILE) {
                flash.addFlashAttribute("seenVersion", version);
            }
            return "redirect:/su-co/" + before.number() + (refused.kind() == Refused.Kind.INVALID ? "#" + form : "");
        } catch (IOException unreadable) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, unreadable);
        }
    }

    /** What is no version is that of no incident, so that the action is refused as too late. */
    static Integer version(@Nullable String typed) {
        return typed != null && typed.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(typed) : Integer.valueOf(0);
    }
}
