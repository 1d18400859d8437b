package io.langsong.outage;

import io.langsong.outage.LateFinding.Row;
import io.langsong.outage.LateMerge.Edit;
import io.langsong.outage.LateMerge.Kept;
import io.langsong.outage.LateMerge.Merged;
import io.langsong.outage.Ledger.Span;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes what late results say into the outage record. Inside the recorder's transaction, on its thread. */
@Component
class LateRecord {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final OutageTable table;
    private final ApplicationEventPublisher events;

    LateRecord(JdbcClient jdbc, JsonMapper json, OutageTable table, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.table = table;
        this.events = events;
    }

    /** What was open at an instant, of some objects, though it may have been found to have ended since. */
    List<TurnRecord.OpenRow> openAt(Instant at, List<ObjectRef> objects) {
        return jdbc.sql("""
                SELECT record.*, greatest(began, (SELECT max(upper(during)) FROM outage_watch watch
                                                   WHERE watch.object = record.object AND lower(during) <= :at)) AS seen_until
                  FROM outage_record record
                 WHERE object = ANY (:objects) AND began <= :at AND (ended IS NULL OR ended > :at) ORDER BY id
                """)
                .param("at", Timestamp.from(at))
                .param("objects", objects.stream().map(ObjectRef::toString).toArray(String[]::new))
                .query((row, number) -> {
                    Instant seen = OutageTable.instant(row, "seen_until");
                    return new TurnRecord.OpenRow(
                            ObjectRef.parse(row.getString("object")),
                            Condition.valueOf(row.getString("condition")),
                            ObjectRef.parse(row.getString("root")),
                            OutageTable.bound(row, "began"),
                            seen == null || seen.isAfter(at) ? at : seen);
                })
                .list();
    }

    /** An outage that lasts, of which it is known otherwise now since when. */
    record Lasting(ObjectRef object, Bound from) {}

    /**
     * What was written.
     *
     * @param outages found that nobody knew of
     * @param changed that were known, and began or ended at another time
     */
    record Written(int outages, int changed, List<Lasting> lasting) {}

    /** @param since nothing before it is touched */
    Written write(LateFinding late, Instant since) {
        String object = late.object().toString();
        Timestamp from = Timestamp.from(since);
        Timestamp until = Timestamp.from(late.until().plus(LateMerge.BRIDGE));
        Merged merged = LateMerge.merge(late, rows(object, from, until), spans(object, from, until), since);
        watch(object, from, until, merged.watched());
        int outages = 0;
        int changed = 0;
        List<Lasting> lasting = new ArrayList<>();
        for (Edit edit : merged.edits()) {
            if (edit instanceof Edit.End end) {
                changed += end(end) ? 1 : 0;
            } else if (edit instanceof Edit.Begin begin) {
                changed++;
                begin(begin);
                lasting.add(new Lasting(late.object(), begin.from()));
            } else if (edit instanceof Edit.Insert insert) {
                boolean isNew = insert(late.object(), insert.row());
                outages += isNew && insert.row().condition() != Condition.DEGRADED ? 1 : 0;
                if (isNew && insert.row().to() == null) {
                    lasting.add(new Lasting(late.object(), insert.row().from()));
                }
            }
        }
        return new Written(outages, changed, lasting);
    }

    private List<Kept> rows(String object, Timestamp from, Timestamp until) {
        return jdbc.sql("""
                SELECT * FROM outage_record
                 WHERE object = :object AND during && tstzrange(:from::timestamptz - interval '1 ms', :until, '[]') ORDER BY began
                """)
                .param("object", object)
                .param("from", from)
                .param("until", until)
                .query((row, number) -> new Kept(
                        row.getLong("id"),
                        Condition.valueOf(row.getString("condition")),
                        ObjectRef.parse(row.getString("root")),
                        OutageTable.bound(row, "began"),
                        OutageTable.instant(row, "ended") == null ? null : OutageTable.bound(row, "ended")))
                .list();
    }

    private List<Span> spans(String object, Timestamp from, Timestamp until) {
        return jdbc.sql("""
                SELECT lower(during) AS since, upper(during) AS until FROM outage_watch
                 WHERE object = :object AND (during && tstzrange(:from, :until) OR during -|- tstzrange(:from, :until)) ORDER BY during
                """)
                .param("object", object)
                .param("from", from)
                .param("until", until)
                .query((row, number) -> {
                    Instant since = OutageTable.instant(row, "since");
                    Instant end = OutageTable.instant(row, "until");
                    return new Span(since == null ? Instant.MIN : since, end == null ? Instant.MAX : end);
                })
                .list();
    }

    private void watch(String object, Timestamp from, Timestamp until, List<Span> spans) {
        jdbc.sql("""
                DELETE FROM outage_watch
                 WHERE object = :object AND (during && tstzrange(:from, :until) OR during -|- tstzrange(:from, :until))
                """)
                .param("object", object)
                .param("from", from)
                .param("until", until)
                .update();
        for (Span span : spans) {
            jdbc.sql("INSERT INTO outage_watch (object, during) VALUES (:object, tstzrange(:from, :until))")
                    .param("object", object)
                    .param("from", timestamp(span.from()))
                    .param("until", timestamp(span.until()))
                    .update();
        }
    }

    private static @Nullable Timestamp timestamp(Instant at) {
        return at.equals(Instant.MAX) || at.equals(Instant.MIN) ? null : Timestamp.from(at);
    }

    /** @return whether it says anything new */
    private boolean end(Edit.End end) {
        Outage before = table.find(end.id());
        if (before.to() != null && before.to().equals(end.to())) {
            return false;
        }
        Outage now = jdbc.sql("""
                UPDATE outage_record
                   SET ended_earliest = least(greatest(:earliest::timestamptz, began), greatest(:to::timestamptz, began + interval '1 ms')),
                       ended = greatest(:to::timestamptz, began + interval '1 ms'),
                       ended_latest = greatest(:latest::timestamptz, began + interval '1 ms'),
                       cause = CASE WHEN :cause = 'UNKNOWN' OR cause = 'PLANNED' OR guess IS NOT NULL THEN cause ELSE :cause END,
                       guess = CASE WHEN :cause = 'UNKNOWN' OR guess = 'PLANNED' OR guess IS NULL THEN guess ELSE :cause END,
                       confidence = CASE WHEN :cause = 'UNKNOWN' OR coalesce(guess, cause) = 'PLANNED' THEN confidence ELSE :confidence END,
                       evidence = evidence || :evidence::jsonb
                 WHERE id = :id RETURNING *
                """)
                .param("id", end.id())
                .param("earliest", Timestamp.from(end.to().earliest()))
                .param("to", Timestamp.from(end.to().best()))
                .param("latest", Timestamp.from(end.to().latest()))
                .param("cause", end.guess().cause().name())
                .param("confidence", OutageTable.confidence(end.guess()))
                .param("evidence", json.writeValueAsString(end.evidence()))
                .query(table::outage)
                .single();
        if (now.condition() != Condition.DEGRADED) {
            events.publishEvent(before.to() == null ? new OutageEnded(now) : new OutageCorrected(now));
        }
        return true;
    }

    private void begin(Edit.Begin begin) {
        Outage now = jdbc.sql("""
                WITH before AS (SELECT max(other.ended) AS ended FROM outage_record other, outage_record it
                                 WHERE it.id = :id AND other.object = it.object AND other.id <> it.id AND other.ended <= it.began)
                UPDATE outage_record
                   SET began_earliest = least(greatest(:earliest::timestamptz, before.ended), greatest(:from::timestamptz, before.ended)),
                       began = greatest(:from::timestamptz, before.ended),
                       began_latest = greatest(:latest::timestamptz, before.ended),
                       evidence = :evidence::jsonb || evidence
                  FROM before WHERE id = :id RETURNING outage_record.*
                """)
                .param("id", begin.id())
                .param("earliest", Timestamp.from(begin.from().earliest()))
                .param("from", Timestamp.from(begin.from().best()))
                .param("latest", Timestamp.from(begin.from().latest()))
                .param("evidence", json.writeValueAsString(begin.evidence()))
                .query(table::outage)
                .single();
        if (now.condition() != Condition.DEGRADED) {
            events.publishEvent(new OutageCorrected(now));
        }
    }

    /** @return false when there is no room for it: somebody knew better */
    private boolean insert(ObjectRef object, Row row) {
        Turn.Began began = table.planned(new Turn.Began(
                object, row.condition(), row.fault(), row.root(), row.from(), row.guess(), row.evidence()));
        Instant free = freeFrom(object, row.from().best());
        Bound from = after(row.from(), free);
        Bound to = row.to() == null ? null : after(row.to(), from.best());
        if (to != null && !to.best().isAfter(from.best())) {
            return false;
        }
        List<Outage> written = jdbc.sql("""
                INSERT INTO outage_record (object, condition, root, fault, began_earliest, began, began_latest,
                                           ended_earliest, ended, ended_latest, cause, confidence, evidence)
                SELECT :object, :condition, :root, :fault, :earliest, :from, :latest,
                       :end_earliest::timestamptz, :end::timestamptz, :end_latest::timestamptz, :cause, :confidence, :evidence::jsonb
                 WHERE NOT EXISTS (SELECT 1 FROM outage_record
                                    WHERE object = :object AND during && tstzrange(:from::timestamptz, :end::timestamptz))
                RETURNING *
                """)
                .param("object", object.toString())
                .param("condition", began.condition().name())
                .param("root", began.root().toString())
                .param("fault", began.fault())
                .param("earliest", Timestamp.from(from.earliest()))
                .param("from", Timestamp.from(from.best()))
                .param("latest", Timestamp.from(from.latest()))
                .param("end_earliest", to == null ? null : text(to.earliest()))
                .param("end", to == null ? null : text(to.best()))
                .param("end_latest", to == null ? null : text(to.latest()))
                .param("cause", began.guess().cause().name())
                .param("confidence", OutageTable.confidence(began.guess()))
                .param("evidence", json.writeValueAsString(began.evidence()))
                .query(table::outage)
                .list();
        for (Outage outage : written) {
            if (outage.condition() != Condition.DEGRADED) {
                events.publishEvent(new OutageStarted(outage));
            }
            if (outage.condition() != Condition.DEGRADED && outage.to() != null) {
                events.publishEvent(new OutageEnded(outage));
            }
        }
        return !written.isEmpty();
    }

    private static String text(Instant at) {
        return at.toString();
    }

    /** When what lies before an instant ends. */
    private Instant freeFrom(ObjectRef object, Instant at) {
        return jdbc.sql(
                        "SELECT max(ended) FROM outage_record WHERE object = :object AND began < :at AND ended IS NOT NULL")
                .param("object", object.toString())
                .param("at", Timestamp.from(at))
                .query((row, number) -> {
                    Timestamp ended = row.getTimestamp(1);
                    return ended == null ? Instant.EPOCH : ended.toInstant();
                })
                .single();
    }

    private static Bound after(Bound bound, Instant least) {
        return new Bound(later(bound.earliest(), least), later(bound.best(), least), later(bound.latest(), least));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
