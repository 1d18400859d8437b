package io.langsong.oncall;

import io.langsong.inventory.Ids;

/** Stable name of a rota, e.g. {@code "ky-thuat"}: safe in an address and in a file name. */
public record RotaId(String value) implements Comparable<RotaId> {
    public RotaId {
        if (!Ids.isOne(value)) {
            throw new IllegalArgumentException(
                    "Id of a rota must be 1 to 63 lower-case letters, digits and inner dashes: " + value);
        }
    }

    @Override
    public int compareTo(RotaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
