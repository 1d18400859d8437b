package io.langsong.inventory;

/** Anything the inventory keeps. */
public sealed interface InventoryObject
        permits Village, Contact, PowerArea, Site, Device, Provider, Contract, Link, Service {
    InventoryId id();

    /** As people call it; unique where they would confuse two of them. */
    String name();
}
