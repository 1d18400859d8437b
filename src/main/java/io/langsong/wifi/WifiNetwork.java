package io.langsong.wifi;

import io.langsong.provisioning.Template.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A network that access points open. Its password is no part of it: that is a sealed value of provisioning.
 *
 * @param id ascending from 1, never given twice; part of the names on boxes
 * @param version ascending from 1, one for each change
 * @param ssid its name, 1 to 32 octets of UTF-8
 * @param vlan 1 to 4094; null: the network of the box itself
 * @param isolated whether devices in it can not reach each other
 * @param hidden whether it does not tell its name
 * @param downKbit most that all its devices get together at one access point, kbit/s; null for no limit
 * @param upKbit as {@code downKbit}, of what they send
 * @param schedule when it is on; null: always
 * @param scope access points that open it; no tags
 */
public record WifiNetwork(
        long id,
        int version,
        String ssid,
        Security security,
        Set<Band> bands,
        @Nullable Integer vlan,
        boolean isolated,
        boolean hidden,
        @Nullable Integer downKbit,
        @Nullable Integer upKbit,
        @Nullable WifiSchedule schedule,
        Scope scope) {
    static final int LONGEST_SSID = 32;
    static final int LAST_VLAN = 4094;

    public WifiNetwork {
        int octets = ssid.getBytes(StandardCharsets.UTF_8).length;
        if (octets == 0 || octets > LONGEST_SSID || bands.isEmpty()) {
            throw new IllegalArgumentException(
                    "A network has a name of 1 to 32 octets, and bands: " + ssid + " " + bands);
        }
        bands = Set.copyOf(bands);
    }

    /** In ascending order. */
    public Set<Band> ordered() {
        return new TreeSet<>(bands);
    }

    public boolean isLimited() {
        return downKbit != null || upKbit != null;
    }

    /** Id of the template that it is for OpenWrt. */
    public String openWrtTemplate() {
        return "wifi-" + id;
    }

    /** Id of the template that it is for RouterOS. */
    public String routerOsTemplate() {
        return "wifi-" + id + "-routeros";
    }

    /** The variable that stands for its name; a value of it goes before {@link #ssid}. */
    public String ssidVariable() {
        return "wifi_" + id + "_ssid";
    }

    /** The secret variable that stands for its password. */
    public String keyVariable() {
        return "wifi_" + id + "_key";
    }
}
