package io.langsong.inventory;

/** Stable name of a power area. */
public record PowerAreaId(String value) {
    public PowerAreaId {
        Ids.check("Power area id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
