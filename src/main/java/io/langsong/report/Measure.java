package io.langsong.report;

import io.langsong.outage.Outage;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one object, or of several together, in a period. Shares are 0 to 1, rounded down to twelve places; null where there
 * is nothing to divide by. Times are whole seconds; of several objects they are the sums.
 *
 * @param objects counted, also those without a figure
 * @param measured of them, how many have a figure
 * @param belowTarget of those, how many are below the target
 * @param uptime of several the mean weighted by measured time
 * @param ownFaultUptime leaves the time in which they were unreachable out of both sides
 * @param coverage how much of the time that counts was measured
 * @param uncertainty by how much {@code uptime} may be wrong to either side
 * @param calendarSeconds time inside the calendar while they were there: the sum of measured, unknown and maintenance
 * @param outages whose first counted instant lies in the period
 * @param ended whose last counted instant lies in it; the times to repair are of these
 * @param blips of the outages that count in it, how many were short
 * @param repairSeconds total of the times to repair
 * @param longestSeconds of the longest outage of any of them, what counts in the period
 * @param causes the outages that count in the period, by cause; one without any is not there
 * @param estimated whether it lies over days that are not decided yet, so that it may change
 */
public record Measure(
        int objects,
        int measured,
        int belowTarget,
        @Nullable BigDecimal uptime,
        @Nullable BigDecimal ownFaultUptime,
        @Nullable BigDecimal coverage,
        @Nullable BigDecimal uncertainty,
        long calendarSeconds,
        long measuredSeconds,
        long maintenanceSeconds,
        long unknownSeconds,
        long downSeconds,
        long unreachableSeconds,
        long degradedSeconds,
        int outages,
        int ended,
        int blips,
        long repairSeconds,
        @Nullable Long meanToRepairSeconds,
        @Nullable Long medianToRepairSeconds,
        @Nullable Long meanBetweenFailuresSeconds,
        long longestSeconds,
        Map<Outage.Cause, OfCause> causes,
        boolean estimated) {
    public Measure {
        causes = Map.copyOf(causes);
    }

    /** @param seconds that count in the period */
    public record OfCause(int outages, long seconds) {}

    /** Down or unreachable: what counts against {@code uptime}. */
    public long outSeconds() {
        return downSeconds + unreachableSeconds;
    }
}
