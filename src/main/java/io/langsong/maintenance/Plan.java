package io.langsong.maintenance;

import io.langsong.availability.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it was entered and what became of it. Nothing of it is ever changed or removed; it can be ended or withdrawn, and
 * both are kept beside it.
 *
 * @param reason never null of one that was entered after it began
 * @param notice the lines that it was read from; null for one that was typed
 * @param enteredBy person, or program by its token
 * @param ended from then on nothing of it counts; null while that was not said
 * @param withdrawn it counts nowhere any more, as if it had never been; null while that was not said
 */
public record Plan(
        long id,
        Kind kind,
        String title,
        @Nullable String reason,
        @Nullable String notice,
        Scope scope,
        Timing timing,
        String enteredBy,
        Instant enteredAt,
        @Nullable Mark ended,
        @Nullable Mark withdrawn) {
    /** Longer than from any occurrence to the next one. */
    private static final Duration AHEAD = Duration.ofDays(2L * Rhythm.LONGEST_GAP_DAYS);

    /** What is planned. */
    public enum Kind {
        WORK,
        POWER_CUT;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Who said something of a plan later, when and why. */
    public record Mark(Instant at, String by, String reason) {}

    /** How a plan stands at an instant. */
    public enum State {
        NOW,
        COMING,
        PAST
    }

    /**
     * The intervals that share an instant with {@code period} and count, ascending; one in which the plan was ended ends there.
     *
     * @param period with a beginning and an end
     */
    public List<Occurrence> occurrences(Interval period) {
        if (withdrawn != null) {
            return List.of();
        }
        Instant stop = ended == null ? Instant.MAX : ended.at();
        return timing.within(period).stream()
                .filter(interval -> interval.from().isBefore(stop))
                .map(interval -> interval.until().isAfter(stop) ? new Interval(interval.from(), stop) : interval)
                .filter(interval -> interval.overlaps(period))
                .map(interval -> new Occurrence(this, interval))
                .toList();
    }

    /** Whether it was entered before its first interval began. */
    public boolean announced() {
        return enteredAt.isBefore(timing.begin());
    }

    /** The interval in which {@code at} lies; of several the first. */
    public Optional<Occurrence> current(Instant at) {
        return occurrences(new Interval(at, at.plusNanos(1))).stream().findFirst();
    }

    /** The first interval that begins after {@code at}. */
    public Optional<Occurrence> next(Instant at) {
        Instant begin = timing.begin();
        Instant from = begin.isAfter(at) ? begin : at;
        return occurrences(new Interval(from, from.plus(AHEAD))).stream()
                .filter(occurrence -> occurrence.interval().from().isAfter(at))
                .findFirst();
    }

    public State state(Instant at) {
        if (current(at).isPresent()) {
            return State.NOW;
        }
        return next(at).isPresent() ? State.COMING : State.PAST;
    }
}
