package io.langsong.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a list of months says of one.
 *
 * @param version the newest of the month
 * @param uptime of all services together, 0 to 1; null: nothing was measured
 * @param coverage how much of the time was measured, 0 to 1; null: there was none to measure
 */
public record ReportHeadline(
        ReportVersion version,
        @Nullable BigDecimal uptime,
        @Nullable BigDecimal coverage,
        int incidents) {}
