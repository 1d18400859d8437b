package io.langsong.simulator;

import static io.langsong.simulator.Values.counter;
import static io.langsong.simulator.Values.gauge;
import static io.langsong.simulator.Values.integer;
import static io.langsong.simulator.Values.text;

import io.langsong.simulator.Hardware.Radio;
import java.nio.charset.StandardCharsets;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** What the three families of access point tell about their Wi-Fi. */
final class WifiMibs {
    private static final String EXTEND = "1.3.6.1.4.1.8072.1.3.2.";
    private static final String MIKROTIK_AP = "1.3.6.1.4.1.14988.1.1.1.3.1.";
    private static final String UNIFI_RADIO = "1.3.6.1.4.1.41112.1.6.1.1.1.";
    private static final String UNIFI_VAP = "1.3.6.1.4.1.41112.1.6.1.2.1.";
    private static final String UNIFI_SYSTEM = "1.3.6.1.4.1.41112.1.6.3.";

    private WifiMibs() {}

    /** NET-SNMP-EXTEND-MIB with the names that the usual scripts for OpenWrt give. */
    static void openWrt(Mib.Builder mib, Hardware hardware) {
        int[] count = {0};
        extend(mib, count, "distro", (box, at) -> "OpenWrt 23.05.5");
        extend(mib, count, "hardware", (box, at) -> hardware.model());
        StringBuilder names = new StringBuilder();
        for (Radio radio : hardware.radios()) {
            names.append(names.length() == 0 ? "" : "\n").append(radio.name()).append(",wl-");
            names.append(radio.fiveGhz() ? "5.0G" : "2.4G");
        }
        extend(mib, count, "interfaces", (box, at) -> names.toString());
        extend(mib, count, "clients-wlan", (box, at) -> {
            int sum = 0;
            for (Radio radio : hardware.radios()) {
                sum += Values.clients(box, radio, at);
            }
            return Integer.toString(sum);
        });
        for (Radio radio : hardware.radios()) {
            String name = radio.name();
            extend(mib, count, "clients-" + name, (box, at) -> Integer.toString(Values.clients(box, radio, at)));
            extend(mib, count, "frequency-" + name, (box, at) -> Integer.toString(Values.frequency(box, radio)));
            extend(mib, count, "noise-floor-" + name, (box, at) -> Integer.toString(Values.noiseFloor(box, radio, at)));
            double[] shares = {0.3, 1, 2.1};
            String[] kinds = {"min", "avg", "max"};
            for (int kind = 0; kind < kinds.length; kind++) {
                double share = shares[kind];
                extend(mib, count, "rate-tx-" + name + "-" + kinds[kind], (box, at) -> rate(box, radio, at, share));
                extend(
                        mib,
                        count,
                        "rate-rx-" + name + "-" + kinds[kind],
                        (box, at) -> rate(box, radio, at, share * 0.8));
                extend(
                        mib,
                        count,
                        "snr-" + name + "-" + kinds[kind],
                        (box, at) -> Integer.toString((int) (snr(box, radio, at) * (0.5 + share / 2.2))));
            }
        }
        int lines = count[0];
        mib.scalar(EXTEND + "1", (box, at) -> integer(lines));
    }

    private interface Output {
        String read(Box box, long at);
    }

    /** The index is the name, its length before it (RFC 2578 section 7.7). */
    private static void extend(Mib.Builder mib, int[] count, String name, Output output) {
        StringBuilder index = new StringBuilder(Integer.toString(name.length()));
        for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
            index.append('.').append(letter);
        }
        String instance = index.toString();
        count[0]++;
        mib.cell(EXTEND + "3.1.1", instance, (box, at) -> text(firstLine(output.read(box, at))));
        mib.cell(EXTEND + "3.1.2", instance, (box, at) -> text(output.read(box, at)));
        mib.cell(
                EXTEND + "3.1.3",
                instance,
                (box, at) -> integer(output.read(box, at).lines().count()));
        mib.cell(EXTEND + "3.1.4", instance, (box, at) -> integer(0));
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static String rate(Box box, Radio radio, long at, double share) {
        if (Values.clients(box, radio, at) == 0) {
            return "0";
        }
        return Long.toString(100_000 * Math.round(share * 10 * meanRateMbps(box, radio, at)));
    }

    private static double meanRateMbps(Box box, Radio radio, long at) {
        return (radio.fiveGhz() ? 320 : 78) * (1 + 0.15 * box.wobble(at, 70 + radio.port(), 330));
    }

    private static int snr(Box box, Radio radio, long at) {
        return (int) Math.round((radio.fiveGhz() ? 31 : 27) + 3 * box.wobble(at, 80 + radio.port(), 420));
    }

    /** MIKROTIK-MIB mtxrWlApTable, with its clients and CCQ typed as counters as the real one has them. */
    static void mikrotik(Mib.Builder mib, Hardware hardware) {
        for (Radio radio : hardware.radios()) {
            int index = hardware.ports().get(radio.port()).ifIndex();
            Variable band = text(radio.fiveGhz() ? "5ghz-a/n/ac" : "2ghz-b/g/n");
            mib.cell(
                    MIKROTIK_AP + "2", index, (box, at) -> gauge(Math.round(meanRateMbps(box, radio, at)) * 1_000_000));
            mib.cell(
                    MIKROTIK_AP + "3",
                    index,
                    (box, at) -> gauge(Math.round(meanRateMbps(box, radio, at) * 0.8) * 1_000_000));
            mib.cell(MIKROTIK_AP + "4", index, (box, at) -> text(Values.ssid()));
            mib.cell(MIKROTIK_AP + "5", index, (box, at) -> new OctetString(Values.mac(box, index)));
            mib.cell(MIKROTIK_AP + "6", index, (box, at) -> counter(Values.clients(box, radio, at)));
            mib.cell(MIKROTIK_AP + "7", index, (box, at) -> integer(Values.frequency(box, radio)));
            mib.cell(MIKROTIK_AP + "8", index, (box, at) -> band);
            mib.cell(MIKROTIK_AP + "9", index, (box, at) -> integer(Values.noiseFloor(box, radio, at)));
            mib.cell(MIKROTIK_AP + "10", index, (box, at) -> counter(100 - Values.utilization(box, radio, at) / 2));
            mib.cell(MIKROTIK_AP + "11", index, (box, at) -> counter(Values.clients(box, radio, at)));
        }
    }

    /** UBNT-UniFi-MIB: one VAP a radio with people on it, and one unused whose SSID is empty. */
    static void unifi(Mib.Builder mib, Hardware hardware) {
        if (hardware.radios().isEmpty()) {
            return;
        }
        for (int place = 0; place < hardware.radios().size(); place++) {
            Radio radio = hardware.radios().get(place);
            int index = place + 1;
            mib.cell(UNIFI_RADIO + "1", index, (box, at) -> integer(index));
            mib.cell(UNIFI_RADIO + "2", index, (box, at) -> text("wifi" + (index - 1)));
            mib.cell(UNIFI_RADIO + "3", index, (box, at) -> text(radio.name()));
            mib.cell(UNIFI_RADIO + "6", index, (box, at) -> integer(Values.utilization(box, radio, at)));
            mib.cell(UNIFI_RADIO + "7", index, (box, at) -> integer(Values.utilization(box, radio, at) / 6));
            mib.cell(UNIFI_RADIO + "8", index, (box, at) -> integer(Values.utilization(box, radio, at) / 2));
            mib.cell(UNIFI_RADIO + "9", index, (box, at) -> integer(Values.utilization(box, radio, at) / 4));
            vap(mib, index, radio, true);
            vap(mib, index + 2, radio, false);
        }
        mib.scalar(UNIFI_SYSTEM + "3", (box, at) -> text(hardware.model()));
        mib.scalar(UNIFI_SYSTEM + "5", (box, at) -> counter((at - box.life.bootAt()) / 1000));
        mib.scalar(UNIFI_SYSTEM + "6", (box, at) -> text("6.6.57.15206"));
    }

    private static void vap(Mib.Builder mib, int index, Radio radio, boolean used) {
        mib.cell(UNIFI_VAP + "1", index, (box, at) -> integer(index));
        mib.cell(UNIFI_VAP + "2", index, (box, at) -> new OctetString(Values.mac(box, 16 + index)));
        mib.cell(
                UNIFI_VAP + "3",
                index,
                (box, at) -> integer(used ? 1000 - 4L * Values.utilization(box, radio, at) : 0));
        mib.cell(UNIFI_VAP + "4", index, (box, at) -> integer(Values.channel(box, radio)));
        mib.cell(UNIFI_VAP + "6", index, (box, at) -> text(used ? Values.ssid() : ""));
        mib.cell(UNIFI_VAP + "7", index, (box, at) -> text("ath" + (index - 1)));
        mib.cell(UNIFI_VAP + "8", index, (box, at) -> integer(used ? Values.clients(box, radio, at) : 0));
        mib.cell(UNIFI_VAP + "9", index, (box, at) -> text(radio.name()));
        mib.cell(
                UNIFI_VAP + "10",
                index,
                (box, at) -> counter(used ? box.ports.get(radio.port()).inOctets32(at) : 0));
        mib.cell(
                UNIFI_VAP + "16",
                index,
                (box, at) -> counter(used ? box.ports.get(radio.port()).outOctets32(at) : 0));
        mib.cell(
                UNIFI_VAP + "20",
                index,
                (box, at) -> counter(used ? box.ports.get(radio.port()).outOctets(at) / 21_000 : 0));
        mib.cell(UNIFI_VAP + "21", index, (box, at) -> integer(radio.fiveGhz() ? 23 : 20));
        mib.cell(UNIFI_VAP + "22", index, (box, at) -> integer(used ? 1 : 2));
    }
}
