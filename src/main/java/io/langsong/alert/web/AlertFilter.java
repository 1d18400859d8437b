package io.langsong.alert.web;

import io.langsong.alert.AlertRule;
import io.langsong.alert.Severity;
import io.langsong.inventory.DeviceId;
import io.langsong.web.AskedPeriod;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a person wants to see, as the address of the list says it. What can not be is left out and told.
 *
 * @param state {@code dang-dien-ra}, or empty for all
 * @param severity its code, or empty for all
 * @param device id, or empty for all
 * @param rule id, or empty for all
 */
record AlertFilter(
        String state, String severity, String device, String rule, AskedPeriod period, List<Trouble> troubles) {
    static final String PATH = "/canh-bao";
    static final String LASTING = "dang-dien-ra";
    private static final int MOST_DAYS = 999;

    /** @param what names the message that says which value can not be. @param value what was sent, so hostile */
    record Trouble(String what, String value) {
        Trouble {
            value = PlainText.shown(value);
        }
    }

    static AlertFilter of(Map<String, String> asked) {
        List<Trouble> troubles = new ArrayList<>();
        AskedPeriod period = AskedPeriod.of(asked, MOST_DAYS, (what, value) -> troubles.add(new Trouble(what, value)));
        return new AlertFilter(
                known(asked, "trang-thai", "state", troubles, LASTING::equals),
                known(asked, "muc", "severity", troubles, value -> severity(value) != null),
                known(
                        asked,
                        "thiet-bi",
                        "device",
                        troubles,
                        value -> deviceId(value).isPresent()),
                known(asked, "quy-tac", "rule", troubles, AlertRule::isId),
                period,
                List.copyOf(troubles));
    }

    private static String known(
            Map<String, String> asked, String name, String what, List<Trouble> troubles, Predicate<String> isKnown) {
        String value = asked.getOrDefault(name, "").strip();
        if (!value.isEmpty() && !isKnown.test(value)) {
            troubles.add(new Trouble(what, value));
            return "";
        }
        return value;
    }

    static Optional<DeviceId> deviceId(String value) {
        try {
            return Optional.of(new DeviceId(value));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static @Nullable Severity severity(String code) {
        return Arrays.stream(Severity.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** Whether it leaves anything out but by time. */
    public boolean narrow() {
        return !(state + severity + device + rule).isEmpty();
    }

    /** The same wish as the address of one page of the list. @param number from 1 */
    public String page(int number) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("trang-thai", state);
        parameters.put("muc", severity);
        parameters.put("thiet-bi", device);
        parameters.put("quy-tac", rule);
        period.putInto(parameters);
        return PageAddress.page(PageAddress.of(PATH, parameters), number);
    }
}
