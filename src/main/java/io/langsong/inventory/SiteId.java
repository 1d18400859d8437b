package io.langsong.inventory;

/** Stable name of a site, e.g. {@code "thon-man-nvh"}. */
public record SiteId(String value) {
    public SiteId {
        Ids.check("Site id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
