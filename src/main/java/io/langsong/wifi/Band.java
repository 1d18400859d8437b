package io.langsong.wifi;

import java.util.Arrays;
import java.util.Optional;

/** Where in the spectrum a radio works. */
public enum Band {
    GHZ_2_4("2.4", "2g"),
    GHZ_5("5", "5g"),
    GHZ_6("6", "6g");

    private final String code;
    private final String suffix;

    Band(String code, String suffix) {
        this.code = code;
        this.suffix = suffix;
    }

    /** In GHz, as written in JSON: {@code 2.4}. */
    public String code() {
        return code;
    }

    /** As part of names: {@code 2g}. */
    public String suffix() {
        return suffix;
    }

    public static Optional<Band> of(String code) {
        return Arrays.stream(values()).filter(band -> band.code.equals(code)).findFirst();
    }
}
