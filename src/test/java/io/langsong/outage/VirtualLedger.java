package io.langsong.outage;

import io.langsong.testkit.TestClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps turning points in memory, by the rules of the outage record, so that a thousand days can be judged in a minute. */
final class VirtualLedger extends OutageRecorder {
    /** One row; what ends it is in place once it has ended. */
    static final class Row {
        final ObjectRef object;
        final Condition condition;
        final ObjectRef root;
        final Bound from;
        final List<Evidence> evidence;
        Bound to;
        Outage.Cause cause;
        Outage.Confidence confidence;
        /** When it was written. */
        Instant begunAt;

        Instant endedAt;

        Row(Turn.Began began) {
            object = began.object();
            condition = began.condition();
            root = began.root();
            from = began.from();
            cause = began.guess().cause();
            confidence = began.guess().confidence();
            evidence = new ArrayList<>(began.evidence());
        }

        boolean isOut() {
            return condition != Condition.DEGRADED;
        }

        @Override
        public String toString() {
            return object + " " + condition + " root=" + root + " " + from + " - " + to + " " + cause + " "
                    + confidence;
        }
    }

    final List<Row> rows = new ArrayList<>();
    /** What was told of our own line. */
    final List<Turn> path = new ArrayList<>();
    /** By whose clock rows are written. */
    Supplier<Instant> clock = () -> VirtualCommune.START;

    private final Map<ObjectRef, Row> open = new HashMap<>();

    VirtualLedger() {
        super(null, null, null, new TestClock(VirtualCommune.START), event -> {});
    }

    @Override
    public List<OpenRow> recover() {
        return List.of();
    }

    @Override
    public Optional<Instant> blindSince() {
        return Optional.empty();
    }

    @Override
    public void submit(Turn turn) {
        if (turn instanceof Turn.Blinded || turn instanceof Turn.Sighted) {
            path.add(turn);
        }
        if (turn instanceof Turn.Began began) {
            begin(began);
        } else if (turn instanceof Turn.Ended ended) {
            end(ended);
        } else if (turn instanceof Turn.Explained explained) {
            explain(explained);
        }
    }

    @Override
    public void submit(List<Turn> together) {
        together.forEach(this::submit);
    }

    @Override
    public void lookedAt(Instant now) {}

    private void begin(Turn.Began began) {
        Row lasting = open.get(began.object());
        if (lasting != null && lasting.isOut()) {
            return;
        }
        Row row = new Row(began);
        row.begunAt = clock.get();
        rows.add(row);
        open.put(row.object, row);
    }

    private void end(Turn.Ended ended) {
        Row row = open.remove(ended.object());
        if (row != null) {
            row.to = ended.to();
            row.endedAt = clock.get();
            take(row, ended.guess());
            row.evidence.addAll(ended.evidence());
        }
    }

    private static void take(Row row, Guess guess) {
        row.cause = guess.isKnown() ? guess.cause() : row.cause;
        row.confidence = guess.isKnown() ? guess.confidence() : row.confidence;
    }

    private void explain(Turn.Explained explained) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            if (row.object.equals(explained.object()) && explained.to().equals(row.to)) {
                take(row, explained.guess());
                row.evidence.addAll(explained.evidence());
                return;
            }
        }
        throw new IllegalStateException("nothing ended then: " + explained);
    }

    /** Of one object, as they were written; what was out without a gap is one. */
    List<List<Row>> outages(ObjectRef object) {
        List<List<Row>> outages = new ArrayList<>();
        Row before = null;
        for (Row row : rows) {
            if (!row.object.equals(object) || !row.isOut()) {
                continue;
            }
            boolean goesOn =
                    before != null && before.to != null && !row.from.best().isAfter(before.to.best());
            if (!goesOn) {
                outages.add(new ArrayList<>());
            }
            outages.get(outages.size() - 1).add(row);
            before = row;
        }
        return outages;
    }
}
