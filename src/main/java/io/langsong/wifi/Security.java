package io.langsong.wifi;

import java.util.Locale;

/** Who gets into a network, and whether what is sent there can be overheard. */
public enum Security {
    /** Everybody, and everybody near by can overhear. */
    OPEN,
    /** Everybody whose telephone knows Opportunistic Wireless Encryption (RFC 8110); nobody can overhear. */
    OWE,
    /** As {@code OWE}, beside an open network of the same name for telephones that do not know it. */
    OWE_TRANSITION,
    WPA2,
    /** With one password, by WPA3 where the telephone knows it. */
    WPA2_WPA3,
    WPA3;

    public boolean hasPassword() {
        return this == WPA2 || this == WPA2_WPA3 || this == WPA3;
    }

    /** On 6 GHz there is nothing without encryption and nothing older than WPA3. */
    public boolean worksOn(Band band) {
        return band != Band.GHZ_6 || this != OPEN && this != WPA2;
    }

    /** As written in JSON: {@code wpa2-wpa3}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
