package io.langsong.report;

import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.outage.Outage;
import io.langsong.uptime.Figures;
import io.langsong.uptime.GroupFigures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.WholeSeconds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Measure} of uptimes: of one as of any number. Times are rounded for each object and then added, so that what a group
 * has is the sum of what its objects have, to the second. Pure; any thread.
 */
public final class Measures {
    private Measures() {}

    public static Measure of(Collection<Uptime> uptimes, Rules rules) {
        GroupFigures group = GroupFigures.of(uptimes, rules.target().movePointLeft(2));
        Sum sum = new Sum();
        Duration blip = Duration.ofSeconds(rules.blipSeconds());
        uptimes.forEach(uptime -> sum.add(uptime, blip));
        long measured = sum.calendar - sum.maintenance - sum.unknown;
        return new Measure(
                uptimes.size(),
                group.uptime().measuredServices(),
                group.uptime().belowTarget(),
                plain(group.uptime().uptime()),
                plain(group.uptime().ownFaultUptime()),
                plain(group.uptime().coverage()),
                plain(group.uncertaintyShare()),
                sum.calendar,
                measured,
                sum.maintenance,
                sum.unknown,
                sum.down,
                sum.unreachable,
                sum.degraded,
                group.outages(),
                sum.repairs.size(),
                sum.blips,
                seconds(sum.repairs.stream().reduce(Duration.ZERO, Duration::plus)),
                mean(sum.repairs),
                median(sum.repairs),
                group.outages() == 0
                        ? null
                        : seconds(group.uptime()
                                .measured()
                                .minus(group.uptime().out())
                                .dividedBy(group.outages())),
                seconds(group.longest()),
                sum.causes,
                group.estimated());
    }

    /** What is added up. */
    private static final class Sum {
        private long calendar;
        private long maintenance;
        private long unknown;
        private long down;
        private long unreachable;
        private long degraded;
        private int blips;
        private final List<Duration> repairs = new ArrayList<>();
        private final Map<Outage.Cause, Measure.OfCause> causes = new EnumMap<>(Outage.Cause.class);

        void add(Uptime uptime, Duration blip) {
            Availability all = uptime.availability();
            WholeSeconds times = WholeSeconds.of(all);
            calendar += times.calendar();
            maintenance += times.maintenance();
            unknown += times.unknown();
            down += times.down();
            unreachable += times.unreachable();
            degraded += times.degraded();
            blips += all.blips(blip).size();
            all.outages().stream()
                    .filter(outage -> outage.endedIn(all.period()))
                    .map(CountedOutage::length)
                    .forEach(repairs::add);
            Figures.causes(uptime)
                    .forEach((cause, of) -> causes.merge(
                            cause,
                            new Measure.OfCause(of.outages(), of.seconds()),
                            (one, other) -> new Measure.OfCause(
                                    one.outages() + other.outages(), one.seconds() + other.seconds())));
        }
    }

    private static @Nullable Long mean(List<Duration> times) {
        return times.isEmpty()
                ? null
                : seconds(times.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(times.size()));
    }

    static @Nullable Long median(List<Duration> times) {
        if (times.isEmpty()) {
            return null;
        }
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return seconds(
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2));
    }

    /** As it reads back from what is stored. */
    public static @Nullable BigDecimal plain(Optional<BigDecimal> share) {
        return share.map(value -> value.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(value.stripTrailingZeros().toPlainString()))
                .orElse(null);
    }

    public static long seconds(Duration time) {
        return WholeSeconds.rounded(time);
    }
}
