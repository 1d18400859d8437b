package io.langsong.incident;

import java.util.Locale;

/** What ended an incident. */
public enum Fix {
    BY_ITSELF,
    RESTARTED,
    POWER_RESTORED,
    LINE_REPAIRED,
    PROVIDER_REPAIRED,
    RECONFIGURED,
    REPLACED,
    NOT_NEEDED,
    OTHER;

    /** As in files, addresses and JSON: {@code by-itself}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
