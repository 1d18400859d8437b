package io.langsong.report;

import io.langsong.maintenance.Plan;
import java.time.Instant;
import java.util.List;

/**
 * One stretch of planned work or of a planned power cut, in table 4.
 *
 * @param plan its number
 * @param places what it covers, by name
 * @param announced whether it was entered before it began
 */
public record WorkLine(
        long plan, Plan.Kind kind, String title, List<String> places, Instant from, Instant until, boolean announced) {
    public WorkLine {
        places = List.copyOf(places);
    }
}
