package io.langsong.inventory;

import org.springframework.stereotype.Component;

/** The inventory of this commune: a consistent snapshot for readers, and the one way to change it. Any thread. */
@Component
public class Inventory {

    /** What there is now; cheap, a field read. */
    public InventorySnapshot snapshot() {
        throw new UnsupportedOperationException();
    }
}
