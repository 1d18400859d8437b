package io.langsong.event.web;

import io.langsong.event.Kinds;
import io.langsong.event.Messages.Wish;
import io.langsong.event.Severity;
import io.langsong.inventory.DeviceId;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which messages somebody wants to see, as the address says it. What it says wrong is left out and told.
 *
 * @param text that is searched for, or empty
 * @param device id, or empty
 * @param kind code, or empty
 * @param severity code of the least one, or empty
 * @param days back from now, where no date is given
 * @param troubles what was not understood
 */
record MessageFilter(
        String text,
        String device,
        String kind,
        String severity,
        int days,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        List<Trouble> troubles) {
    static final String PATH = "/su-kien";
    static final List<Integer> PERIODS = List.of(1, 7, 30, 92);
    static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::code).toList();

    private static final int DAYS = 7;
    private static final int LONGEST = 200;

    /** @param what names the message that says which value can not be. @param value what was sent, so hostile */
    record Trouble(String what, String value) {
        Trouble {
            value = PlainText.shown(value);
        }
    }

    static MessageFilter of(Map<String, String> asked) {
        List<Trouble> troubles = new ArrayList<>();
        LocalDate from = date(asked, "tu", troubles);
        LocalDate to = date(asked, "den", troubles);
        if (from != null && to != null && to.isBefore(from)) {
            troubles.add(new Trouble("order", from + " → " + to));
            to = null;
        }
        String text = PlainText.searched(given(asked, "tim"));
        if (text.length() > LONGEST) {
            troubles.add(new Trouble("text", text));
            text = "";
        }
        return new MessageFilter(
                text,
                known(
                        asked,
                        "thiet-bi",
                        "device",
                        troubles,
                        value -> deviceId(value).map(DeviceId::value)),
                known(
                        asked,
                        "loai",
                        "kind",
                        troubles,
                        value -> Optional.of(value).filter(Kinds.ALL::contains)),
                known(
                        asked,
                        "muc",
                        "severity",
                        troubles,
                        value -> Severity.of(value).map(Severity::code)),
                days(asked, troubles),
                from,
                to,
                List.copyOf(troubles));
    }

    static Optional<DeviceId> deviceId(String value) {
        try {
            return Optional.of(new DeviceId(value));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static String given(Map<String, String> asked, String name) {
        return asked.getOrDefault(name, "").strip();
    }

    private static String known(
            Map<String, String> asked,
            String name,
            String what,
            List<Trouble> troubles,
            Function<String, Optional<String>> read) {
        String value = given(asked, name);
        if (value.isEmpty()) {
            return "";
        }
        Optional<String> known = read.apply(value);
        if (known.isEmpty()) {
            troubles.add(new Trouble(what, value));
        }
        return known.orElse("");
    }

    private static @Nullable LocalDate date(Map<String, String> asked, String name, List<Trouble> troubles) {
        String value = given(asked, name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(value);
            if (date.getYear() >= 2000 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeParseException notADate) {
            // As one that can not be.
        }
        troubles.add(new Trouble("date", value));
        return null;
    }

    private static int days(Map<String, String> asked, List<Trouble> troubles) {
        String value = given(asked, "ngay");
        if (value.isEmpty()) {
            return DAYS;
        }
        if (!value.matches("[1-9][0-9]{0,2}")) {
            troubles.add(new Trouble("days", value));
            return DAYS;
        }
        return Integer.parseInt(value);
    }

    Wish wish(Instant now, ZoneId zone) {
        Instant until = to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
        Instant begin = from != null
                ? from.atStartOfDay(zone).toInstant()
                : (until == null ? now : until).minus(Duration.ofDays(days));
        return new Wish(
                null,
                device.isEmpty() ? null : new DeviceId(device),
                kind.isEmpty() ? null : kind,
                Severity.of(severity).orElse(null),
                text,
                begin,
                until);
    }

    /** Whether it leaves anything out but by time. */
    public boolean narrow() {
        return !(text + device + kind + severity).isEmpty();
    }

    public boolean dated() {
        return from != null || to != null;
    }

    /** The same wish as the address of one page of the list. @param number from 1 */
    public String page(int number) {
        return PageAddress.page(address(PATH), number);
    }

    /** The same wish as an address. @param path of the page or the file */
    public String address(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tim", text);
        parameters.put("thiet-bi", device);
        parameters.put("loai", kind);
        parameters.put("muc", severity);
        parameters.put("ngay", dated() || days == DAYS ? "" : Integer.toString(days));
        parameters.put("tu", from == null ? "" : from.toString());
        parameters.put("den", to == null ? "" : to.toString());
        return PageAddress.of(path, parameters);
    }
}
