package io.langsong.alert;

import java.util.Locale;

/** How much an alert matters, least first. */
public enum Severity {
    WARNING,
    CRITICAL;

    /** As in files, addresses and JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
