package io.langsong.availability;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * The uptime of several services, of a village or the commune say. A mean hides the one that fails, so the number of those
 * below the target belongs beside it.
 *
 * @param measured of all of them together
 * @param down the part of it in which they did not serve by their own fault
 * @param unreachable the part of it in which they did not serve by the fault of something on their path
 * @param unknown time that would have been measured if somebody had looked
 * @param measuredServices those that have a figure
 * @param belowTarget services whose own figure is less than the target; one without a figure is not among them
 */
public record GroupUptime(
        Duration measured,
        Duration down,
        Duration unreachable,
        Duration unknown,
        int services,
        int measuredServices,
        int belowTarget) {

    /** @param target 0 to 1 */
    public static GroupUptime of(Collection<Availability> services, BigDecimal target) {
        Duration measured = Duration.ZERO;
        Duration down = Duration.ZERO;
        Duration unreachable = Duration.ZERO;
        Duration unknown = Duration.ZERO;
        int withFigure = 0;
        int below = 0;
        for (Availability one : services) {
            measured = measured.plus(one.measured().total());
            down = down.plus(one.down().total());
            unreachable = unreachable.plus(one.unreachable().total());
            unknown = unknown.plus(one.unknown().total());
            Optional<BigDecimal> uptime = one.uptime();
            withFigure += uptime.isPresent() ? 1 : 0;
            below += uptime.filter(figure -> figure.compareTo(target) < 0).isPresent() ? 1 : 0;
        }
        return new GroupUptime(measured, down, unreachable, unknown, services.size(), withFigure, below);
    }

    /** In which they did not serve, whoever's fault it was. */
    public Duration out() {
        return down.plus(unreachable);
    }

    /** The mean of the services' figures, weighted by their measured time; empty when nothing was measured. */
    public Optional<BigDecimal> uptime() {
        return Availability.share(measured.minus(out()), measured);
    }

    /** As {@link #uptime()}, but the time in which they were unreachable is on neither side of the fraction. */
    public Optional<BigDecimal> ownFaultUptime() {
        Duration seen = measured.minus(unreachable);
        return Availability.share(seen.minus(down), seen);
    }

    /** 0 to 1: how much of the calendar time outside maintenance was measured. */
    public Optional<BigDecimal> coverage() {
        return Availability.share(measured, measured.plus(unknown));
    }
}
