package io.langsong.provisioning;

import java.util.Locale;

/** For how much of the network a value is; what is nearer to the access point goes before. In ascending order. */
public enum Level {
    COMMUNE,
    VILLAGE,
    SITE,
    GROUP,
    ACCESS_POINT;

    /** As written in JSON: {@code access-point}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
