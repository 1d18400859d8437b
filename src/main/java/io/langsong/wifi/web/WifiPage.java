package io.langsong.wifi.web;

import io.langsong.access.Refused;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What the pages and calls of this module do alike. */
final class WifiPage {
    private static final int LONGEST_FIELD = 2_000;

    private WifiPage() {}

    static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** The name of whoever sent the request on this thread; all routes of this module are for those who signed in. */
    static String who() {
        return Objects.requireNonNull(SignedIn.current()).name();
    }

    /** The page once more, with what is wrong at its field. */
    static ModelAndView refused(String view, Model model, Refused refused, Words words) {
        model.addAttribute("errors", Map.of(field(refused), words.refusal(refused)));
        return new ModelAndView(view, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** What is refused of a template or a value has no field here; it is shown above the button. */
    private static String field(Refused refused) {
        return switch (refused.field()) {
            case "ssid",
                    "security",
                    "bands",
                    "vlan",
                    "downKbit",
                    "upKbit",
                    "days",
                    "from",
                    "until",
                    "villages",
                    "groups",
                    "models",
                    "password",
                    "overwrite",
                    "reason" -> refused.field();
            default -> refused.field().contains("/") ? refused.field() : "other";
        };
    }

    static String one(MultiValueMap<String, String> typed, String name) {
        String text = Objects.requireNonNullElse(typed.getFirst(name), "");
        return text.length() > LONGEST_FIELD ? "" : text;
    }

    static List<String> all(MultiValueMap<String, String> typed, String name) {
        return typed.getOrDefault(name, List.of()).stream()
                .filter(text -> !text.isBlank())
                .toList();
    }

    /** Null: nothing was typed. @throws Refused when it is no whole number */
    static @Nullable Integer number(String field, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw Refused.invalid(
                    field, typed, "wifi.refused.number", List.of(), "is no whole number", "give digits alone");
        }
        return Integer.valueOf(text);
    }

    /** In the official order. */
    static List<Village> villages(InventorySnapshot inventory) {
        return inventory.villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .toList();
    }

    /** A list of villages can be typed past: a network for a village that there is not would be for nothing. @throws Refused for one */
    static void requireVillages(InventorySnapshot inventory, List<String> villages) {
        for (String village : villages) {
            if (!Ids.isOne(village) || inventory.village(new VillageId(village)).isEmpty()) {
                throw Refused.invalid(
                        "villages",
                        village,
                        "wifi.refused.village",
                        List.of(),
                        "is not in the inventory",
                        "GET /api/v1/villages lists them");
            }
        }
    }
}
