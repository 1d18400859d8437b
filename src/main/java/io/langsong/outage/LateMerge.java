package io.langsong.outage;

import io.langsong.outage.LateFinding.Row;
import io.langsong.outage.Ledger.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where late results fit into the record of one object. What was known stays; what nobody knew is filled, and a row that reaches over an
 * edge of it is joined with, or parted from, what the results say. Pure.
 */
final class LateMerge {
    /** Between the last late look and the first of today the object is as it was at both, when no more lies between them. */
    static final Duration BRIDGE = Duration.ofMinutes(2);

    private final LateFinding late;
    private final List<Kept> rows;
    private final List<Edit> edits = new ArrayList<>();

    /** A row of the record. @param to null while it lasts */
    record Kept(
            long id,
            Condition condition,
            ObjectRef root,
            Bound from,
            @Nullable Bound to) {
        private boolean covers(Instant at) {
            return !from.best().isAfter(at) && (to == null || to.best().isAfter(at));
        }
    }

    /** What is to be done, in this order. */
    sealed interface Edit {
        /** The row ended earlier, or is known better to have ended. */
        record End(long id, Bound to, Guess guess, List<Evidence> evidence) implements Edit {}

        /** The row had begun before. */
        record Begin(long id, Bound from, List<Evidence> evidence) implements Edit {}

        /** @param row its {@code to} null: it lasts */
        record Insert(Row row) implements Edit {}
    }

    /** @param watched what is known of the object from now on, in place of the spans given */
    record Merged(List<Edit> edits, List<Span> watched) {}

    private LateMerge(LateFinding late, List<Kept> rows) {
        this.late = late;
        this.rows = rows;
    }

    /**
     * @param rows of the record that touch the time of the results and a little more; ascending
     * @param watched the spans that touch it; ascending, apart from each other; one that is open ends at {@link Instant#MAX}
     * @param since nothing before it is touched
     */
    static Merged merge(LateFinding late, List<Kept> rows, List<Span> watched, Instant since) {
        LateMerge merge = new LateMerge(late, rows);
        List<Span> all = new ArrayList<>(watched);
        Instant at = since;
        boolean knownBefore = false;
        for (Span known : watched) {
            if (known.from().isAfter(at)) {
                all.addAll(merge.fill(new Hole(at, known.from(), knownBefore, true)));
            }
            at = later(at, known.until());
            knownBefore = true;
        }
        if (late.until().isAfter(at)) {
            all.addAll(merge.fill(new Hole(at, late.until(), knownBefore, false)));
        }
        return new Merged(merge.ordered(), joined(all));
    }

    /** A time of which nothing is known. @param knownBefore whether somebody looked just before @param knownAfter or does from its end on */
    private record Hole(Instant from, Instant until, boolean knownBefore, boolean knownAfter) {}

    /**
     * What the results say of a hole.
     *
     * @param begin as far back as they go
     * @param end as far as they go
     * @param meetsLeft whether what was before the hole meets what is at {@code begin}
     * @param meetsRight the same of {@code end}
     */
    private record Filling(Hole hole, Instant begin, Instant end, boolean meetsLeft, boolean meetsRight) {}

    /** @return what is known now of the hole */
    private List<Span> fill(Hole hole) {
        List<Span> seen = new ArrayList<>();
        for (Span span : late.watched()) {
            Instant begin = later(span.from(), hole.from());
            Instant end = earlier(span.until(), hole.until());
            if (begin.isBefore(end)) {
                seen.add(new Span(begin, end));
            }
        }
        if (seen.isEmpty()) {
            return List.of();
        }
        Instant begin = seen.get(0).from();
        Instant end = seen.get(seen.size() - 1).until();
        boolean left = hole.knownBefore() && !hole.from().plus(BRIDGE).isBefore(begin);
        boolean right = hole.knownAfter() && !end.plus(BRIDGE).isBefore(hole.until());
        if (left) {
            seen.add(new Span(hole.from(), begin));
        }
        if (right) {
            seen.add(new Span(end, hole.until()));
        }
        fillRows(new Filling(hole, begin, end, left, right));
        return seen.stream().filter(span -> span.from().isBefore(span.until())).toList();
    }

    private void fillRows(Filling fill) {
        Instant from = fill.hole().from();
        Instant until = fill.hole().until();
        Kept left = covering(from.minusMillis(1), from);
        Kept right = fill.meetsRight() ? covering(until, until) : null;
        boolean isCut = false;
        boolean joined = false;
        boolean reaches = false;
        for (Row row : late.rows()) {
            boolean over = row.to() != null && !row.to().best().isAfter(from);
            boolean after = !row.goesOn() && !row.from().best().isBefore(fill.end());
            if (over || after) {
                continue;
            }
            boolean lasts = row.to() == null || !row.to().best().isBefore(fill.end());
            boolean was = row.goesOn() || !row.from().best().isAfter(from);
            if (left != null && was && !joined && isOut(row) == isOut(left)) {
                joined = true;
                isCut = !lasts;
                reaches = lasts;
                join(left, row, lasts, fill);
            } else if (lasts) {
                reaches = true;
                meet(begun(row, left, fill), left, right, isCut, fill);
            } else {
                edits.add(new Edit.Insert(begun(row, left, fill)));
            }
        }
        if (right != null && !reaches) {
            fellAtTheEdge(left, right, isCut, fill);
        }
    }

    /** It was good when it was seen last, and is out since somebody looks again. */
    private void fellAtTheEdge(@Nullable Kept left, Kept right, boolean isCut, Filling fill) {
        Instant until = fill.hole().until();
        Bound again = Bound.between(fill.end(), until);
        List<Evidence> evidence =
                List.of(new Evidence(Evidence.LAST_GOOD, fill.end(), ""), new Evidence(Evidence.FIRST_BAD, until, ""));
        if (left == null || right.id() != left.id()) {
            if (isOut(right) && right.from().earliest().isAfter(fill.end())) {
                edits.add(new Edit.Begin(right.id(), again, List.of(evidence.get(0))));
            }
        } else if (isCut) {
            edits.add(new Edit.Insert(
                    new Row(left.condition(), "", left.root(), false, again, left.to(), Guess.NONE, evidence)));
        }
    }

    /** A row of the record goes on into the results. */
    private void join(Kept left, Row row, boolean lasts, Filling fill) {
        Bound to = left.to();
        if (!lasts && row.to() != null) {
            edits.add(new Edit.End(left.id(), row.to(), row.guess(), row.evidence()));
        } else if (to != null
                && !to.best().isAfter(fill.hole().until())
                && to.earliest().isBefore(fill.end())) {
            // It was seen out for longer than was known.
            Instant end = fill.end();
            edits.add(new Edit.End(left.id(), Bound.between(end, later(end, to.latest())), Guess.NONE, List.of()));
        }
    }

    /** A row of the results lasts at their end. */
    private void meet(Row row, @Nullable Kept left, @Nullable Kept right, boolean isCut, Filling fill) {
        Instant end = fill.end();
        if (right == null) {
            edits.add(new Edit.Insert(ended(
                    row, fill.meetsRight() ? Bound.between(end, fill.hole().until()) : Bound.exactly(end))));
        } else if (left != null && right.id() == left.id()) {
            if (isCut) {
                edits.add(new Edit.Insert(ended(row, left.to())));
            }
        } else if (right.condition() == row.condition() && right.root().equals(row.root())) {
            edits.add(new Edit.Begin(right.id(), row.from(), row.evidence()));
        } else {
            edits.add(new Edit.Insert(ended(row, Bound.exactly(right.from().best()))));
        }
    }

    private static Row ended(Row row, @Nullable Bound to) {
        return new Row(row.condition(), row.fault(), row.root(), false, row.from(), to, row.guess(), row.evidence());
    }

    /** What the record does not have begins within the hole; at its very first look nobody knows since when it had been. */
    private static Row begun(Row row, @Nullable Kept left, Filling fill) {
        Instant from = fill.hole().from();
        boolean before = row.goesOn() || row.from().best().isBefore(from);
        boolean atFirstLook =
                left == null && fill.meetsLeft() && row.from().best().equals(fill.begin());
        Bound begin = before ? Bound.exactly(from) : atFirstLook ? Bound.between(from, fill.begin()) : row.from();
        return new Row(row.condition(), row.fault(), row.root(), false, begin, row.to(), row.guess(), row.evidence());
    }

    private static boolean isOut(Row row) {
        return row.condition() != Condition.DEGRADED;
    }

    private static boolean isOut(Kept row) {
        return row.condition() != Condition.DEGRADED;
    }

    /** The row that covers one of two instants. */
    private @Nullable Kept covering(Instant one, Instant other) {
        return rows.stream()
                .filter(row -> row.covers(one) || row.covers(other))
                .findFirst()
                .orElse(null);
    }

    /** What makes room comes first. */
    private List<Edit> ordered() {
        List<Edit> all = new ArrayList<>();
        edits.stream().filter(Edit.End.class::isInstance).forEach(all::add);
        edits.stream().filter(Edit.Begin.class::isInstance).forEach(all::add);
        edits.stream().filter(Edit.Insert.class::isInstance).forEach(all::add);
        return all;
    }

    private static List<Span> joined(List<Span> spans) {
        List<Span> ascending =
                spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        List<Span> joined = new ArrayList<>();
        for (Span span : ascending) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !span.from().isAfter(last.until())) {
                joined.set(joined.size() - 1, new Span(last.from(), later(last.until(), span.until())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
