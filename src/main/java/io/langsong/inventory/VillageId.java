package io.langsong.inventory;

/** Stable name of a village, e.g. {@code "thon-man"}. */
public record VillageId(String value) {
    public VillageId {
        Ids.check("Village id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
