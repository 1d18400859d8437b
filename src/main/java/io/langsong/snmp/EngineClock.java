package io.langsong.snmp;

/**
 * What the clock of an engine of version 3 showed, proven with the keys of a user (RFC 3414 section 2.2).
 *
 * @param engineId in hexadecimal digits
 * @param boots snmpEngineBoots, never negative
 * @param time snmpEngineTime, seconds since it booted, never negative
 * @param readAtNanos when it showed this; monotonic
 */
public record EngineClock(String engineId, int boots, int time, long readAtNanos) {
    public EngineClock {
        if (boots < 0 || time < 0) {
            throw new IllegalArgumentException("clock of an engine before its beginning: " + boots + ", " + time);
        }
    }
}
