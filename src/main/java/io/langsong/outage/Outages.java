package io.langsong.outage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The outage record. Any thread. */
@Component
public class Outages {
    private final JdbcClient jdbc;
    private final OutageTable table;
    private final Clock clock;

    Outages(JdbcClient jdbc, OutageTable table, Clock clock) {
        this.jdbc = jdbc;
        this.table = table;
        this.clock = clock;
    }

    /** Outages that touch {@code [from, until)}, newest first; of one object, or of all when {@code object} is null. */
    public List<Outage> between(Instant from, Instant until, @Nullable ObjectRef object) {
        return jdbc.sql("""
                SELECT * FROM outage_record
                 WHERE during && tstzrange(:from, :until) AND condition <> 'DEGRADED'
                   AND (:object::text IS NULL OR object = :object)
                 ORDER BY began DESC, id DESC
                """)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .param("object", object == null ? null : object.toString())
                .query(table::outage)
                .list();
    }

    /** Outages that last, oldest first. */
    public List<Outage> open() {
        return jdbc.sql(
                        "SELECT * FROM outage_record WHERE ended IS NULL AND condition <> 'DEGRADED' ORDER BY began, id")
                .query(table::outage)
                .list();
    }

    public Optional<Outage> find(long id) {
        return jdbc.sql("SELECT * FROM outage_record WHERE id = :id")
                .param("id", id)
                .query(table::outage)
                .optional();
    }

    /** {@code [from, until)} without a gap: what the object's condition was, {@code UNKNOWN} where nobody was looking. */
    public List<Stretch> timeline(ObjectRef object, Instant from, Instant until) {
        return Objects.requireNonNull(timelines(List.of(object), from, until).get(object));
    }

    /** The same of several objects, of each of them; the database is asked as often as for one. */
    public Map<ObjectRef, List<Stretch>> timelines(Collection<ObjectRef> objects, Instant from, Instant until) {
        Instant now = clock.instant();
        Map<ObjectRef, Timeline> timelines = new LinkedHashMap<>();
        objects.forEach(object -> timelines.put(object, new Timeline(from, until)));
        asked("""
                SELECT object, 'UP' AS condition, lower(during) AS began, upper(during) AS ended FROM outage_watch
                 WHERE object = ANY (:objects) AND during && tstzrange(:from, :until) ORDER BY during
                """, objects, from, until).query(row -> {
            of(row, timelines).watched(stretch(row, now));
        });
        asked("""
                SELECT object, condition, began, ended FROM outage_record
                 WHERE object = ANY (:objects) AND during && tstzrange(:from, :until) ORDER BY began
                """, objects, from, until).query(row -> {
            of(row, timelines).condition(stretch(row, now));
        });
        Map<ObjectRef, List<Stretch>> stretches = new LinkedHashMap<>();
        timelines.forEach((object, timeline) -> stretches.put(object, timeline.stretches()));
        return stretches;
    }

    private JdbcClient.StatementSpec asked(String sql, Collection<ObjectRef> objects, Instant from, Instant until) {
        return jdbc.sql(sql)
                .param("objects", objects.stream().map(ObjectRef::toString).toArray(String[]::new))
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until));
    }

    private static Timeline of(ResultSet row, Map<ObjectRef, Timeline> timelines) throws SQLException {
        return Objects.requireNonNull(timelines.get(ObjectRef.parse(row.getString("object"))));
    }

    private static Stretch stretch(ResultSet row, Instant now) throws SQLException {
        Instant began = OutageTable.instant(row, "began");
        Instant ended = OutageTable.instant(row, "ended");
        return new Stretch(
                Condition.valueOf(row.getString("condition")),
                began == null ? Instant.EPOCH : began,
                ended == null ? now : ended);
    }

    /** One condition over {@code [from, until)}. */
    public record Stretch(Condition condition, Instant from, Instant until) {}

    /** Collects stretches that do not overlap within each kind, both ascending, and lays the one over the other. */
    static final class Timeline {
        private final Instant from;
        private final Instant until;
        private final List<Stretch> watched = new ArrayList<>();
        private final List<Stretch> conditions = new ArrayList<>();

        Timeline(Instant from, Instant until) {
            this.from = from;
            this.until = until;
        }

        void watched(Stretch stretch) {
            watched.add(stretch);
        }

        void condition(Stretch stretch) {
            conditions.add(stretch);
        }

        List<Stretch> stretches() {
            List<Stretch> whole = new ArrayList<>();
            Instant at = from;
            for (Stretch seen : watched) {
                at = add(whole, Condition.UNKNOWN, at, seen.from());
                for (Stretch bad : conditions) {
                    if (bad.until().isAfter(at) && bad.from().isBefore(seen.until())) {
                        at = add(whole, Condition.UP, at, bad.from());
                        at = add(whole, bad.condition(), at, min(bad.until(), seen.until()));
                    }
                }
                at = add(whole, Condition.UP, at, seen.until());
            }
            add(whole, Condition.UNKNOWN, at, until);
            return whole;
        }

        /** Adds {@code condition} from {@code at} to {@code to}, as far as it lies in the window; gives where it ended. */
        private Instant add(List<Stretch> whole, Condition condition, Instant at, Instant to) {
            Instant end = min(to, until);
            if (!end.isAfter(at)) {
                return at;
            }
            Stretch last = whole.isEmpty() ? null : whole.get(whole.size() - 1);
            if (last != null && last.condition() == condition) {
                whole.set(whole.size() - 1, new Stretch(condition, last.from(), end));
            } else {
                whole.add(new Stretch(condition, at, end));
            }
            return end;
        }

        private static Instant min(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }
    }
}
