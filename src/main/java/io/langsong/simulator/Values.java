package io.langsong.simulator;

import java.nio.charset.StandardCharsets;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;

/** Short ways to make values of the SMI, and the quantities that several MIBs show. */
final class Values {
    private static final long MASK_32 = 0xffffffffL;

    private Values() {}

    static Variable integer(long value) {
        return new Integer32((int) value);
    }

    static Variable text(String value) {
        return new OctetString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** As the agents of Linux do who print figures. */
    static Variable text(long value) {
        return text(Long.toString(value));
    }

    static Variable gauge(long value) {
        return new Gauge32(Math.max(0, value));
    }

    static Variable counter(long value) {
        return new Counter32(value & MASK_32);
    }

    static Variable counter64(long value) {
        return new Counter64(value);
    }

    static Variable ticks(long hundredths) {
        return new TimeTicks(Math.max(0, hundredths) & MASK_32);
    }

    /** Clients of one radio: they follow the activity of the place. */
    static int clients(Box box, Hardware.Radio radio, long at) {
        double wave = 1 + 0.2 * box.wobble(at, radio.port(), 1700);
        return (int) Math.round(radio.clients() * box.level(at) * wave);
    }

    /** @return percent, 2 to 97 */
    static int cpu(Box box, long at) {
        double load = 6 + 38 * box.level(at) + 5 * box.wobble(at, 1, 47) + box.fixed(2, 6);
        return (int) Math.max(2, Math.min(97, Math.round(load)));
    }

    /** @return kilobytes in use by programs, without buffers and cache */
    static int memoryUsedKb(Box box, long at) {
        double share = 0.38 + 0.12 * box.level(at) + 0.02 * box.wobble(at, 3, 5400) + box.fixed(4, 10) / 100.0;
        return (int) (box.hardware.memoryKb() * share);
    }

    /** @return tenths of a degree Celsius: warm by day, warmer under load */
    static int temperatureTenths(Box box, long at) {
        double hours = (at / 3_600_000.0 + 7) % 24;
        double day = Math.cos((hours - 14) / 24 * 2 * Math.PI);
        return (int) Math.round(10 * (41 + 5 * day + 6 * box.level(at) + box.wobble(at, 5, 900) + box.fixed(6, 5)));
    }

    /** @return dBm, -98 to -84 */
    static int noiseFloor(Box box, Hardware.Radio radio, long at) {
        double busy = radio.fiveGhz() ? -96 : -92 + 4 * box.level(at);
        return (int) Math.round(busy + 1.5 * box.wobble(at, 10 + radio.port(), 240));
    }

    /** @return percent of the time in which the channel is busy */
    static int utilization(Box box, Hardware.Radio radio, long at) {
        double share = (radio.fiveGhz() ? 6 : 18) + (radio.fiveGhz() ? 30 : 52) * box.level(at);
        return (int) Math.max(1, Math.min(98, Math.round(share + 3 * box.wobble(at, 20 + radio.port(), 75))));
    }

    static int channel(Box box, Hardware.Radio radio) {
        int[] channels = radio.fiveGhz() ? new int[] {52, 100, 108, 149, 157, 161} : new int[] {1, 6, 11};
        return channels[box.fixed(30 + radio.port(), channels.length)];
    }

    /** @return MHz */
    static int frequency(Box box, Hardware.Radio radio) {
        return (radio.fiveGhz() ? 5000 : 2407) + 5 * channel(box, radio);
    }

    /** The SSID that the whole commune has; "mẫu" says that it is a sample. */
    static String ssid() {
        return "WiFi xã mẫu";
    }

    /** A locally administered address, so that it belongs to no maker. */
    static byte[] mac(Box box, int ifIndex) {
        long seed = box.seed;
        return new byte[] {
            0x02, (byte) (seed >> 24), (byte) (seed >> 16), (byte) (seed >> 8), (byte) seed, (byte) ifIndex
        };
    }
}
