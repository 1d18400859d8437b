package io.langsong.alert;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import java.time.Duration;

/**
 * Where a device belongs, as far as rules ask.
 *
 * @param interval between two polls of it
 */
record Place(DeviceId device, String profile, String site, String village, Duration interval) {
    /** So many polls missing and nothing is said of the time between. */
    private static final int MISSING = 3;

    private static final Duration SHORTEST_GAP = Duration.ofSeconds(15);

    /** @param usual interval of devices that have none of their own */
    static Place of(Device device, String profile, InventorySnapshot inventory, Duration usual) {
        Duration own = device.interval();
        return new Place(
                device.id(),
                profile,
                device.site().value(),
                inventory.villageOf(device).map(village -> village.id().value()).orElse(""),
                own == null ? usual : own);
    }

    /** Longer without a sample and nobody can say what was in between. */
    Duration gap() {
        Duration gap = interval.multipliedBy(MISSING);
        return gap.compareTo(SHORTEST_GAP) < 0 ? SHORTEST_GAP : gap;
    }
}
