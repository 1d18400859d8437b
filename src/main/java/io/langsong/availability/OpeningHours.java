package io.langsong.availability;

/** When an object is meant to serve; the rest of the time does not count. Immutable. */
@FunctionalInterface
public interface OpeningHours {
    /** Day and night. */
    OpeningHours ALL_HOURS = Intervals::of;

    /**
     * The hours of a stretch of time.
     *
     * @param span with a beginning and an end
     * @return only what lies in {@code span}
     */
    Intervals within(Interval span);
}
