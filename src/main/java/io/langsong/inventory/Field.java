package io.langsong.inventory;

/**
 * One field of a kind of object, under the one name that it has in JSON, in CSV headers and in messages.
 *
 * @param name a dot leads into an object: {@code snmp.version} is {@code version} within {@code snmp}
 * @param required without it there is no such object
 * @param secret written only when asked for, never shown; left out it keeps what is stored
 */
public record Field(String name, Type type, boolean required, boolean secret) {
    public enum Type {
        TEXT,
        INTEGER,
        DECIMAL,
        /** {@code true} or {@code false}. */
        TRUTH,
        /** Ids; a JSON array, in CSV separated by spaces. */
        IDS,
        /** ISO 8601 like {@code PT30S}, or seconds. */
        SPAN
    }

    static Field required(String name, Type type) {
        return new Field(name, type, true, false);
    }

    static Field optional(String name, Type type) {
        return new Field(name, type, false, false);
    }

    static Field secret(String name) {
        return new Field(name, Type.TEXT, false, true);
    }
}
