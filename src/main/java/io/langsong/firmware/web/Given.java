package io.langsong.firmware.web;

import io.langsong.access.Refused;
import io.langsong.firmware.Images.ImageWish;
import io.langsong.firmware.UpgradeWish;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.maintenance.Timing;
import io.langsong.web.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;

/** What was typed into the forms of this module, read, and shown again when it is refused. */
final class Given {
    private static final int LONGEST_FIELD = 20_000;

    private Given() {}

    /** The page once more, with what is wrong at its field. */
    static ModelAndView refused(String view, Model model, Refused refused, Words words) {
        model.addAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        return new ModelAndView(view, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    static String one(MultiValueMap<String, String> typed, String name) {
        String text = Objects.requireNonNullElse(typed.getFirst(name), "");
        return text.length() > LONGEST_FIELD ? "" : text;
    }

    /** Names of boards have commas in them, and no spaces. */
    static List<String> boards(String typed) {
        return typed.isBlank() ? List.of() : List.of(typed.strip().split("\\s+"));
    }

    /** @param kept SHA-256 of a file that came before; empty for none */
    record ImageForm(String kept, String name, String expected, String version, String boards) {
        static final ImageForm EMPTY = new ImageForm("", "", "", "", "");

        static ImageForm of(MultiValueMap<String, String> typed, String kept, String fileName) {
            String name = one(typed, "name");
            return new ImageForm(
                    kept,
                    name.isBlank() ? fileName : name,
                    one(typed, "expected"),
                    one(typed, "version"),
                    one(typed, "boards"));
        }

        ImageWish wish() {
            return new ImageWish(name, expected, version, Given.boards(boards));
        }
    }

    /** @param looked each {@code id=version} */
    record UpgradeForm(
            String image,
            List<String> looked,
            String reason,
            String stopAfter,
            String atOnce,
            String notBefore,
            String from,
            String until) {
        static UpgradeForm empty(String image) {
            return new UpgradeForm(image, List.of(), "", "", "", "", "", "");
        }

        static UpgradeForm of(MultiValueMap<String, String> typed) {
            return new UpgradeForm(
                    one(typed, "ban"),
                    typed.getOrDefault("looked", List.of()),
                    one(typed, "reason"),
                    one(typed, "stopAfter"),
                    one(typed, "atOnce"),
                    one(typed, "notBefore"),
                    one(typed, "from"),
                    one(typed, "until"));
        }

        Map<DeviceId, String> places() {
            Map<DeviceId, String> places = new LinkedHashMap<>();
            for (String one : looked) {
                int at = one.indexOf('=');
                if (at > 0 && Ids.isOne(one.substring(0, at))) {
                    places.put(new DeviceId(one.substring(0, at)), one.substring(at + 1));
                }
            }
            return places;
        }

        UpgradeWish wish() {
            Map<DeviceId, String> places = places();
            return new UpgradeWish(
                    image,
                    List.copyOf(places.keySet()),
                    places,
                    reason,
                    number("stopAfter", stopAfter),
                    number("atOnce", atOnce),
                    moment(notBefore),
                    time("from", from),
                    time("until", until));
        }
    }

    private static @Nullable Integer number(String field, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Refused.invalid(
                    field, typed, "firmware.refused.whole", List.of(), "is no whole number", "give digits alone");
        }
        return Integer.valueOf(text);
    }

    private static @Nullable Instant moment(String typed) {
        try {
            return typed.isBlank()
                    ? null
                    : LocalDateTime.parse(typed.strip()).atZone(Timing.ZONE).toInstant();
        } catch (DateTimeException notOne) {
            throw Refused.invalid(
                    "notBefore",
                    typed,
                    "firmware.refused.moment",
                    List.of(),
                    "is no date with a time",
                    "write it like 2026-12-01T22:00");
        }
    }

    /** @throws Refused when it is no time of the day */
    static @Nullable LocalTime time(String field, @Nullable String typed) {
        try {
            return typed == null || typed.isBlank() ? null : LocalTime.parse(typed.strip());
        } catch (DateTimeException notOne) {
            throw Refused.invalid(
                    field, typed, "firmware.refused.time", List.of(), "is no time of the day", "write it like 22:00");
        }
    }
}
