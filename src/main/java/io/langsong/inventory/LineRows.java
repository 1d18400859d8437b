package io.langsong.inventory;

import io.langsong.inventory.PlaceRows.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of links, services and their members. */
final class LineRows {
    private final JdbcClient jdbc;

    LineRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Stored<Link>> links() {
        return jdbc.sql("SELECT * FROM inventory_link WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(row, link(row)))
                .list();
    }

    private static Link link(ResultSet row) throws SQLException {
        long committed = row.getLong("committed_bps");
        boolean none = row.wasNull();
        String far = row.getString("far_device");
        String provider = row.getString("provider");
        String contract = row.getString("contract");
        return new Link(
                new LinkId(row.getString("id")),
                row.getString("name"),
                new Link.End(new DeviceId(row.getString("near_device")), row.getString("near_port")),
                far == null ? null : new Link.End(new DeviceId(far), row.getString("far_port")),
                provider == null ? null : new ProviderId(provider),
                contract == null ? null : new ContractId(contract),
                none ? null : committed,
                row.getString("notes"));
    }

    long save(Link link, Instant now) {
        Link.End far = link.far();
        ProviderId provider = link.provider();
        ContractId contract = link.contract();
        return jdbc.sql("""
                        INSERT INTO inventory_link AS old
                            (id, name, near_device, near_port, far_device, far_port, provider, contract, committed_bps,
                            notes, created_at, updated_at)
                        VALUES (:id, :name, :nearDevice, :nearPort, :farDevice, :farPort, :provider, :contract,
                            :committed, :notes, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, near_device = excluded.near_device, near_port = excluded.near_port,
                            far_device = excluded.far_device, far_port = excluded.far_port,
                            provider = excluded.provider, contract = excluded.contract,
                            committed_bps = excluded.committed_bps, notes = excluded.notes,
                        """ + Stored.NEXT_VERSION)
                .param("id", link.id().value())
                .param("name", link.name())
                .param("nearDevice", link.near().device().value())
                .param("nearPort", link.near().port())
                .param("farDevice", far == null ? null : far.device().value())
                .param("farPort", far == null ? null : far.port())
                .param("provider", provider == null ? null : provider.value())
                .param("contract", contract == null ? null : contract.value())
                .param("committed", link.committedBps())
                .param("notes", link.notes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    List<Stored<Service>> services() {
        Map<String, List<DeviceId>> members = new HashMap<>();
        jdbc.sql("SELECT service, device FROM inventory_service_member ORDER BY service, place")
                .query(row -> {
                    members.computeIfAbsent(row.getString("service"), service -> new ArrayList<>())
                            .add(new DeviceId(row.getString("device")));
                });
        return jdbc.sql("SELECT * FROM inventory_service WHERE retired_at IS NULL ORDER BY id")
                .query((row, number) -> Stored.of(
                        row,
                        new Service(
                                new ServiceId(row.getString("id")),
                                row.getString("name"),
                                new SiteId(row.getString("site")),
                                Stored.choice(Service.Kind.values(), Service.Kind::code, row.getString("kind")),
                                members.getOrDefault(row.getString("id"), List.of()),
                                row.getInt("required"),
                                row.getString("link") == null ? null : new LinkId(row.getString("link")))))
                .list();
    }

    long save(Service service, Instant now) {
        LinkId link = service.link();
        String id = service.id().value();
        long version = jdbc.sql("""
                        INSERT INTO inventory_service AS old
                            (id, name, site, kind, required, link, created_at, updated_at)
                        VALUES (:id, :name, :site, :kind, :required, :link, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            name = excluded.name, site = excluded.site, kind = excluded.kind,
                            required = excluded.required, link = excluded.link,
                        """ + Stored.NEXT_VERSION)
                .param("id", id)
                .param("name", service.name())
                .param("site", service.site().value())
                .param("kind", service.kind().code())
                .param("required", service.required())
                .param("link", link == null ? null : link.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        jdbc.sql("DELETE FROM inventory_service_member WHERE service = ?")
                .param(id)
                .update();
        int place = 0;
        for (DeviceId member : service.members()) {
            place++;
            jdbc.sql("INSERT INTO inventory_service_member (service, device, place) VALUES (?, ?, ?)")
                    .params(id, member.value(), place)
                    .update();
        }
        return version;
    }
}
