package io.langsong.simulator;

import static io.langsong.simulator.Values.counter;
import static io.langsong.simulator.Values.gauge;
import static io.langsong.simulator.Values.integer;
import static io.langsong.simulator.Values.text;

/** UPS-MIB, RFC 1628: what the mains and the battery of a site do. */
final class UpsMib {
    private static final String UPS = "1.3.6.1.2.1.33.1.";
    private static final int SOURCE_NORMAL = 3;
    private static final int SOURCE_BATTERY = 5;
    private static final int LOW_CHARGE = 20;

    private UpsMib() {}

    static void add(Mib.Builder mib, Hardware hardware) {
        mib.scalar(UPS + "1.1", (box, at) -> text("UPS mẫu"));
        mib.scalar(UPS + "1.2", (box, at) -> text(hardware.model()));
        mib.scalar(UPS + "1.3", (box, at) -> text("1.07"));
        mib.scalar(UPS + "1.4", (box, at) -> text("2.31"));
        mib.scalar(UPS + "1.5", (box, at) -> text(box.device.id()));
        mib.scalar(UPS + "2.1", (box, at) -> integer(low(box, at) ? 3 : 2));
        mib.scalar(UPS + "2.2", (box, at) -> integer(box.power.secondsOnBattery(at)));
        mib.scalar(UPS + "2.3", (box, at) -> integer(box.power.minutesLeft(at)));
        mib.scalar(UPS + "2.4", (box, at) -> integer(Math.round(box.power.charge(at))));
        mib.scalar(
                UPS + "2.5",
                (box, at) -> integer(Math.round((box.power.mains() ? 273 : 240) - (100 - box.power.charge(at)) * 0.3)));
        mib.scalar(UPS + "2.7", (box, at) -> integer(Math.round(27 + 2 * box.wobble(at, 1, 7200))));
        mib.scalar(UPS + "3.1", (box, at) -> counter(box.power.mains() ? 0 : 1));
        mib.scalar(UPS + "3.2", (box, at) -> integer(1));
        mib.cell(UPS + "3.3.1.2", 1, (box, at) -> integer(box.power.mains() ? 500 : 0));
        mib.cell(
                UPS + "3.3.1.3",
                1,
                (box, at) -> integer(box.power.mains() ? Math.round(226 + 6 * box.wobble(at, 2, 1300)) : 0));
        mib.scalar(UPS + "4.1", (box, at) -> integer(box.power.mains() ? SOURCE_NORMAL : SOURCE_BATTERY));
        mib.scalar(UPS + "4.2", (box, at) -> integer(500));
        mib.scalar(UPS + "4.3", (box, at) -> integer(1));
        mib.cell(UPS + "4.4.1.2", 1, (box, at) -> integer(230));
        mib.cell(UPS + "4.4.1.3", 1, (box, at) -> integer(watts(box, at) * 10 / 230));
        mib.cell(UPS + "4.4.1.4", 1, (box, at) -> integer(watts(box, at)));
        mib.cell(UPS + "4.4.1.5", 1, (box, at) -> integer(watts(box, at) / 8));
        mib.scalar(UPS + "6.1", (box, at) -> gauge(box.power.mains() ? 0 : 1));
    }

    private static boolean low(Box box, long at) {
        return box.power.charge(at) < LOW_CHARGE;
    }

    private static long watts(Box box, long at) {
        return Math.round(120 + 60 * box.level(at) + 6 * box.wobble(at, 3, 40));
    }
}
