package io.langsong.netjson;

import java.util.List;

/**
 * The value of an option.
 *
 * @param items one for {@code option}, any number for {@code list}
 */
public record UciValue(List<String> items, boolean list) {
    public UciValue {
        items = List.copyOf(items);
        if (!list && items.size() != 1) {
            throw new IllegalArgumentException("An option has one value, not " + items.size());
        }
    }

    static UciValue option(String value) {
        return new UciValue(List.of(value), false);
    }

    static UciValue list(List<String> values) {
        return new UciValue(values, true);
    }

    /** One text; of a list the items with spaces between. */
    String text() {
        return String.join(" ", items);
    }

    /** The items of a list, or the words of an option, which older OpenWrt writes lists as. */
    List<String> words() {
        return list
                ? items
                : List.of(items.get(0).trim().split("\\s+")).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "UciValue[" + items.size() + "]";
    }
}
