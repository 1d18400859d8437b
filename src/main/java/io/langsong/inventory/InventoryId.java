package io.langsong.inventory;

/** The name of one object of the inventory; stable, so that history, files and scripts may hold it. */
public sealed interface InventoryId
        permits VillageId, ContactId, PowerAreaId, SiteId, DeviceId, ProviderId, ContractId, LinkId, ServiceId {
    /** 1 to 63 lower-case letters, digits and inner dashes. */
    String value();

    /** Of what: the {@link Form#kind} of its form, like {@code power-area}. */
    String kind();
}
