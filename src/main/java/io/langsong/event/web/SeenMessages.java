package io.langsong.event.web;

import io.langsong.event.DeviceMessage;
import io.langsong.event.EngineFault;
import io.langsong.event.EngineFaults;
import io.langsong.event.Messages;
import io.langsong.event.Messages.Wish;
import io.langsong.event.UnknownSender;
import io.langsong.event.UnknownSenders;
import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.web.SeenInventory;
import java.util.List;
import org.springframework.stereotype.Component;

/** What devices said, as far as whoever sent the request may know of them. Any thread. */
@Component
class SeenMessages {
    private final Messages messages;
    private final UnknownSenders unknown;
    private final EngineFaults faults;
    private final SeenInventory inventory;

    SeenMessages(Messages messages, UnknownSenders unknown, EngineFaults faults, SeenInventory inventory) {
        this.messages = messages;
        this.unknown = unknown;
        this.faults = faults;
        this.inventory = inventory;
    }

    InventorySnapshot inventory() {
        return inventory.snapshot();
    }

    List<DeviceMessage> find(Wish wish, int skip, int most) {
        return messages.find(seen(wish), skip, most);
    }

    int count(Wish wish) {
        return messages.count(seen(wish));
    }

    private Wish seen(Wish wish) {
        InventorySnapshot seen = inventory.snapshot();
        return seen.isWhole()
                ? wish
                : new Wish(
                        seen.devices().stream().map(Device::id).toList(),
                        wish.device(),
                        wish.kind(),
                        wish.atLeast(),
                        wish.text(),
                        wish.from(),
                        wish.until());
    }

    /** As {@link EngineFaults#all}. */
    List<EngineFault> faults() {
        InventorySnapshot seen = inventory.snapshot();
        return faults.all().stream()
                .flatMap(fault -> fault.seenIn(seen).stream())
                .toList();
    }

    /** For those who see all villages: nobody knows in which one a stranger is. */
    List<UnknownSender> unknown() {
        inventory.requireAll();
        return unknown.newest();
    }
}
