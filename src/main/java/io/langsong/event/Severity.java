package io.langsong.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a message is, by RFC 5424 section 6.2.1; the earlier, the worse. A trap is given the one that fits its meaning. */
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    /** As written in addresses, JSON and message keys. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Severity> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }
}
