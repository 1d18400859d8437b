package io.langsong.simulator;

import static io.langsong.simulator.Values.gauge;
import static io.langsong.simulator.Values.integer;
import static io.langsong.simulator.Values.text;

import io.langsong.simulator.Hardware.PortSpec;
import io.langsong.simulator.Hardware.Role;

/** POWER-ETHERNET-MIB of switches; health, supply and identity of MikroTik. */
final class PowerMibs {
    private static final String PSE_PORT = "1.3.6.1.2.1.105.1.1.1.";
    private static final String PSE_MAIN = "1.3.6.1.2.1.105.1.3.1.1.";
    private static final String MIKROTIK = "1.3.6.1.4.1.14988.1.1.";
    private static final int SEARCHING = 2;
    private static final int DELIVERING = 3;

    private PowerMibs() {}

    static void powerEthernet(Mib.Builder mib, Hardware hardware) {
        for (int place = 1; place < hardware.ports().size(); place++) {
            int slot = place;
            String index = "1." + hardware.ports().get(place).ifIndex();
            mib.cell(PSE_PORT + "3", index, (box, at) -> integer(1));
            mib.cell(PSE_PORT + "6", index, (box, at) -> integer(fed(box, slot) ? DELIVERING : SEARCHING));
            mib.cell(PSE_PORT + "10", index, (box, at) -> integer(fed(box, slot) ? 4 : 1));
        }
        mib.cell(PSE_MAIN + "2", 1, (box, at) -> gauge(hardware.ports().size() > 8 ? 120 : 52));
        mib.cell(PSE_MAIN + "3", 1, (box, at) -> integer(1));
        mib.cell(PSE_MAIN + "4", 1, (box, at) -> {
            double tenths = 0;
            for (int slot = 1; slot < box.ports.size(); slot++) {
                tenths += feedTenthsOfWatt(box, slot, at);
            }
            return gauge(Math.round(tenths / 10));
        });
    }

    private static boolean fed(Box box, int slot) {
        Port port = box.ports.get(slot);
        return port.spec.role() == Role.CHILD && port.child >= 0 && port.up();
    }

    /** An access point takes 5 to 9 W, more while it is busy. */
    private static double feedTenthsOfWatt(Box box, int slot, long at) {
        return fed(box, slot) ? 52 + 30 * box.level(at) + 3 * box.wobble(at, 90 + slot, 50) : 0;
    }

    static void mikrotikHealth(Mib.Builder mib, Hardware hardware) {
        mib.scalar(MIKROTIK + "3.8", (box, at) -> integer(Math.round(240 + 3 * box.wobble(at, 7, 800))));
        mib.scalar(MIKROTIK + "3.10", (box, at) -> integer(Values.temperatureTenths(box, at)));
        mib.scalar(MIKROTIK + "3.11", (box, at) -> integer(Values.temperatureTenths(box, at) + 80));
        mib.scalar(MIKROTIK + "4.4", (box, at) -> text("7.16.1"));
        mib.scalar(MIKROTIK + "7.3", (box, at) -> text("%012X".formatted(box.seed & 0xffffffffffffL)));
        mib.scalar(MIKROTIK + "7.4", (box, at) -> text("7.16.1"));
        health(mib, 13, "voltage", 3, (box, at) -> Math.round(240 + 3 * box.wobble(at, 7, 800)));
        health(mib, 14, "temperature", 1, (box, at) -> Values.temperatureTenths(box, at) / 10);
        health(mib, 17, "cpu-temperature", 1, (box, at) -> Values.temperatureTenths(box, at) / 10 + 8);
        for (int place = 0; place < hardware.ports().size(); place++) {
            if (hardware.radios().isEmpty() && hardware.ports().get(place).role() == Role.CHILD) {
                mikrotikPoe(mib, hardware.ports().get(place), place);
            }
        }
    }

    private interface Reading {
        long read(Box box, long at);
    }

    private static void health(Mib.Builder mib, int index, String name, int unit, Reading reading) {
        String entry = MIKROTIK + "3.100.1.";
        mib.cell(entry + "2", index, (box, at) -> text(name));
        mib.cell(entry + "3", index, (box, at) -> integer(reading.read(box, at)));
        mib.cell(entry + "4", index, (box, at) -> integer(unit));
    }

    private static void mikrotikPoe(Mib.Builder mib, PortSpec spec, int slot) {
        String entry = MIKROTIK + "15.1.1.";
        int index = spec.ifIndex();
        mib.cell(entry + "2", index, (box, at) -> text(spec.name()));
        mib.cell(entry + "3", index, (box, at) -> integer(fed(box, slot) ? 3 : 2));
        mib.cell(entry + "4", index, (box, at) -> integer(fed(box, slot) ? 239 : 0));
        mib.cell(entry + "5", index, (box, at) -> integer(Math.round(feedTenthsOfWatt(box, slot, at) * 100 / 23.9)));
        mib.cell(entry + "6", index, (box, at) -> integer(Math.round(feedTenthsOfWatt(box, slot, at))));
    }
}
