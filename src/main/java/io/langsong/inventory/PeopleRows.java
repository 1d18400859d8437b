package io.langsong.inventory;

import io.langsong.inventory.PlaceRows.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of contacts, providers and contracts. */
final class PeopleRows {
    private final JdbcClient jdbc;

    PeopleRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Stored<Contact>> contacts() {
        return jdbc.sql("SELECT * FROM inventory_contact WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(
                        row,
                        new Contact(
                                new ContactId(row.getString("id")),
                                row.getString("name"),
                                new VillageId(row.getString("village")),
                                row.getString("duty"),
                                row.getString("phone"),
                                row.getBoolean("holds_key"),
                                row.getBoolean("looks_at_lamps"),
                                row.getString("notes"))))
                .list();
    }

    long save(Contact contact, Instant now) {
        return jdbc.sql("""
                        INSERT INTO inventory_contact AS old
                            (id, name, village, duty, phone, holds_key, looks_at_lamps, notes, created_at, updated_at)
                        VALUES (:id, :name, :village, :duty, :phone, :holdsKey, :looksAtLamps, :notes, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, village = excluded.village, duty = excluded.duty,
                            phone = excluded.phone, holds_key = excluded.holds_key,
                            looks_at_lamps = excluded.looks_at_lamps, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", contact.id().value())
                .param("name", contact.name())
                .param("village", contact.village().value())
                .param("duty", contact.duty())
                .param("phone", contact.phone())
                .param("holdsKey", contact.holdsKey())
                .param("looksAtLamps", contact.looksAtLamps())
                .param("notes", contact.notes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    List<Stored<Provider>> providers() {
        return jdbc.sql("SELECT * FROM inventory_provider WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(
                        row,
                        new Provider(
                                new ProviderId(row.getString("id")),
                                row.getString("name"),
                                row.getString("phone"),
                                row.getString("notes"))))
                .list();
    }

    long save(Provider provider, Instant now) {
        return jdbc.sql("""
                        INSERT INTO inventory_provider AS old (id, name, phone, notes, created_at, updated_at)
                        VALUES (:id, :name, :phone, :notes, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, phone = excluded.phone, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", provider.id().value())
                .param("name", provider.name())
                .param("phone", provider.phone())
                .param("notes", provider.notes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    List<Stored<Contract>> contracts() {
        return jdbc.sql("SELECT * FROM inventory_contract WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(row, contract(row)))
                .list();
    }

    private static Contract contract(ResultSet row) throws SQLException {
        int hours = row.getInt("repair_hours");
        boolean none = row.wasNull();
        return new Contract(
                new ContractId(row.getString("id")),
                row.getString("name"),
                new ProviderId(row.getString("provider")),
                row.getString("subscriber"),
                day(row, "starts_on"),
                day(row, "ends_on"),
                none ? null : hours,
                row.getString("notes"));
    }

    private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    long save(Contract contract, Instant now) {
        return jdbc.sql("""
                        INSERT INTO inventory_contract AS old
                            (id, name, provider, subscriber, starts_on, ends_on, repair_hours, notes,
                            created_at, updated_at)
                        VALUES (:id, :name, :provider, :subscriber, :startsOn, :endsOn, :repairHours, :notes,
                            :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, provider = excluded.provider, subscriber = excluded.subscriber,
                            starts_on = excluded.starts_on, ends_on = excluded.ends_on,
                            repair_hours = excluded.repair_hours, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", contract.id().value())
                .param("name", contract.name())
                .param("provider", contract.provider().value())
                .param("subscriber", contract.subscriber())
                .param("startsOn", contract.startsOn())
                .param("endsOn", contract.endsOn())
                .param("repairHours", contract.repairHours())
                .param("notes", contract.notes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
