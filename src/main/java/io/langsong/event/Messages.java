package io.langsong.event;

import io.langsong.inventory.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what devices said. Any thread. */
@Component
public class Messages {
    /** More than so many are not counted. */
    public static final int MOST_COUNTED = 10_000;

    private final JdbcClient jdbc;

    Messages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which messages somebody wants.
     *
     * @param seen devices of which who asks may know; null is all
     * @param device null is any
     * @param kind one of {@link Kinds#ALL}; null is any
     * @param atLeast so bad or worse; null is any
     * @param text stands somewhere in the text or the name, in capitals or not; empty is any
     * @param from came in last at or after it; null is from the beginning
     * @param until came in last before it; null is without end
     */
    public record Wish(
            @Nullable Collection<DeviceId> seen,
            @Nullable DeviceId device,
            @Nullable String kind,
            @Nullable Severity atLeast,
            String text,
            @Nullable Instant from,
            @Nullable Instant until) {
        public Wish {
            seen = seen == null ? null : List.copyOf(seen);
            // PostgreSQL has no character 0.
            text = text.replace("\u0000", "");
        }

        /** All that a device said. */
        public static Wish of(DeviceId device, @Nullable Instant from) {
            return new Wish(null, device, null, null, "", from, null);
        }
    }

    /** The newest first. @param skip so many before */
    public List<DeviceMessage> find(Wish wish, int skip, int most) {
        Map<String, Object> values = new HashMap<>(Map.of("skip", skip, "most", most));
        String where = where(wish, values);
        return jdbc.sql("SELECT * FROM event_message " + where
                        + " ORDER BY last_at DESC, id DESC OFFSET :skip LIMIT :most")
                .params(values)
                .query(Messages::message)
                .list();
    }

    /** How many there are, at most {@link #MOST_COUNTED}. */
    public int count(Wish wish) {
        Map<String, Object> values = new HashMap<>(Map.of("most", MOST_COUNTED));
        String where = where(wish, values);
        return jdbc.sql("SELECT count(*) FROM (SELECT 1 FROM event_message " + where + " LIMIT :most) counted")
                .params(values)
                .query(Integer.class)
                .single();
    }

    private static String where(Wish wish, Map<String, Object> values) {
        StringBuilder where = new StringBuilder("WHERE true");
        Collection<DeviceId> seen = wish.seen();
        if (seen != null) {
            where.append(" AND device = ANY(:seen)");
            values.put("seen", seen.stream().map(DeviceId::value).toArray(String[]::new));
        }
        if (wish.device() != null) {
            where.append(" AND device = :device");
            values.put("device", wish.device().value());
        }
        if (wish.kind() != null) {
            where.append(" AND kind = :kind");
            values.put("kind", wish.kind());
        }
        if (wish.atLeast() != null) {
            where.append(" AND severity <= :severity");
            values.put("severity", wish.atLeast().ordinal());
        }
        if (!wish.text().isBlank()) {
            where.append(" AND (body ILIKE :text OR name ILIKE :text)");
            values.put("text", "%" + wish.text().strip().replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        if (wish.from() != null) {
            where.append(" AND last_at >= :from");
            values.put("from", Timestamp.from(wish.from()));
        }
        if (wish.until() != null) {
            where.append(" AND last_at < :until");
            values.put("until", Timestamp.from(wish.until()));
        }
        return where.toString();
    }

    private static DeviceMessage message(ResultSet row, int number) throws SQLException {
        return new DeviceMessage(
                row.getLong("id"),
                new DeviceId(row.getString("device")),
                Protocol.of(row.getString("protocol")),
                row.getString("address"),
                row.getString("kind"),
                row.getString("name"),
                Severity.values()[row.getInt("severity")],
                row.getString("body"),
                instant(row, "happened_at"),
                instant(row, "first_at"),
                instant(row, "last_at"),
                row.getLong("times"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
