package io.langsong.inventory;

/** The name of one object of the inventory; stable, so that history, files and scripts may hold it. */
public sealed interface InventoryId permits VillageId, PowerAreaId, SiteId, DeviceId, LinkId, ServiceId {
    /** 1 to 63 lower-case letters, digits and inner dashes. */
    String value();

    /** Of what: {@code village}, {@code power-area}, {@code site}, {@code device}, {@code link}, {@code service}. */
    String kind();
}
