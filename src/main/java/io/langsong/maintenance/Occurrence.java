package io.langsong.maintenance;

import io.langsong.availability.Interval;

/** One interval of a plan, as far as it counts. */
public record Occurrence(Plan plan, Interval interval) {

    /** Whether the plan was entered before this began; else it was added late, and the plan says by whom and why. */
    public boolean announced() {
        return plan.enteredAt().isBefore(interval.from());
    }
}
