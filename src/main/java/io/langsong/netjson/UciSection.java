package io.langsong.netjson;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A section of a UCI package.
 *
 * @param name null for one that has none
 */
public record UciSection(String type, @Nullable String name, SortedMap<String, UciValue> options) {
    public UciSection {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** The lines of it, each with its end. */
    String text() {
        StringBuilder text = new StringBuilder("config ").append(type);
        if (name != null) {
            text.append(' ').append(quoted(name));
        }
        text.append('\n');
        for (Map.Entry<String, UciValue> option : options.entrySet()) {
            for (String item : option.getValue().items()) {
                text.append(option.getValue().list() ? "\tlist " : "\toption ")
                        .append(option.getKey())
                        .append(' ')
                        .append(quoted(item))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** In single quotes nothing but the quote itself means anything to UCI. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
