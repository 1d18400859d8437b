package io.langsong.wifi.web;

import io.langsong.inventory.VillageId;
import io.langsong.wifi.Band;
import io.langsong.wifi.WifiNetwork;
import io.langsong.wifi.WifiNetworkWish;
import io.langsong.wifi.WifiSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.util.MultiValueMap;

/** What stands in the form of a network, as typed; groups and models with commas between them. */
record WifiForm(
        String ssid,
        String security,
        List<String> bands,
        String vlan,
        boolean isolated,
        boolean hidden,
        String downKbit,
        String upKbit,
        List<String> days,
        String from,
        String until,
        List<String> villages,
        String groups,
        String models,
        String password,
        boolean overwrite,
        String reason,
        String version,
        String preview) {
    /** Open to all, as public Wi-Fi mostly is, but guests are kept apart. */
    static WifiForm blank() {
        return new WifiForm(
                "",
                "open",
                List.of("2.4", "5"),
                "",
                true,
                false,
                "",
                "",
                List.of(),
                "",
                "",
                List.of(),
                "",
                "",
                "",
                false,
                "",
                "",
                "");
    }

    static WifiForm of(WifiNetwork network) {
        WifiSchedule schedule = network.schedule();
        return new WifiForm(
                network.ssid(),
                network.security().code(),
                network.ordered().stream().map(Band::code).toList(),
                Objects.toString(network.vlan(), ""),
                network.isolated(),
                network.hidden(),
                Objects.toString(network.downKbit(), ""),
                Objects.toString(network.upKbit(), ""),
                schedule == null
                        ? List.of()
                        : schedule.ordered().stream()
                                .map(day -> day.name().toLowerCase(Locale.ROOT))
                                .toList(),
                schedule == null ? "" : schedule.from().toString(),
                schedule == null ? "" : schedule.until().toString(),
                network.scope().villages().stream().map(VillageId::value).toList(),
                typed(network.scope().groups()),
                typed(network.scope().models()),
                "",
                false,
                "",
                Integer.toString(network.version()),
                "");
    }

    private static String typed(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    static WifiForm of(MultiValueMap<String, String> typed) {
        return new WifiForm(
                WifiPage.one(typed, "ssid"),
                WifiPage.one(typed, "security"),
                WifiPage.all(typed, "bands"),
                WifiPage.one(typed, "vlan"),
                typed.containsKey("isolated"),
                typed.containsKey("hidden"),
                WifiPage.one(typed, "downKbit"),
                WifiPage.one(typed, "upKbit"),
                WifiPage.all(typed, "days"),
                WifiPage.one(typed, "from"),
                WifiPage.one(typed, "until"),
                WifiPage.all(typed, "villages"),
                WifiPage.one(typed, "groups"),
                WifiPage.one(typed, "models"),
                WifiPage.one(typed, "password"),
                typed.containsKey("overwrite"),
                WifiPage.one(typed, "reason"),
                WifiPage.one(typed, "version"),
                WifiPage.one(typed, "preview"));
    }

    /** The same, made from a newer version. */
    WifiForm at(int newer) {
        return new WifiForm(
                ssid,
                security,
                bands,
                vlan,
                isolated,
                hidden,
                downKbit,
                upKbit,
                days,
                from,
                until,
                villages,
                groups,
                models,
                password,
                overwrite,
                reason,
                Integer.toString(newer),
                preview);
    }

    WifiNetworkWish wish() {
        return new WifiNetworkWish(
                ssid,
                security,
                bands,
                WifiPage.number("vlan", vlan),
                isolated,
                hidden,
                WifiPage.number("downKbit", downKbit),
                WifiPage.number("upKbit", upKbit),
                days,
                from,
                until,
                villages,
                words(groups),
                words(models),
                password,
                overwrite,
                reason);
    }

    private static List<String> words(String typed) {
        return Arrays.stream(typed.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** That the form was made from; 0, which no version is, when it is no number. */
    int seen() {
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }
}
