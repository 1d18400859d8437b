package io.langsong.inventory;

/** Stable name of a site, e.g. {@code "thon-man-nvh"}. */
public record SiteId(String value) implements InventoryId {
    public SiteId {
        Ids.check("site", value);
    }

    @Override
    public String kind() {
        return "site";
    }

    @Override
    public String toString() {
        return value;
    }
}
