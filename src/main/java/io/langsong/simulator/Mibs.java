package io.langsong.simulator;

import io.langsong.simulator.Commune.DeviceKind;
import io.langsong.simulator.Commune.Make;
import java.util.HashMap;
import java.util.Map;

/** Builds the table of objects of each kind of hardware once. One thread. */
final class Mibs {
    private final Map<Hardware, Mib> built = new HashMap<>();

    Mib of(Hardware hardware) {
        return built.computeIfAbsent(hardware, Mibs::build);
    }

    private static Mib build(Hardware hardware) {
        Mib.Builder mib = new Mib.Builder();
        StandardMibs.system(mib, hardware);
        StandardMibs.interfaces(mib, hardware);
        StandardMibs.engine(mib);
        if (hardware.make() == Make.UPS) {
            UpsMib.add(mib, hardware);
            return mib.build();
        }
        StandardMibs.host(mib, hardware);
        if (hardware.kind() == DeviceKind.SWITCH && hardware.make() == Make.UNIFI) {
            PowerMibs.powerEthernet(mib, hardware);
        }
        switch (hardware.make()) {
            case OPENWRT -> {
                StandardMibs.ucd(mib, hardware);
                WifiMibs.openWrt(mib, hardware);
            }
            case MIKROTIK -> {
                PowerMibs.mikrotikHealth(mib, hardware);
                WifiMibs.mikrotik(mib, hardware);
            }
            default -> {
                StandardMibs.ucd(mib, hardware);
                WifiMibs.unifi(mib, hardware);
            }
        }
        return mib.build();
    }
}
