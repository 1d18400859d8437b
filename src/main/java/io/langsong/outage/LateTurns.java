package io.langsong.outage;

import io.langsong.outage.LateFinding.Row;
import io.langsong.outage.Ledger.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is judged of late results, by the rules of the outage record. One thread. */
final class LateTurns implements TurnRecord {
    private final List<OpenRow> open;
    private final Map<ObjectRef, Known> objects = new LinkedHashMap<>();

    private static final class Known {
        private final List<Row> rows = new ArrayList<>();
        private final List<Span> watched = new ArrayList<>();
        private @Nullable Instant watchedSince;

        private @Nullable Row last() {
            Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            return last == null || last.to() != null ? null : last;
        }

        private void replaceLast(@Nullable Row by) {
            rows.remove(rows.size() - 1);
            if (by != null) {
                rows.add(by);
            }
        }
    }

    /** @param open when the results begin */
    LateTurns(List<OpenRow> open) {
        this.open = List.copyOf(open);
        for (OpenRow row : open) {
            known(row.object())
                    .rows
                    .add(new Row(row.condition(), "", row.root(), true, row.from(), null, Guess.NONE, List.of()));
        }
    }

    @Override
    public List<OpenRow> recover() {
        return open;
    }

    @Override
    public Optional<Instant> blindSince() {
        return Optional.empty();
    }

    @Override
    public void submit(List<Turn> together) {
        together.forEach(this::take);
    }

    @Override
    public void lookedAt(Instant now) {}

    private void take(Turn turn) {
        if (turn instanceof Turn.Began began) {
            begin(known(began.object()), began);
        } else if (turn instanceof Turn.Ended ended) {
            Known known = known(ended.object());
            Row row = known.last();
            if (row != null) {
                known.replaceLast(ended(row, ended.to(), ended.guess(), ended.evidence()));
            }
        } else if (turn instanceof Turn.Explained explained) {
            explain(known(explained.object()), explained);
        } else if (turn instanceof Turn.Watched watched) {
            Known known = known(watched.object());
            known.watchedSince = known.watchedSince == null ? watched.at() : known.watchedSince;
        } else if (turn instanceof Turn.Unwatched unwatched) {
            end(known(unwatched.object()), unwatched.at());
        }
        // Of the server's own line nothing was learned at the site.
    }

    private static void begin(Known known, Turn.Began began) {
        Row before = known.last();
        if (before != null && before.condition() != Condition.DEGRADED) {
            return;
        }
        if (before != null) {
            boolean was = before.goesOn()
                    || before.from().best().isBefore(began.from().best());
            known.replaceLast(was ? ended(before, Bound.exactly(began.from().best()), Guess.NONE, List.of()) : null);
        }
        known.rows.add(new Row(
                began.condition(),
                began.fault(),
                began.root(),
                false,
                began.from(),
                null,
                began.guess(),
                began.evidence()));
    }

    private static Row ended(Row row, Bound to, Guess guess, List<Evidence> more) {
        List<Evidence> evidence = new ArrayList<>(row.evidence());
        evidence.addAll(more);
        return new Row(
                row.condition(),
                row.fault(),
                row.root(),
                row.goesOn(),
                row.from(),
                to,
                guess.isKnown() ? guess : row.guess(),
                evidence);
    }

    private static void explain(Known known, Turn.Explained explained) {
        for (int i = known.rows.size() - 1; i >= 0; i--) {
            Row row = known.rows.get(i);
            Bound to = row.to();
            if (to != null
                    && row.condition() == Condition.DOWN
                    && to.best().equals(explained.to().best())) {
                known.rows.set(i, ended(row, to, explained.guess(), explained.evidence()));
                return;
            }
        }
    }

    private static void end(Known known, Instant at) {
        Instant since = known.watchedSince;
        known.watchedSince = null;
        if (since != null && since.isBefore(at)) {
            known.watched.add(new Span(since, at));
        }
    }

    private Known known(ObjectRef object) {
        return objects.computeIfAbsent(object, fresh -> new Known());
    }

    /** Of each object that was watched. @param until as far as the results reach */
    List<LateFinding> findings(Instant until) {
        List<LateFinding> all = new ArrayList<>();
        objects.forEach((object, known) -> {
            end(known, until);
            if (!known.watched.isEmpty()) {
                all.add(new LateFinding(object, known.rows, known.watched, until));
            }
        });
        return all;
    }
}
