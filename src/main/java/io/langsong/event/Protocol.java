package io.langsong.event;

import java.util.Arrays;
import java.util.Locale;

/** How a message came in. */
public enum Protocol {
    SNMP_V1,
    SNMP_V2C,
    SNMP_V3,
    SYSLOG_UDP,
    SYSLOG_TCP;

    /** As written in tables and JSON: {@code snmp-v2c}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Protocol of(String code) {
        return Arrays.stream(values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no protocol: " + code));
    }
}
