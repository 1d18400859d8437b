package io.langsong.wifi;

import java.util.ArrayList;
import java.util.List;

/**
 * A network as it is on the air in one band. One that is open and encrypted at once is two of them, that point at each other.
 *
 * @param cipher never {@code OWE_TRANSITION}
 * @param hidden whether it does not tell its name
 * @param twin whether it is the encrypted one of two, under a name that nobody reads
 * @param paired whether it is one of two
 */
record Air(Band band, Security cipher, boolean hidden, boolean twin, boolean paired) {
    /** In the order of bands. */
    static List<Air> of(WifiNetwork network) {
        List<Air> airs = new ArrayList<>();
        for (Band band : network.ordered()) {
            if (network.security() == Security.OWE_TRANSITION && band != Band.GHZ_6) {
                airs.add(new Air(band, Security.OPEN, network.hidden(), false, true));
                airs.add(new Air(band, Security.OWE, true, true, true));
            } else {
                airs.add(new Air(band, cipher(network.security(), band), network.hidden(), false, false));
            }
        }
        return airs;
    }

    private static Security cipher(Security security, Band band) {
        return switch (security) {
            case OWE_TRANSITION -> Security.OWE;
            case WPA2_WPA3 -> band == Band.GHZ_6 ? Security.WPA3 : security;
            default -> security;
        };
    }
}
