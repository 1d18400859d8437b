package io.langsong.inventory;

import io.langsong.inventory.InventorySnapshot.Kept;
import io.langsong.inventory.PlaceRows.Stored;
import io.langsong.secret.SecretBox;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inventory in the database. Within a transaction of the caller; any thread. */
final class InventoryRows {
    private final JdbcClient jdbc;
    private final PlaceRows places;
    private final DeviceRows devices;
    private final LineRows lines;
    private final PeopleRows people;

    InventoryRows(JdbcClient jdbc, SecretBox box) {
        this.jdbc = jdbc;
        this.places = new PlaceRows(jdbc);
        this.devices = new DeviceRows(jdbc, box);
        this.lines = new LineRows(jdbc);
        this.people = new PeopleRows(jdbc);
    }

    /** A snapshot and the revision that it shows. */
    record Revised(long revision, InventorySnapshot snapshot) {}

    /** Takes the number of the next change, and the right to make it until the transaction ends. */
    long nextRevision() {
        return jdbc.sql("UPDATE inventory_revision SET revision = revision + 1 RETURNING revision")
                .query(Long.class)
                .single();
    }

    Revised load() {
        long revision = jdbc.sql("SELECT revision FROM inventory_revision")
                .query(Long.class)
                .single();
        List<Stored<? extends InventoryObject>> all = new ArrayList<>();
        all.addAll(places.villages());
        all.addAll(people.contacts());
        all.addAll(places.powerAreas());
        all.addAll(places.sites());
        all.addAll(devices.devices());
        all.addAll(people.providers());
        all.addAll(people.contracts());
        all.addAll(lines.links());
        all.addAll(lines.services());
        Map<InventoryId, Kept> kept = new HashMap<>();
        all.forEach(stored -> kept.put(stored.object().id(), new Kept(stored.addedAt(), stored.version())));
        List<? extends InventoryObject> objects =
                all.stream().map(Stored::object).toList();
        return new Revised(revision, InventorySnapshot.of(objects, kept));
    }

    /** @return the version that the object has now */
    long save(InventoryObject object, Instant now) {
        if (object instanceof Village village) {
            return places.save(village, now);
        } else if (object instanceof Contact contact) {
            return people.save(contact, now);
        } else if (object instanceof PowerArea area) {
            return places.save(area, now);
        } else if (object instanceof Site site) {
            return places.save(site, now);
        } else if (object instanceof Device device) {
            return devices.save(device, now);
        } else if (object instanceof Provider provider) {
            return people.save(provider, now);
        } else if (object instanceof Contract contract) {
            return people.save(contract, now);
        } else if (object instanceof Link link) {
            return lines.save(link, now);
        } else if (object instanceof Service service) {
            return lines.save(service, now);
        }
        throw new IllegalStateException("No table holds a " + object.id().kind());
    }

    /** The row stays for reports of past months; its secrets go. */
    void retire(InventoryId id, Instant now) {
        String wiped = id instanceof DeviceId ? """
                , retired_asked = snmp_version IS NOT NULL, snmp_version = NULL, snmp_community = NULL, snmp_user = NULL, snmp_auth_protocol = NULL,
                snmp_auth_key = NULL, snmp_priv_protocol = NULL, snmp_priv_key = NULL, snmp_context = NULL
                """ : "";
        jdbc.sql("UPDATE inventory_" + id.kind().replace('-', '_')
                        + " SET retired_at = greatest(:now, created_at), version = version + 1" + wiped
                        + " WHERE id = :id AND retired_at IS NULL")
                .param("id", id.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
