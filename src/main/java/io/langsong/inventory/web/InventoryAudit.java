package io.langsong.inventory.web;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.PhotoChanged;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes each change of the inventory into the audit trail, in the transaction that makes it: both are there, or neither. */
@Component
final class InventoryAudit {
    private final AuditTrail trail;

    InventoryAudit(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener
    void on(InventoryChanged changed) {
        changed.diff().added().forEach(entry -> record(entry, "add"));
        changed.diff().changed().forEach(entry -> record(entry, "change"));
        for (InventoryId id : changed.retired()) {
            trail.record("inventory." + id.kind() + ".retire", subject(id), List.of());
        }
    }

    @EventListener
    void on(PhotoChanged changed) {
        String id = changed.photo().toString();
        trail.record(
                changed.added() ? "inventory.photo.add" : "inventory.photo.remove",
                subject(changed.object()),
                List.of(
                        new AuditTrail.Change("photo", changed.added() ? null : id, changed.added() ? id : null),
                        new AuditTrail.Change("caption", null, changed.caption())));
    }

    private void record(InventoryDiff.Entry entry, String done) {
        trail.record(
                "inventory." + entry.id().kind() + "." + done,
                subject(entry.id()),
                entry.changes().stream()
                        .map(change -> new AuditTrail.Change(change.field(), change.from(), change.to()))
                        .toList());
    }

    private static String subject(InventoryId id) {
        return id.kind() + ":" + id.value();
    }
}
