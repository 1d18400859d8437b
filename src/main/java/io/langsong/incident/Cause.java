package io.langsong.incident;

import io.langsong.outage.Outage;
import java.util.Locale;

/** Why something failed: what the machine can find, and what only a person can know. */
public enum Cause {
    POWER,
    DEVICE,
    LINK,
    UPSTREAM,
    PLANNED,
    CONFIGURATION,
    PROVIDER,
    DISASTER,
    UNKNOWN;

    static Cause of(Outage.Cause guess) {
        return valueOf(guess.name());
    }

    /** As in files, addresses and JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
