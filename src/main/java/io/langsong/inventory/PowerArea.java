package io.langsong.inventory;

/** Sites fed by the same distribution line. */
public record PowerArea(PowerAreaId id, String name) {
    public PowerArea {
        name = Texts.required("Power area " + id + ": name", name, 120);
    }
}
