package io.langsong.wifi;

import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.TemplateWish.VariableWish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the templates that are made here leave open, beside the name and the password of a network. */
final class WifiVariables {
    /** OpenWrt's network that a wireless network without a VLAN is part of. */
    static final String NETWORK = "wifi_network";
    /** RouterOS's bridge that all networks are part of. */
    static final String BRIDGE = "wifi_bridge";
    /** The port or bridge by which tagged packets leave a box. */
    static final String UPLINK = "wifi_uplink";

    private WifiVariables() {}

    /** OpenWrt's name of the radio of a band. */
    static String radio(Band band) {
        return "wifi_" + band.suffix() + "_radio";
    }

    /** 0: the box chooses. */
    static String channel(Band band) {
        return "wifi_" + band.suffix() + "_channel";
    }

    /** MHz. */
    static String width(Band band) {
        return "wifi_" + band.suffix() + "_width";
    }

    /** dBm. */
    static String power(Band band) {
        return "wifi_" + band.suffix() + "_power";
    }

    /** {@code HT}, {@code VHT} or {@code HE}: which Wi-Fi the radio is told to speak. */
    static String mode(Band band) {
        return "wifi_" + band.suffix() + "_mode";
    }

    static List<VariableWish> of(WifiNetwork network, Dialect dialect) {
        List<VariableWish> variables = new ArrayList<>();
        variables.add(new VariableWish(
                network.ssidVariable(),
                "text",
                true,
                network.ssid(),
                false,
                1,
                WifiNetwork.LONGEST_SSID,
                List.of(),
                null));
        if (network.security().hasPassword()) {
            variables.add(new VariableWish(network.keyVariable(), "text", true, null, true, 8, 63, List.of(), null));
        }
        if (dialect == Dialect.ROUTEROS) {
            variables.add(text(BRIDGE, "bridge"));
        } else {
            network.ordered().forEach(band -> variables.add(radioName(band)));
        }
        if (network.vlan() != null) {
            variables.add(text(UPLINK, dialect == Dialect.ROUTEROS ? "ether1" : "eth0"));
        } else if (dialect == Dialect.NETJSON) {
            variables.add(text(NETWORK, "lan"));
        }
        return variables;
    }

    static VariableWish radioName(Band band) {
        return text(radio(band), "radio" + band.ordinal());
    }

    private static VariableWish text(String name, String usual) {
        return new VariableWish(name, "text", true, usual, false, 1, 15, List.of(), null);
    }

    static VariableWish number(String name, int usual, int least, int most) {
        return new VariableWish(name, "integer", true, Integer.toString(usual), false, least, most, List.of(), null);
    }

    static VariableWish choice(String name, @Nullable String usual, List<String> choices) {
        return new VariableWish(name, "text", true, usual, false, null, null, choices, null);
    }
}
