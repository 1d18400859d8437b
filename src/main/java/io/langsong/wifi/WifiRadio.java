package io.langsong.wifi;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;

/**
 * A radio on a channel.
 *
 * @param channel that there is in its band
 * @param width MHz, that there is for its channel
 */
public record WifiRadio(DeviceId accessPoint, SiteId site, Band band, int channel, int width) {
    public WifiRadio {
        if (Spectrum.span(band, channel, width).isEmpty()) {
            throw new IllegalArgumentException(
                    "No channel of %s GHz: %d, %d MHz".formatted(band.code(), channel, width));
        }
    }

    Spectrum.Span span() {
        return Spectrum.span(band, channel, width).orElseThrow();
    }

    WifiRadio on(int next) {
        return new WifiRadio(accessPoint, site, band, next, width);
    }
}
