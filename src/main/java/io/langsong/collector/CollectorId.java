package io.langsong.collector;

import io.langsong.inventory.Ids;

/** Stable name of a collector, e.g. {@code "ubnd-xa"}; of the form of the inventory's ids, and the subject of its certificate. */
public record CollectorId(String value) {
    public CollectorId {
        if (!Ids.isOne(value)) {
            throw new IllegalArgumentException(
                    "A collector's id has 1 to 63 lower-case letters, digits and inner dashes, not \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
