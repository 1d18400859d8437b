package io.langsong.maintenance;

import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan that somebody enters.
 *
 * @param title one line
 * @param reason may be left out of what has not begun
 * @param notice the lines that it was read from, null for none
 */
public record PlanWish(
        Kind kind,
        String title,
        @Nullable String reason,
        @Nullable String notice,
        Scope scope,
        Timing timing) {
    public static final int LONGEST_TITLE = 160;
    public static final int LONGEST_TEXT = 2_000;

    /** @throws MaintenanceRefused with the first thing that is wrong */
    public PlanWish {
        title = PlanText.required("title", title, LONGEST_TITLE);
        reason = PlanText.lines("reason", reason, LONGEST_TEXT);
        notice = PlanText.lines("notice", notice, LONGEST_TEXT);
    }

    /** @throws MaintenanceRefused when it has begun at {@code now}, and nothing says why it is entered only now */
    public void requireReasonWhenLate(Instant now) {
        if (reason == null && !now.isBefore(timing.begin())) {
            throw new MaintenanceRefused("reason", null, Fault.LATE_WITHOUT_REASON);
        }
    }
}
