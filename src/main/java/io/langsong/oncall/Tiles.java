package io.langsong.oncall;

import io.langsong.availability.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Turns side by side, ascending and without overlap; each operation leaves them so. */
final class Tiles {
    private Tiles() {}

    /** Puts one turn over whatever was there. */
    static List<Turn> cover(List<Turn> turns, Turn over) {
        List<Turn> covered = new ArrayList<>();
        boolean placed = false;
        for (Turn turn : turns) {
            before(turn, over.span(), covered);
            if (!placed && over.span().from().isBefore(turn.span().until())) {
                covered.add(over);
                placed = true;
            }
            after(turn, over.span(), covered);
        }
        if (!placed) {
            covered.add(over);
        }
        return covered;
    }

    /** Cuts at both ends of a span, and makes of what lies inside something else. */
    static List<Turn> repaint(List<Turn> turns, Interval span, UnaryOperator<Turn> becomes) {
        List<Turn> painted = new ArrayList<>();
        for (Turn turn : turns) {
            before(turn, span, painted);
            if (turn.span().overlaps(span)) {
                painted.add(becomes.apply(turn.within(span)));
            }
            after(turn, span, painted);
        }
        return painted;
    }

    private static void before(Turn turn, Interval span, List<Turn> into) {
        if (turn.span().from().isBefore(span.from())) {
            into.add(turn.within(new Interval(turn.span().from(), span.from())));
        }
    }

    private static void after(Turn turn, Interval span, List<Turn> into) {
        if (turn.span().until().isAfter(span.until())) {
            into.add(turn.within(new Interval(span.until(), turn.span().until())));
        }
    }

    /** From where the first begins to where the last ends; of at least one. */
    static Interval hull(List<Turn> turns) {
        return new Interval(
                turns.get(0).span().from(), turns.get(turns.size() - 1).span().until());
    }
}
