package io.langsong.outage;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happened, as far as it can be told: after {@code earliest}, not after {@code latest}.
 *
 * @param best the middle of what is left between them
 */
public record Bound(Instant earliest, Instant best, Instant latest) {
    public Bound {
        if (earliest.isAfter(best) || best.isAfter(latest)) {
            throw new IllegalArgumentException("A bound is in order, not %s, %s, %s".formatted(earliest, best, latest));
        }
    }

    public static Bound between(Instant earliest, Instant latest) {
        Instant first = earliest.isAfter(latest) ? latest : earliest;
        return new Bound(first, first.plus(Duration.between(first, latest).dividedBy(2)), latest);
    }

    public static Bound exactly(Instant at) {
        return new Bound(at, at, at);
    }
}
