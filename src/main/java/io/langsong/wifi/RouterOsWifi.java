package io.langsong.wifi;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network as a script for RouterOS 7.13 and later. All that it makes has a comment of its own by which it is taken away first, so that
 * running it again leaves one of each, and nothing of what is no longer wanted. The radio's own interface stays as it is: it carries those
 * that are made here.
 */
final class RouterOsWifi {
    private static final int MINUTES = 60;

    private final WifiNetwork network;
    private final String mark;
    private final StringBuilder script = new StringBuilder();

    private RouterOsWifi(WifiNetwork network) {
        this.network = network;
        this.mark = "langsong-wifi-" + network.id();
    }

    static String content(WifiNetwork network) {
        return new RouterOsWifi(network).script();
    }

    /** Takes away what {@link #content} made; for a terminal of the box. */
    static String removal(WifiNetwork network) {
        RouterOsWifi one = new RouterOsWifi(network);
        one.remove();
        return one.script.toString();
    }

    private String script() {
        line("# Wi-Fi " + network.id());
        remove();
        vlan();
        datapath();
        Air.of(network).forEach(this::air);
        Air.of(network).stream().filter(Air::paired).forEach(this::pair);
        limits();
        WifiSchedule schedule = network.schedule();
        if (schedule != null) {
            hours(schedule);
        }
        return script.toString();
    }

    private void line(String text) {
        script.append(text).append('\n');
    }

    /** What is used is taken away after what uses it. */
    private void remove() {
        for (String menu : new String[] {
            "/system scheduler",
            "/queue simple",
            "/interface wifi",
            "/interface wifi configuration",
            "/interface wifi security",
            "/interface wifi datapath"
        }) {
            line("%s remove [find where comment=\"%s\"]".formatted(menu, mark));
        }
    }

    /** Another network, or the box itself, may have the VLAN already. */
    private void vlan() {
        if (network.vlan() != null) {
            line(":do {/interface bridge vlan add bridge=%s vlan-ids=%d tagged=(%s . \",\" . %s)} on-error={}"
                    .formatted(
                            place(WifiVariables.BRIDGE),
                            network.vlan(),
                            place(WifiVariables.BRIDGE),
                            place(WifiVariables.UPLINK)));
        }
    }

    private static String place(String variable) {
        return "[(${" + variable + "})]";
    }

    private void datapath() {
        line("/interface wifi datapath add name=\"%s\" comment=\"%s\" bridge=%s client-isolation=%s%s"
                .formatted(
                        mark,
                        mark,
                        place(WifiVariables.BRIDGE),
                        yes(network.isolated()),
                        network.vlan() == null ? "" : " vlan-id=" + network.vlan()));
    }

    private static String yes(boolean claim) {
        return claim ? "yes" : "no";
    }

    private String name(Band band, boolean twin) {
        return mark + "-" + band.suffix() + (twin ? "-owe" : "");
    }

    private void air(Air air) {
        String name = name(air.band(), air.twin());
        line("/interface wifi security add name=\"%s\" comment=\"%s\" authentication-types=%s%s"
                .formatted(
                        name,
                        mark,
                        authentication(air.cipher()),
                        air.cipher().hasPassword() ? " passphrase=" + place(network.keyVariable()) : ""));
        line(
                "/interface wifi configuration add name=\"%s\" comment=\"%s\" mode=ap ssid=%s hide-ssid=%s security=\"%s\" datapath=\"%s\""
                        .formatted(
                                name,
                                mark,
                                air.twin() ? '"' + OpenWrtWifi.twinSsid(network) + '"' : place(network.ssidVariable()),
                                yes(air.hidden()),
                                name,
                                mark));
        // Off until the hours are looked at, a minute later at most.
        line(
                ":foreach r in=[/interface wifi radio find] do={:if (([:tostr [/interface wifi radio get $r bands]] ~ \"%sghz\")"
                                .formatted(
                                        air.band() == Band.GHZ_2_4
                                                ? "2"
                                                : air.band().code())
                        + " && ([:len [/interface wifi find where name=\"%s\"]] = 0)) do={/interface wifi add name=\"%s\" comment=\"%s\""
                                .formatted(name, name, mark)
                        + " master-interface=[/interface wifi radio get $r interface] configuration=\"%s\" disabled=%s}}"
                                .formatted(name, yes(network.schedule() != null)));
    }

    private static String authentication(Security cipher) {
        return switch (cipher) {
            case OPEN -> "\"\"";
            case OWE, OWE_TRANSITION -> "owe";
            case WPA2 -> "wpa2-psk";
            case WPA2_WPA3 -> "wpa2-psk,wpa3-psk";
            case WPA3 -> "wpa3-psk";
        };
    }

    private void pair(Air air) {
        line("/interface wifi set [find where name=\"%s\"] security.owe-transition-interface=\"%s\""
                .formatted(name(air.band(), air.twin()), name(air.band(), !air.twin())));
    }

    private void limits() {
        if (network.isLimited()) {
            line(":if ([:len [/interface wifi find where comment=\"%s\"]] > 0) do={:local t \"\";".formatted(mark)
                    + " :foreach i in=[/interface wifi find where comment=\"%s\"] do={:if ($t != \"\") do={:set t ($t . \",\")};"
                            .formatted(mark)
                    + " :set t ($t . [/interface wifi get $i name])};"
                    + " /queue simple add name=\"%s\" comment=\"%s\" target=$t max-limit=%s/%s}"
                            .formatted(mark, mark, limit(network.upKbit()), limit(network.downKbit())));
        }
    }

    private static String limit(@Nullable Integer kbit) {
        return kbit == null ? "0" : kbit + "k";
    }

    /** RouterOS has no day of the week: the first day of its count of seconds was a Thursday. */
    private void hours(WifiSchedule schedule) {
        String days = Arrays.stream(DayOfWeek.values())
                .map(day -> schedule.days().contains(day) ? "1" : "0")
                .collect(Collectors.joining());
        String today = "[:pick \"" + days + "\" $d] = \"1\"";
        String yesterday = "[:pick \"" + days + "\" (($d + 6) % 7)] = \"1\"";
        int from = schedule.from().toSecondOfDay() / MINUTES;
        int until = schedule.until().toSecondOfDay() / MINUTES;
        String on = schedule.lastsOverMidnight()
                ? "((%s) && ($m >= %d)) || ((%s) && ($m < %d))".formatted(today, from, yesterday, until)
                : "(%s) && ($m >= %d) && ($m < %d)".formatted(today, from, until);
        String look = ":local s ([:tonsec [:timestamp]] / 1000000000 + %d); :local m (($s / 60) %% 1440);"
                        .formatted(WifiSchedule.ZONE.getTotalSeconds())
                + " :local d ((($s / 86400) + 3) % 7); :local on (" + on + ");"
                + " :foreach i in=[/interface wifi find where comment=\"" + mark + "\"] do={"
                + ":if ([/interface wifi get $i disabled] = $on) do={/interface wifi set $i disabled=(!$on)}}";
        line(
                "/system scheduler add name=\"%s\" comment=\"%s\" interval=1m start-time=startup policy=read,write,test on-event=\"%s\""
                        .formatted(
                                mark,
                                mark,
                                look.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$")));
    }
}
