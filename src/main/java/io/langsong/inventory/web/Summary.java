package io.langsong.inventory.web;

import io.langsong.inventory.Contact;
import io.langsong.inventory.Contract;
import io.langsong.inventory.Device;
import io.langsong.inventory.Field;
import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One object in a list.
 *
 * @param more what tells it from others of that name: where it is, of which kind, its address or telephone
 */
record Summary(String id, String name, String more) {
    private static final List<String> TELLING = List.of("kind", "address", "duty", "phone", "position", "subscriber");

    static Summary of(Form<?> form, InventoryObject object, InventorySnapshot snapshot, Locale language) {
        Map<String, String> cells = form.publicCells(object);
        List<String> parts = new ArrayList<>();
        for (Field field : form.fields()) {
            String cell = cells.get(field.name());
            if (cell != null && TELLING.contains(field.name())) {
                parts.add(
                        switch (field.type()) {
                            case CHOICE -> form.label(field, cell, language);
                            case INTEGER -> form.label(field, language) + " " + cell;
                            default -> cell;
                        });
            }
        }
        place(object, snapshot).ifPresent(place -> parts.add(0, place));
        return new Summary(object.id().value(), object.name(), String.join(" · ", parts));
    }

    /** {@code Thôn Man – Nhà văn hóa – AP 1}: where it is comes first, as on the pages of monitoring. */
    static String longName(InventoryObject object, InventorySnapshot snapshot) {
        return place(object, snapshot)
                .map(place -> place + " – " + object.name())
                .orElse(object.name());
    }

    private static Optional<String> place(InventoryObject object, InventorySnapshot snapshot) {
        if (object instanceof Device device) {
            return snapshot.site(device.site()).map(site -> longName(site, snapshot));
        }
        if (object instanceof Service service) {
            return snapshot.site(service.site()).map(site -> longName(site, snapshot));
        }
        if (object instanceof Site site) {
            return snapshot.village(site.village()).map(InventoryObject::name);
        }
        if (object instanceof Contact contact) {
            return snapshot.village(contact.village()).map(InventoryObject::name);
        }
        return object instanceof Contract contract
                ? snapshot.provider(contract.provider()).map(InventoryObject::name)
                : Optional.empty();
    }
}
