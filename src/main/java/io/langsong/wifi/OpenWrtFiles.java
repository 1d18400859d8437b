package io.langsong.wifi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that OpenWrt needs for hours and limits. Each network with hours has a script of its own below {@code /etc/langsong/wifi}, which sets
 * things to rights whenever it is run: each minute by one line that is added to the crontab unless it is there, and when an interface of
 * ours appears. So what stands in the crontab stays, and a box that was off when it should have opened or closed does so when it comes back.
 */
final class OpenWrtFiles {
    private static final String HOURS = """
            # LangSong: hours of Wi-Fi networks are looked at when one of them appears, and each minute.
            [ "$ACTION" = add ] || exit 0
            case "$INTERFACE" in wifi[0-9]*s-?g|wifi[0-9]*so-?g) ;; *) exit 0 ;; esac
            grep -qF /etc/langsong/wifi/ /etc/crontabs/root 2>/dev/null || {
              echo '* * * * * for f in /etc/langsong/wifi/*; do [ -f "$f" ] && sh "$f"; done' >> /etc/crontabs/root
              /etc/init.d/cron enable
              /etc/init.d/cron restart
            }
            ( sleep 5; for f in /etc/langsong/wifi/*; do [ -f "$f" ] && sh "$f"; done ) </dev/null >/dev/null 2>&1 &
            """;

    /** The package starts a queue only with the network that an interface is part of, not when Wi-Fi alone starts anew. */
    private static final String LIMITS = """
            # LangSong: limits of Wi-Fi networks are set anew when an interface of theirs appears.
            [ "$ACTION" = add ] || exit 0
            case "$INTERFACE" in wifi[0-9]*-?g) ;; *) exit 0 ;; esac
            [ -x /usr/lib/sqm/run.sh ] || exit 0
            ( sleep 5; /usr/lib/sqm/run.sh start "$INTERFACE" ) </dev/null >/dev/null 2>&1 &
            """;

    private OpenWrtFiles() {}

    static List<ObjectNode> of(WifiNetwork network) {
        List<ObjectNode> files = new ArrayList<>();
        WifiSchedule schedule = network.schedule();
        if (schedule != null) {
            files.add(file("/etc/langsong/wifi/" + network.id(), "0755", script(network, schedule)));
            files.add(file("/etc/hotplug.d/net/60-langsong-wifi-hours", "0644", HOURS));
        }
        if (network.isLimited()) {
            files.add(file("/etc/hotplug.d/net/61-langsong-wifi-limits", "0644", LIMITS));
        }
        return files;
    }

    private static ObjectNode file(String path, String mode, String contents) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("path", path)
                .put("mode", mode)
                .put("contents", contents);
    }

    /** Times have a 1 before them: a number that begins with 0 is octal to some shells. */
    private static String script(WifiNetwork network, WifiSchedule schedule) {
        String days = schedule.ordered().stream()
                .map(day -> Integer.toString(day.getValue()))
                .collect(Collectors.joining(" "));
        String sections = Air.of(network).stream()
                .map(air -> OpenWrtWifi.section(network, air))
                .collect(Collectors.joining(" "));
        String from = "1" + schedule.from().toString().replace(":", "");
        String until = "1" + schedule.until().toString().replace(":", "");
        String test = schedule.lastsOverMidnight()
                ? "{ starts $1 && [ $2 -ge %s ]; } || { starts $yesterday && [ $2 -lt %s ]; }"
                : "starts $1 && [ $2 -ge %s ] && [ $2 -lt %s ]";
        return """
                #!/bin/sh
                # LangSong: Wi-Fi network %d is on from %s until %s, beginning on the days %s (1 is Monday), by the time of Viet Nam.
                set -- $(TZ='<+07>-7' date +'%%u 1%%H%%M')
                yesterday=$((($1 + 5) %% 7 + 1))
                starts() { case " %s " in *" $1 "*) return 0 ;; esac; return 1; }
                off=1
                if %s; then off=0; fi
                changed=
                for section in %s; do
                  uci -q get "wireless.$section" >/dev/null || continue
                  [ "$(uci -q get "wireless.$section.disabled" || echo 0)" = $off ] && continue
                  uci set "wireless.$section.disabled=$off"
                  changed=1
                done
                [ -z "$changed" ] || { uci commit wireless; wifi reload; }
                """.formatted(
                network.id(), schedule.from(), schedule.until(), days, days, test.formatted(from, until), sections);
    }
}
