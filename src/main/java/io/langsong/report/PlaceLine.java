package io.langsong.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the report says of several objects together: of a site, a village, one of the groups of table 1, or the commune. Its services
 * are what counts; devices and lines stand beside them.
 *
 * @param id of the site or village; of a group {@code public-wifi}, {@code office-line} or {@code link}; of the commune empty
 * @param position of a village in the official order, from 1; of others 0
 * @param people who live there; 0: not known
 * @param services of a group of lines the lines; in the hours of each
 * @param always the same, day and night
 * @param accessPoints in the hours of each
 * @param links the same
 * @param before {@code services.uptime} of the period before
 * @param userHours hours of use lost; null where nobody is expected at any
 * @param weighted uptime of the villages' services, each as heavy as people live there; of the commune alone
 * @param days of a village, each day that lies in the period, in order; of others none
 */
public record PlaceLine(
        Kind kind,
        String id,
        String name,
        int position,
        int people,
        Measure services,
        Measure always,
        Measure accessPoints,
        Measure links,
        @Nullable BigDecimal before,
        @Nullable Double userHours,
        @Nullable BigDecimal weighted,
        Verdict verdict,
        List<Day> days) {
    public PlaceLine {
        days = List.copyOf(days);
    }

    /**
     * What of one day counts, of all services together, in whole seconds.
     *
     * @param outSeconds of {@code measuredSeconds}
     */
    public record Day(long measuredSeconds, long outSeconds, long unknownSeconds) {}

    /** Whether anything of it was there in the period. */
    public boolean wasThere() {
        return services.objects() + accessPoints.objects() + links.objects() > 0;
    }

    public enum Kind {
        COMMUNE,
        GROUP,
        VILLAGE,
        SITE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
