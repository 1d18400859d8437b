package io.langsong.agent.web;

import io.langsong.access.Refused;
import io.langsong.agent.AgentBoxes;
import io.langsong.inventory.DeviceId;
import io.langsong.web.SeenInventory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What a person decides on the page of a device about two boxes that report under its id. */
@Controller
class AgentBoxPages {
    private final AgentBoxes boxes;
    private final SeenInventory inventory;

    AgentBoxPages(AgentBoxes boxes, SeenInventory inventory) {
        this.boxes = boxes;
        this.inventory = inventory;
    }

    @PostMapping("/thiet-bi/{id}/agent/nhan")
    String accept(@PathVariable String id) {
        DeviceId device = SeenDevice.of(inventory, id);
        try {
            boxes.accept(device);
        } catch (Refused over) {
            // Pressed twice, or it ended meanwhile: the page shows how it is.
            return "redirect:/thiet-bi/" + device.value();
        }
        return "redirect:/thiet-bi/" + device.value();
    }
}
