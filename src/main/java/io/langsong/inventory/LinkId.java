package io.langsong.inventory;

/** Stable name of a link. */
public record LinkId(String value) {
    public LinkId {
        Ids.check("Link id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
