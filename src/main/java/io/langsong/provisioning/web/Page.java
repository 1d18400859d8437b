package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoint;
import io.langsong.web.PlainText;
import io.langsong.web.Words;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the pages of this module do alike. */
final class Page {
    private static final int LONGEST_FIELD = 200_000;

    private Page() {}

    static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** The page once more, with what is wrong at its field. */
    static ModelAndView refused(String view, Model model, Refused refused, Words words) {
        model.addAttribute("errors", errors(refused, words));
        return new ModelAndView(view, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    static Map<String, String> errors(Refused refused, Words words) {
        return Map.of(field(refused), sentence(refused, words));
    }

    /** Why it is refused; of one of many variables also which. */
    static String sentence(Refused refused, Words words) {
        String value = refused.value();
        return value != null && refused.field().startsWith("variables.")
                ? "“" + PlainText.shown(value) + "”: " + words.refusal(refused)
                : words.refusal(refused);
    }

    /** As fields of forms are called: {@code values.ssid} is what was typed as {@code value}. */
    static String field(Refused refused) {
        String field = refused.field();
        if (field.startsWith("values.")) {
            return "value";
        }
        return field.startsWith("variables.") ? "variables" : field.replaceFirst("^notes\\.", "");
    }

    /** Null: nothing was typed. @throws Refused when it is no whole number */
    static @Nullable Integer number(String field, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Refused.invalid(
                    field,
                    typed,
                    "provisioning.refused.type.integer",
                    List.of(),
                    "is no whole number",
                    "give digits alone");
        }
        return Integer.valueOf(text);
    }

    /** Does what a button says, and goes back to where it stands: with what was done, or why it was not. */
    static String act(String back, String done, Runnable action, RedirectAttributes flash, Words words) {
        return go(
                back,
                () -> {
                    action.run();
                    return back;
                },
                done,
                flash,
                words);
    }

    /** As {@link #act}, when where one goes is known only after it. */
    static String go(String back, Supplier<String> action, String done, RedirectAttributes flash, Words words) {
        try {
            String next = action.get();
            flash.addFlashAttribute("notice", "provisioning.done." + done);
            return "redirect:" + next;
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
            return "redirect:" + back;
        }
    }

    /** What was typed into a field; nothing for more than any field takes. */
    static String one(MultiValueMap<String, String> typed, String name) {
        String text = Objects.requireNonNullElse(typed.getFirst(name), "");
        return text.length() > LONGEST_FIELD ? "" : text;
    }

    static List<String> all(MultiValueMap<String, String> typed, String name) {
        return typed.getOrDefault(name, List.of()).stream()
                .filter(text -> !text.isBlank())
                .toList();
    }

    /** Groups that some access point is in, ascending. */
    static List<String> groups(Collection<AccessPoint> all) {
        return all.stream()
                .map(AccessPoint::group)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
