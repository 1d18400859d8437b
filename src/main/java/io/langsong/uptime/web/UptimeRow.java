package io.langsong.uptime.web;

import io.langsong.uptime.Affected;
import io.langsong.uptime.Figures;
import io.langsong.uptime.GroupFigures;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A line of a table of figures. Shares are 0 to 1, null where there is no figure.
 *
 * @param path of the page that opens it
 * @param note beside the name, empty for none
 * @param uncertainty null where it is nothing that could be seen
 * @param below services below target, of {@code counted} that have a figure; null in the line of one object
 * @param userHours hours of use lost, of services; null where nobody is expected
 * @param verdict as {@link Group#verdict}
 */
record UptimeRow(
        String name,
        String path,
        String note,
        @Nullable BigDecimal uptime,
        @Nullable BigDecimal uncertainty,
        @Nullable BigDecimal ownFault,
        @Nullable BigDecimal coverage,
        int outages,
        Duration out,
        Duration longest,
        @Nullable Integer below,
        int counted,
        @Nullable BigDecimal accessPoints,
        @Nullable BigDecimal links,
        @Nullable Long userHours,
        @Nullable String verdict) {
    /** A hundredth of a percent is the least that is shown. */
    private static final BigDecimal LEAST_SHOWN = new BigDecimal("0.00005");

    static UptimeRow of(String name, String path, Group group, UptimeProperties settings) {
        GroupFigures services = group.services();
        BigDecimal uptime = services.uptime().uptime().orElse(null);
        BigDecimal coverage = services.uptime().coverage().orElse(null);
        return new UptimeRow(
                name,
                path,
                "",
                uptime,
                shown(services.uncertaintyShare().orElse(null)),
                services.uptime().ownFaultUptime().orElse(null),
                coverage,
                services.outages(),
                services.uptime().out(),
                services.longest(),
                services.uptime().belowTarget(),
                services.uptime().measuredServices(),
                group.accessPoints().uptime().uptime().orElse(null),
                group.links().uptime().uptime().orElse(null),
                group.userHours() == null ? null : Math.round(group.userHours()),
                Group.verdict(uptime, coverage, settings));
    }

    /**
     * @param figures null: it was not there in this time
     * @param affected null of anything but a service at which people are expected
     */
    static UptimeRow of(
            SeenObject object,
            String path,
            String note,
            @Nullable Figures figures,
            @Nullable Affected affected,
            UptimeProperties settings) {
        if (figures == null) {
            return new UptimeRow(
                    object.name(),
                    path,
                    note,
                    null,
                    null,
                    null,
                    null,
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    null,
                    0,
                    null,
                    null,
                    null,
                    null);
        }
        return new UptimeRow(
                object.name(),
                path,
                note,
                figures.uptime(),
                shown(figures.uncertainty()),
                figures.ownFaultUptime(),
                figures.coverage(),
                figures.outages(),
                Duration.ofSeconds(figures.downSeconds() + figures.unreachableSeconds()),
                Duration.ofSeconds(figures.longestSeconds()),
                null,
                0,
                null,
                null,
                affected == null ? null : Math.round(affected.userHours()),
                Group.verdict(figures.uptime(), figures.coverage(), settings));
    }

    private static @Nullable BigDecimal shown(@Nullable BigDecimal uncertainty) {
        return uncertainty == null || uncertainty.compareTo(LEAST_SHOWN) < 0 ? null : uncertainty;
    }
}
