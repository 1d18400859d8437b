package io.langsong.agent.web;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.web.SeenInventory;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A device that who asks may see. */
final class SeenDevice {
    private SeenDevice() {}

    static DeviceId of(SeenInventory inventory, String id) {
        return inventory.snapshot().devices().stream()
                .map(Device::id)
                .filter(one -> one.value().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such device"));
    }
}
