package io.langsong.outage;

import io.langsong.outage.Ledger.Span;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What late results say of one object.
 *
 * @param rows in the order of time, they do not overlap; the first may be the one that was open before
 * @param watched when its condition was known; ascending, apart from each other
 * @param until as far as the results reach
 */
record LateFinding(ObjectRef object, List<Row> rows, List<Span> watched, Instant until) {
    LateFinding {
        rows = List.copyOf(rows);
        watched = List.copyOf(watched);
    }

    /**
     * One condition that is not {@code UP}.
     *
     * @param goesOn whether it was open when the results begin; its {@code from} then says nothing
     * @param to null when it lasts at the end of the results
     */
    record Row(
            Condition condition,
            String fault,
            ObjectRef root,
            boolean goesOn,
            Bound from,
            @Nullable Bound to,
            Guess guess,
            List<Evidence> evidence) {
        Row {
            evidence = List.copyOf(evidence);
        }

        /** Whether it covers an instant, as far as can be told. */
        boolean covers(Instant at) {
            return (goesOn || !from.best().isAfter(at))
                    && (to == null || to.best().isAfter(at));
        }
    }
}
