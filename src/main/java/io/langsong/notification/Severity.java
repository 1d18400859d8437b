package io.langsong.notification;

import java.util.Locale;

/** How much a message matters to whoever sleeps; the later, the more. */
public enum Severity {
    /** For those who want to know. */
    INFO,
    /** Somebody should look by day. */
    WARNING,
    /** Wakes people: quiet hours do not hold it. */
    CRITICAL;

    /** As stored, and in JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
