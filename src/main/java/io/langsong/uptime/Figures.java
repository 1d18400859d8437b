package io.langsong.uptime;

import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.outage.Condition;
import io.langsong.outage.Outage;
import io.langsong.outage.Recorded;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one object in one period, as they are kept and given to programs. Shares are 0 to 1, rounded down; null where
 * there is nothing to divide by. Times are whole seconds.
 *
 * @param uncertainty by how much {@code uptime} may be wrong to either side
 * @param calendarSeconds time inside the calendar while it was there
 * @param outages that began in the period
 * @param ended outages that ended in it, of which {@code meanToRepairSeconds} is the mean
 * @param blips of those that count in it, how many were short
 * @param longestSeconds of the longest outage, what counts in the period
 * @param causes the outages that count in the period, by cause; one without any is not there
 * @param estimated whether it lies over days that are not decided yet
 */
public record Figures(
        @Nullable BigDecimal uptime,
        @Nullable BigDecimal ownFaultUptime,
        @Nullable BigDecimal coverage,
        @Nullable BigDecimal uncertainty,
        long calendarSeconds,
        long maintenanceSeconds,
        long unknownSeconds,
        long measuredSeconds,
        long downSeconds,
        long unreachableSeconds,
        long degradedSeconds,
        int outages,
        int ended,
        int blips,
        @Nullable Long meanToRepairSeconds,
        @Nullable Long meanBetweenFailuresSeconds,
        long longestSeconds,
        Map<Outage.Cause, OfCause> causes,
        boolean estimated) {
    public Figures {
        causes = Map.copyOf(causes);
    }

    /** @param seconds that count in the period */
    public record OfCause(int outages, long seconds) {
        private OfCause with(long more) {
            return new OfCause(outages + 1, seconds + more);
        }
    }

    /** @param blip outages of less counted time are blips */
    public static Figures of(Uptime of, Duration blip) {
        Availability all = of.availability();
        WholeSeconds times = WholeSeconds.of(all);
        return new Figures(
                plain(all.uptime()),
                plain(all.ownFaultUptime()),
                plain(all.coverage()),
                plain(of.uncertaintyShare()),
                times.calendar(),
                times.maintenance(),
                times.unknown(),
                times.measured(),
                times.down(),
                times.unreachable(),
                times.degraded(),
                all.begun(),
                all.ended(),
                all.blips(blip).size(),
                all.meanTimeToRepair().map(Figures::seconds).orElse(null),
                all.meanTimeBetweenFailures().map(Figures::seconds).orElse(null),
                seconds(of.longest()),
                causes(of),
                of.estimated());
    }

    /** The outages that count in the period, by cause; one without any is not there. */
    public static Map<Outage.Cause, OfCause> causes(Uptime of) {
        Map<Outage.Cause, OfCause> causes = new EnumMap<>(Outage.Cause.class);
        for (CountedOutage outage : of.availability().outages()) {
            long seconds =
                    seconds(outage.counted().and(of.availability().period()).total());
            Outage.Cause cause = cause(of.recordsOf(outage));
            causes.put(cause, causes.getOrDefault(cause, new OfCause(0, 0)).with(seconds));
        }
        return causes;
    }

    /** Of the part in which it failed by itself, where there is one. */
    static Outage.Cause cause(List<Recorded> parts) {
        return parts.stream()
                .filter(part -> part.condition() == Condition.DOWN)
                .findFirst()
                .or(() -> parts.stream().findFirst())
                .map(Recorded::cause)
                .orElse(Outage.Cause.UNKNOWN);
    }

    /** As it reads back from what is stored. */
    private static @Nullable BigDecimal plain(Optional<BigDecimal> share) {
        return share.map(value -> value.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(value.stripTrailingZeros().toPlainString()))
                .orElse(null);
    }

    private static long seconds(Duration time) {
        return WholeSeconds.rounded(time);
    }
}
