package io.langsong.uptime;

import io.langsong.availability.GroupUptime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The figures of several objects together, as of the services of a village.
 *
 * @param uncertainty of the time out, the sum over all of them
 * @param outages that began in the period
 * @param longest of the longest outage of any of them, what counts in the period
 * @param estimated whether any of them lies over days that are not decided yet
 */
public record GroupFigures(GroupUptime uptime, Duration uncertainty, int outages, Duration longest, boolean estimated) {

    /** @param target 0 to 1 */
    public static GroupFigures of(Collection<Uptime> all, BigDecimal target) {
        return new GroupFigures(
                GroupUptime.of(all.stream().map(Uptime::availability).toList(), target),
                all.stream().map(Uptime::uncertainty).reduce(Duration.ZERO, Duration::plus),
                all.stream().mapToInt(one -> one.availability().begun()).sum(),
                all.stream().map(Uptime::longest).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
                all.stream().anyMatch(Uptime::estimated));
    }

    /** By how much the uptime may be wrong to either side, 0 to 1; empty where there is none. */
    public Optional<BigDecimal> uncertaintyShare() {
        return io.langsong.availability.Availability.share(uncertainty, uptime.measured());
    }
}
