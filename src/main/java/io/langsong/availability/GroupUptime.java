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
 * @param out the part of it in which they did not serve
 * @param belowTarget services whose own figure is less than the target; one without a figure is not among them
 */
public record GroupUptime(Duration measured, Duration out, int services, int belowTarget) {

    /** @param target 0 to 1 */
    public static GroupUptime of(Collection<Availability> services, BigDecimal target) {
        Duration measured = Duration.ZERO;
        Duration out = Duration.ZERO;
        int below = 0;
        for (Availability one : services) {
            measured = measured.plus(one.measured().total());
            out = out.plus(one.out());
            below += one.uptime().filter(uptime -> uptime.compareTo(target) < 0).isPresent() ? 1 : 0;
        }
        return new GroupUptime(measured, out, services.size(), below);
    }

    /** The mean of the services' figures, weighted by their measured time; empty when nothing was measured. */
    public Optional<BigDecimal> uptime() {
        return Availability.share(measured.minus(out), measured);
    }
}
