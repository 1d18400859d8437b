package io.langsong.wifi;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.Template.Scope;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A network as it was typed, checked. */
final class CheckedNetwork {
    private static final int LEAST_KBIT = 64;
    private static final int MOST_KBIT = 10_000_000;
    private static final int LONGEST_WORD = 64;
    private static final int LEAST_PASSWORD = 8;
    private static final int MOST_PASSWORD = 63;

    private CheckedNetwork() {}

    /** @throws Refused with the field that is wrong */
    static WifiNetwork of(long id, int version, WifiNetworkWish wish) {
        String typed = Objects.requireNonNullElse(wish.security(), "").replace('-', '_');
        Security security = Typed.choice("security", typed, Security.class);
        return new WifiNetwork(
                id,
                version,
                ssid(wish.ssid()),
                security,
                bands(wish.bands(), security),
                within("vlan", wish.vlan(), 1, WifiNetwork.LAST_VLAN),
                wish.isolated(),
                wish.hidden(),
                within("downKbit", wish.downKbit(), LEAST_KBIT, MOST_KBIT),
                within("upKbit", wish.upKbit(), LEAST_KBIT, MOST_KBIT),
                schedule(wish),
                new Scope(
                        villages(wish.villages()),
                        words("groups", wish.groups()),
                        words("models", wish.models()),
                        Set.of()));
    }

    private static String ssid(@Nullable String typed) {
        String ssid = Typed.text("ssid", typed, WifiNetwork.LONGEST_SSID);
        int octets = ssid.getBytes(StandardCharsets.UTF_8).length;
        if (octets > WifiNetwork.LONGEST_SSID) {
            throw Refused.invalid(
                    "ssid",
                    typed,
                    "wifi.refused.ssid",
                    List.of(octets),
                    "has %d octets, since letters with marks take two or three".formatted(octets),
                    "give at most 32 octets");
        }
        return ssid;
    }

    private static Set<Band> bands(List<String> typed, Security security) {
        Set<Band> bands = EnumSet.noneOf(Band.class);
        for (String code : typed) {
            bands.add(Band.of(code)
                    .orElseThrow(() -> Refused.invalid(
                            "bands", code, "wifi.refused.band", List.of(), "is no band", "give 2.4, 5 or 6")));
        }
        if (bands.isEmpty()) {
            throw Refused.invalid(
                    "bands", null, "wifi.refused.no-band", List.of(), "is empty", "give at least one of 2.4, 5, 6");
        }
        for (Band band : bands) {
            if (!security.worksOn(band)) {
                throw Refused.invalid(
                        "bands",
                        band.code(),
                        "wifi.refused.six",
                        List.of(),
                        "does not go with " + security.code(),
                        "leave 6 GHz out, or choose owe, owe-transition, wpa2-wpa3 or wpa3");
            }
        }
        return bands;
    }

    private static @Nullable Integer within(String field, @Nullable Integer number, int least, int most) {
        if (number != null && (number < least || number > most)) {
            throw Refused.invalid(
                    field,
                    number.toString(),
                    "wifi.refused.range",
                    List.of(least, most),
                    "is out of range",
                    "give a whole number from %d to %d, or none".formatted(least, most));
        }
        return number;
    }

    private static @Nullable WifiSchedule schedule(WifiNetworkWish wish) {
        String from = Objects.requireNonNullElse(wish.from(), "").strip();
        String until = Objects.requireNonNullElse(wish.until(), "").strip();
        if (wish.days().isEmpty() && from.isEmpty() && until.isEmpty()) {
            return null;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        wish.days().forEach(day -> days.add(Typed.choice("days", day, DayOfWeek.class)));
        if (days.isEmpty()) {
            throw Refused.invalid(
                    "days", null, "wifi.refused.days", List.of(), "is empty", "give days, or neither days nor times");
        }
        return new WifiSchedule(days, time("from", from), time("until", until));
    }

    private static LocalTime time(String field, String typed) {
        if (!typed.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
            throw Refused.invalid(
                    field, typed, "wifi.refused.time", List.of(), "is no time of day", "write it like 06:00 or 22:30");
        }
        return LocalTime.parse(typed);
    }

    private static Set<VillageId> villages(List<String> typed) {
        try {
            return typed.stream().map(VillageId::new).collect(Collectors.toUnmodifiableSet());
        } catch (InventoryRefused notAnId) {
            throw Refused.invalid(
                    "villages",
                    null,
                    "wifi.refused.village",
                    List.of(),
                    "names a village that there is not",
                    "give ids of the inventory");
        }
    }

    private static Set<String> words(String field, List<String> typed) {
        Set<String> words = new LinkedHashSet<>();
        typed.stream()
                .filter(word -> !word.isBlank())
                .forEach(word -> words.add(Typed.text(field, word, LONGEST_WORD)));
        return words;
    }

    /**
     * A password as all devices understand it alike (IEEE 802.11 clause J.4.1).
     *
     * @throws Refused that does not repeat it
     */
    static String password(String typed) {
        boolean printable = typed.chars().allMatch(sign -> sign >= ' ' && sign <= '~');
        if (!printable || typed.length() < LEAST_PASSWORD || typed.length() > MOST_PASSWORD) {
            throw Refused.invalid(
                    "password",
                    null,
                    printable ? "wifi.refused.password.length" : "wifi.refused.password.signs",
                    List.of(LEAST_PASSWORD, MOST_PASSWORD),
                    printable
                            ? "has %d characters".formatted(typed.length())
                            : "has letters with marks, or others that not all devices type alike",
                    "give 8 to 63 letters without marks, digits and signs");
        }
        return typed;
    }
}
