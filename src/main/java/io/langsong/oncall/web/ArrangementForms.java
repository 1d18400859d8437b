package io.langsong.oncall.web;

import io.langsong.access.Refused;
import io.langsong.oncall.Arrangements;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.OverrideWish;
import io.langsong.oncall.RotaId;
import io.langsong.oncall.SwapWish;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Standing in for one another, and swapping; for technicians. */
@Controller
class ArrangementForms {
    private final OnCall onCall;
    private final Arrangements arrangements;
    private final Words words;

    ArrangementForms(OnCall onCall, Arrangements arrangements, Words words) {
        this.onCall = onCall;
        this.arrangements = arrangements;
        this.words = words;
    }

    /** What stands in the two forms. */
    record Given(String person, String from, String until, String note, String one, String other, String swapNote) {}

    @PostMapping("/lich-truc/{id}/thay")
    String override(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String note,
            RedirectAttributes flash) {
        RotaId rota = rota(id);
        try {
            arrangements.override(rota, new OverrideWish(person, local(from), local(until), note), who());
            flash.addFlashAttribute("notice", "oncall.saved");
            return page(rota, "");
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute("given", given(person, from, until, note, "", "", ""));
            return page(rota, "#thay");
        }
    }

    @PostMapping("/lich-truc/{id}/thay/{number}/ket-thuc")
    String endOverride(@PathVariable String id, @PathVariable String number, RedirectAttributes flash) {
        RotaId rota = rota(id);
        try {
            arrangements.endOverride(rota, number(number));
            flash.addFlashAttribute("notice", "oncall.override.ended");
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return page(rota, "");
    }

    @PostMapping("/lich-truc/{id}/doi")
    String swap(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String one,
            @RequestParam(defaultValue = "") String other,
            @RequestParam(defaultValue = "") String note,
            RedirectAttributes flash) {
        RotaId rota = rota(id);
        try {
            arrangements.swap(rota, new SwapWish(side(one), side(other), note), who());
            flash.addFlashAttribute("notice", "oncall.saved");
            return page(rota, "");
        } catch (Refused refused) {
            String field = refused.field().equals("note") ? "swapNote" : refused.field();
            flash.addFlashAttribute("errors", Map.of(field, words.refusal(refused)));
            flash.addFlashAttribute("given", given("", "", "", "", one, other, note));
            return page(rota, "#doi");
        }
    }

    @PostMapping("/lich-truc/{id}/doi/{number}/huy")
    String undoSwap(@PathVariable String id, @PathVariable String number, RedirectAttributes flash) {
        RotaId rota = rota(id);
        try {
            arrangements.undoSwap(rota, number(number));
            flash.addFlashAttribute("notice", "oncall.swap.undone");
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return page(rota, "");
    }

    /** A turn as the form has it: who, from when, until when. */
    private static SwapWish.Side side(String typed) {
        String[] parts = typed.split(" ", 4);
        return parts.length == 3
                ? new SwapWish.Side(parts[0], instant(parts[1]), instant(parts[2]))
                : new SwapWish.Side(null, null, null);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** What a browser sends of a field for date and time, or somebody types who has none. */
    private static @Nullable Instant local(String typed) {
        try {
            return LocalDateTime.parse(typed.strip().replace(' ', 'T'))
                    .atZone(OnCall.ZONE)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** What is no number is that of nothing. */
    private static long number(String typed) {
        return typed.matches("[0-9]{1,18}") ? Long.parseLong(typed) : -1;
    }

    private static Given given(
            String person, String from, String until, String note, String one, String other, String swapNote) {
        return new Given(
                RotaForms.shortened(person),
                RotaForms.shortened(from),
                RotaForms.shortened(until),
                RotaForms.shortened(note),
                RotaForms.shortened(one),
                RotaForms.shortened(other),
                RotaForms.shortened(swapNote));
    }

    private RotaId rota(String id) {
        return RotaPages.roster(onCall, id).rota().id();
    }

    private static String page(RotaId rota, String part) {
        return "redirect:/lich-truc/" + rota + part;
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }
}
