package io.langsong.metric;

import io.langsong.inventory.DeviceId;

/**
 * Names one series.
 *
 * @param index which of several: ifIndex of a port, number of a radio, name of an SSID; empty for the device as a whole
 */
public record SeriesKey(DeviceId device, String metric, String index) {
    public SeriesKey {
        if (index.length() > 200) {
            throw new IllegalArgumentException(
                    "Index of " + metric + " of " + device + " is longer than 200 characters");
        }
    }
}
