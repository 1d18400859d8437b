package io.langsong.metric;

/**
 * What a series measures.
 *
 * @param name dotted, e.g. {@code if.in_octets}; the names are those of the public API
 * @param unit as printed: {@code bytes}, {@code %}, {@code dBm}; empty for a plain count
 */
public record Metric(String name, Kind kind, String unit) {
    public Metric {
        if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*")) {
            throw new IllegalArgumentException("A metric's name is lower-case words joined by dots: \"" + name + "\"");
        }
    }

    /** Counters are stored as read; their rates are computed at reading, since only then a wrap is told from a restart. */
    public enum Kind {
        GAUGE,
        /** Wraps at 2^32. */
        COUNTER32,
        /** Wraps at 2^64. */
        COUNTER64
    }
}
