package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import java.time.Instant;

/**
 * What a device said of itself without being asked. Anybody can have sent it, so it proves nothing alone: it dates what polls
 * show.
 *
 * @param at when it happened: by the device's own uptime where that is known, else when it came in
 * @param ifIndex of the interface it is about; 0 when it is about none
 */
public record DeviceNotice(DeviceId device, Kind kind, Instant at, int ifIndex) {
    public enum Kind {
        LINK_DOWN,
        LINK_UP,
        /** Its box, or its agent, began anew. */
        COLD_START,
        /** Its agent began anew. */
        WARM_START,
        /** Of a UPS: there is no mains. */
        ON_BATTERY,
        /** Of a UPS: mains is back. */
        ON_MAINS
    }
}
