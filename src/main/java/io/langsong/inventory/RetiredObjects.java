package io.langsong.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is no longer in the inventory. Any thread; each call asks the database. */
@Component
public class RetiredObjects {
    private final JdbcClient jdbc;

    public RetiredObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Devices that were asked, links and services that were taken out of use after an instant, in the order in which that was done. */
    public List<Retired> after(Instant at) {
        return jdbc.sql("""
                        SELECT 'device' AS kind, device.id, device.name, device.kind AS type, device.site, ARRAY[site.village] AS villages,
                               device.created_at, device.retired_at
                          FROM inventory_device device JOIN inventory_site site ON site.id = device.site
                         WHERE device.retired_at > :at AND device.retired_asked
                        UNION ALL
                        SELECT 'service', service.id, service.name, service.kind, service.site, ARRAY[site.village],
                               service.created_at, service.retired_at
                          FROM inventory_service service JOIN inventory_site site ON site.id = service.site
                         WHERE service.retired_at > :at
                        UNION ALL
                        SELECT 'link', link.id, link.name, 'link', near.site, ARRAY[near_site.village, far_site.village],
                               link.created_at, link.retired_at
                          FROM inventory_link link
                          JOIN inventory_device near ON near.id = link.near_device
                          JOIN inventory_site near_site ON near_site.id = near.site
                          LEFT JOIN inventory_device far ON far.id = link.far_device
                          LEFT JOIN inventory_site far_site ON far_site.id = far.site
                         WHERE link.retired_at > :at
                        ORDER BY retired_at, kind, id
                        """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(RetiredObjects::retired)
                .list();
    }

    private static Retired retired(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        String[] villages = (String[]) row.getArray("villages").getArray();
        return new Retired(
                switch (row.getString("kind")) {
                    case "device" -> new DeviceId(id);
                    case "link" -> new LinkId(id);
                    default -> new ServiceId(id);
                },
                row.getString("name"),
                row.getString("type"),
                new SiteId(row.getString("site")),
                Arrays.stream(villages)
                        .filter(Objects::nonNull)
                        .map(VillageId::new)
                        .collect(Collectors.toSet()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("retired_at", OffsetDateTime.class).toInstant());
    }
}
