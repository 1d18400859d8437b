package io.langsong.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a kind of object, under the one name that it has in JSON, in CSV headers and in messages.
 *
 * @param name a dot leads into an object: {@code snmp.version} is {@code version} within {@code snmp}
 * @param required without it there is no such object
 * @param secret written only when asked for, never shown; left out it keeps what is stored
 * @param choices all values that a {@link Type#CHOICE} may have, empty for other types
 * @param target for {@link Type#ID} and {@link Type#IDS} the plural of the kind that is named, null for other types
 */
public record Field(
        String name,
        Type type,
        boolean required,
        boolean secret,
        List<String> choices,
        @Nullable String target) {
    public enum Type {
        TEXT,
        /** Text of several lines. */
        NOTE,
        INTEGER,
        DECIMAL,
        /** {@code true} or {@code false}. */
        TRUTH,
        CHOICE,
        /** The id of another object. */
        ID,
        /** Ids; a JSON array, in CSV separated by spaces. */
        IDS,
        /** ISO 8601 like {@code PT30S}, or seconds. */
        SPAN,
        /** ISO 8601 like {@code 2026-10-31}. */
        DATE
    }

    public Field {
        choices = List.copyOf(choices);
    }

    static Field required(String name, Type type) {
        return new Field(name, type, true, false, List.of(), null);
    }

    static Field optional(String name, Type type) {
        return new Field(name, type, false, false, List.of(), null);
    }

    static Field secret(String name) {
        return new Field(name, Type.TEXT, false, true, List.of(), null);
    }

    static Field requiredChoice(String name, String... choices) {
        return new Field(name, Type.CHOICE, true, false, List.of(choices), null);
    }

    static Field optionalChoice(String name, String... choices) {
        return new Field(name, Type.CHOICE, false, false, List.of(choices), null);
    }

    static Field requiredId(String name, String target) {
        return new Field(name, Type.ID, true, false, List.of(), target);
    }

    static Field optionalId(String name, String target) {
        return new Field(name, Type.ID, false, false, List.of(), target);
    }

    static Field ids(String name, String target) {
        return new Field(name, Type.IDS, false, false, List.of(), target);
    }
}
