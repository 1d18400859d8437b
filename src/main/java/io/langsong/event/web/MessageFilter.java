package io.langsong.event.web;

import io.langsong.event.Kinds;
import io.langsong.event.Messages.Wish;
import io.langsong.event.Severity;
import io.langsong.inventory.DeviceId;
import io.langsong.web.AskedPeriod;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which messages somebody wants to see, as the address says it. What it says wrong is left out and told.
 *
 * @param text that is searched for, or empty
 * @param device id, or empty
 * @param kind code, or empty
 * @param severity code of the least one, or empty
 * @param troubles what was not understood
 */
record MessageFilter(
        String text, String device, String kind, String severity, AskedPeriod period, List<Trouble> troubles) {
    static final String PATH = "/su-kien";
    static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::code).toList();

    private static final int MOST_DAYS = 999;
    private static final int LONGEST = 200;

    /** @param what names the message that says which value can not be. @param value what was sent, so hostile */
    record Trouble(String what, String value) {
        Trouble {
            value = PlainText.shown(value);
        }
    }

    static MessageFilter of(Map<String, String> asked) {
        List<Trouble> troubles = new ArrayList<>();
        AskedPeriod period = AskedPeriod.of(asked, MOST_DAYS, (what, value) -> troubles.add(new Trouble(what, value)));
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
                period,
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

    Wish wish(Instant now, ZoneId zone) {
        return new Wish(
                null,
                device.isEmpty() ? null : new DeviceId(device),
                kind.isEmpty() ? null : kind,
                Severity.of(severity).orElse(null),
                text,
                period.begin(now, zone),
                // What came in since now was said is wanted too.
                period.to() == null ? null : period.end(now, zone));
    }

    /** Whether it leaves anything out but by time. */
    public boolean narrow() {
        return !(text + device + kind + severity).isEmpty();
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
        period.putInto(parameters);
        return PageAddress.of(path, parameters);
    }
}
