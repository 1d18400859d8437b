package io.langsong.outage;

import io.langsong.outage.Outages.Stretch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The record of many objects at once, as uptime is computed from it: two questions to the database, however many. Any thread. */
@Component
public class Ledger {
    /** The beat comes every two seconds; an older one is that of a server that died and was not started since. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final OutageTable table;
    private final TransactionTemplate reading;
    private final Clock clock;

    Ledger(JdbcClient jdbc, OutageTable table, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.table = table;
        this.reading = new TransactionTemplate(transactions);
        // Of one instant: else an outage could be read without the watch that was written with it.
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        this.clock = clock;
    }

    /** One that reads a database without the rest of the program. */
    public static Ledger over(JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
        return new Ledger(
                jdbc,
                new OutageTable(jdbc, json, event -> {}, (object, from) -> Optional.empty()),
                transactions,
                clock);
    }

    /**
     * What is recorded of one object.
     *
     * @param watched when its condition was known; ascending, apart from each other
     * @param records those that touch what was asked for, whole; ascending, they do not overlap
     */
    public record Entry(List<Span> watched, List<Recorded> records) {
        static final Entry NOTHING = new Entry(List.of(), List.of());

        public Entry {
            watched = List.copyOf(watched);
            records = List.copyOf(records);
        }

        /**
         * Its conditions without a gap, but for {@code UP}, which is left out. What nobody watched is {@code UNKNOWN} as far as
         * {@code now}; what lasts goes on behind it.
         */
        public List<Stretch> conditions(Instant now) {
            List<Stretch> all = new ArrayList<>();
            Instant at = Instant.EPOCH;
            int next = 0;
            for (Span seen : watched) {
                add(all, Condition.UNKNOWN, at, seen.from());
                while (next < records.size() && !records.get(next).until().isAfter(seen.from())) {
                    next++;
                }
                for (int i = next;
                        i < records.size() && records.get(i).from().best().isBefore(seen.until());
                        i++) {
                    Recorded one = records.get(i);
                    add(
                            all,
                            one.condition(),
                            later(one.from().best(), seen.from()),
                            earlier(one.until(), seen.until()));
                }
                at = seen.until();
            }
            add(all, Condition.UNKNOWN, at, now);
            if (!records.isEmpty() && records.get(records.size() - 1).to() == null) {
                add(all, records.get(records.size() - 1).condition(), later(now, at), Instant.MAX);
            }
            return all;
        }

        private static void add(List<Stretch> all, Condition condition, Instant from, Instant until) {
            if (from.isBefore(until)) {
                all.add(new Stretch(condition, from, until));
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /** {@code from <= at < until}. */
    public record Span(Instant from, Instant until) {}

    /** What was read, all of one instant. */
    public static final class Page {
        private final Map<ObjectRef, Entry> entries;

        private Page(Map<ObjectRef, Entry> entries) {
            this.entries = Map.copyOf(entries);
        }

        /** Of an object that nobody watched there is nothing. */
        public Entry of(ObjectRef object) {
            return entries.getOrDefault(object, Entry.NOTHING);
        }
    }

    /** @param objects whose record is wanted; null for that of all */
    public Page read(Instant from, Instant until, @Nullable Collection<ObjectRef> objects) {
        Page page = reading.execute(status -> {
            Map<ObjectRef, List<Span>> watched = watched(from, until, objects);
            Map<ObjectRef, List<Recorded>> records = records(from, until, objects);
            Map<ObjectRef, Entry> entries = new HashMap<>();
            watched.forEach((object, spans) ->
                    entries.put(object, new Entry(spans, records.getOrDefault(object, List.of()))));
            records.forEach((object, some) -> entries.putIfAbsent(object, new Entry(List.of(), some)));
            return new Page(entries);
        });
        return Objects.requireNonNull(page);
    }

    /** Rows of the record with their evidence, by number; what only degraded an object is not among them. */
    public Map<Long, Outage> outages(Collection<Long> numbers) {
        return jdbc
                .sql("SELECT * FROM outage_record WHERE id = ANY (:numbers) AND condition <> 'DEGRADED'")
                .param("numbers", numbers.toArray(Long[]::new))
                .query(table::outage)
                .list()
                .stream()
                .collect(Collectors.toMap(Outage::id, outage -> outage));
    }

    private Map<ObjectRef, List<Span>> watched(Instant from, Instant until, @Nullable Collection<ObjectRef> objects) {
        Instant seenUntil = seenUntil();
        Names names = new Names();
        Map<ObjectRef, List<Span>> watched = new HashMap<>();
        question("""
                SELECT object, lower(during) AS since, upper(during) AS until FROM outage_watch
                 WHERE during && tstzrange(:from, :until) AND /* which */
                 ORDER BY object, during
                """, from, until, objects).query(row -> {
            Instant since = OutageTable.instant(row, "since");
            Instant end = OutageTable.instant(row, "until");
            Span span = new Span(since == null ? Instant.EPOCH : since, end == null ? seenUntil : end);
            if (span.from().isBefore(span.until())) {
                watched.computeIfAbsent(names.of(row), one -> new ArrayList<>()).add(span);
            }
        });
        return watched;
    }

    private Map<ObjectRef, List<Recorded>> records(
            Instant from, Instant until, @Nullable Collection<ObjectRef> objects) {
        Names names = new Names();
        Map<ObjectRef, List<Recorded>> records = new HashMap<>();
        question("""
                SELECT id, object, condition, root, began_earliest, began, began_latest,
                       ended_earliest, ended, ended_latest, cause
                  FROM outage_record
                 WHERE during && tstzrange(:from, :until) AND /* which */
                 ORDER BY object, began
                """, from, until, objects).query(row -> {
            records.computeIfAbsent(names.of(row), one -> new ArrayList<>()).add(recorded(row));
        });
        return records;
    }

    private JdbcClient.StatementSpec question(
            String sql, Instant from, Instant until, @Nullable Collection<ObjectRef> objects) {
        // One condition for both would keep PostgreSQL from looking up some of many by name.
        JdbcClient.StatementSpec question = jdbc.sql(
                        sql.replace("/* which */", objects == null ? "true" : "object = ANY (:objects)"))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC));
        return objects == null
                ? question
                : question.param(
                        "objects", objects.stream().map(ObjectRef::toString).toArray(String[]::new));
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        return new Recorded(
                row.getLong("id"),
                Condition.valueOf(row.getString("condition")),
                ObjectRef.parse(row.getString("root")),
                OutageTable.bound(row, "began"),
                row.getObject("ended") == null ? null : OutageTable.bound(row, "ended"),
                Outage.Cause.valueOf(row.getString("cause")));
    }

    /** Until when open watches last: while the server beats, until now. */
    private Instant seenUntil() {
        Instant now = clock.instant();
        return jdbc.sql("SELECT at FROM outage_heartbeat")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .filter(beat -> beat.isBefore(now.minus(LATE)))
                .orElse(now);
    }

    /** Rows come object by object, so each name is read once. */
    private static final class Names {
        private String text = "";
        private @Nullable ObjectRef last;

        ObjectRef of(ResultSet row) throws SQLException {
            String next = row.getString("object");
            ObjectRef same = last;
            if (same == null || !next.equals(text)) {
                text = next;
                same = ObjectRef.parse(next);
                last = same;
            }
            return same;
        }
    }
}
