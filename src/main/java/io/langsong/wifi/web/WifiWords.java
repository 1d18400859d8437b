package io.langsong.wifi.web;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.Template.Scope;
import io.langsong.web.Words;
import io.langsong.wifi.Band;
import io.langsong.wifi.WifiNetwork;
import io.langsong.wifi.WifiSchedule;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network in plain words, in the language of the request on this thread. */
final class WifiWords {
    private static final String SAYS = "wifi.says.";
    private static final String WARNS = "wifi.warns.";

    private final Words words;
    private final InventorySnapshot inventory;

    WifiWords(Words words, InventorySnapshot inventory) {
        this.words = words;
        this.inventory = inventory;
    }

    /** What people in the village will notice of it, sentence by sentence. */
    List<String> says(WifiNetwork network) {
        List<String> says = new ArrayList<>();
        says.add(words.message(SAYS + "security." + network.security().code()));
        says.add(words.message(SAYS + "bands", bands(network)));
        says.add(words.message(SAYS + (network.isolated() ? "isolated" : "together")));
        says.add(
                network.vlan() == null
                        ? words.message(SAYS + "no-vlan")
                        : words.message(SAYS + "vlan", Integer.toString(network.vlan())));
        if (network.hidden()) {
            says.add(words.message(SAYS + "hidden"));
        }
        if (network.downKbit() != null) {
            says.add(words.message(SAYS + "down", words.bitRate(network.downKbit() * 1000.0)));
        }
        if (network.upKbit() != null) {
            says.add(words.message(SAYS + "up", words.bitRate(network.upKbit() * 1000.0)));
        }
        says.add(words.message(SAYS + "hours", hours(network)));
        says.add(words.message(SAYS + "scope", scope(network.scope())));
        return says;
    }

    /** {@code 2,4 GHz, 5 GHz} */
    String bands(WifiNetwork network) {
        return network.ordered().stream().map(this::band).collect(Collectors.joining(", "));
    }

    /** {@code 2,4 GHz}; also for templates. */
    public String band(Band band) {
        return words.number(Double.parseDouble(band.code()), 1) + " GHz";
    }

    /** {@code 06:00–22:00: thứ Hai, thứ Ba}; {@code suốt ngày đêm}. */
    String hours(WifiNetwork network) {
        WifiSchedule schedule = network.schedule();
        if (schedule == null) {
            return words.message("wifi.always");
        }
        String until = schedule.lastsOverMidnight()
                ? words.message("wifi.next-day", schedule.until().toString())
                : schedule.until().toString();
        return words.message("wifi.hours", schedule.from().toString(), until, days(schedule));
    }

    private String days(WifiSchedule schedule) {
        return schedule.days().size() == DayOfWeek.values().length
                ? words.message("wifi.every-day")
                : schedule.ordered().stream()
                        .map(day -> words.message("wifi.day." + day.name().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(", "));
    }

    /** {@code Thôn Man, Thôn Mận; nhóm: ngoài trời}; {@code mọi điểm phát}. */
    String scope(Scope scope) {
        List<String> limits = new ArrayList<>();
        if (!scope.villages().isEmpty()) {
            limits.add(scope.villages().stream().map(this::village).sorted().collect(Collectors.joining(", ")));
        }
        if (!scope.groups().isEmpty()) {
            limits.add(words.message(
                    "wifi.of-groups",
                    String.join(", ", scope.groups().stream().sorted().toList())));
        }
        if (!scope.models().isEmpty()) {
            limits.add(words.message(
                    "wifi.of-models",
                    String.join(", ", scope.models().stream().sorted().toList())));
        }
        return limits.isEmpty() ? words.message("wifi.everywhere") : String.join("; ", limits);
    }

    private String village(VillageId id) {
        return Optional.of(id).flatMap(inventory::village).map(Village::name).orElse(id.value());
    }

    /** What whoever saves it should know first. */
    List<String> warns(WifiNetwork network) {
        List<String> warns = new ArrayList<>();
        switch (network.security()) {
            case OPEN -> warns.add(words.message(WARNS + "open"));
            case OWE -> warns.add(words.message(WARNS + "owe"));
            case OWE_TRANSITION -> warns.add(words.message(WARNS + "owe-transition"));
            case WPA3 -> warns.add(words.message(WARNS + "wpa3"));
            case WPA2, WPA2_WPA3 -> {}
        }
        if (!network.isolated() && !network.security().hasPassword()) {
            warns.add(words.message(WARNS + "together"));
        }
        if (network.hidden()) {
            warns.add(words.message(WARNS + "hidden"));
        }
        if (network.bands().equals(Set.of(Band.GHZ_6))) {
            warns.add(words.message(WARNS + "six"));
        }
        if (network.isLimited()) {
            warns.add(words.message(WARNS + "limits"));
        }
        if (network.vlan() != null) {
            warns.add(words.message(WARNS + "vlan"));
        }
        if (network.schedule() != null) {
            warns.add(words.message(WARNS + "hours"));
        }
        return warns;
    }
}
