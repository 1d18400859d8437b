package io.langsong.uptime;

import io.langsong.availability.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code langsong.uptime.*}.
 *
 * @param target percent of uptime below which a service is counted as below target
 * @param cutoffDay last day of a month's period: 14 makes 2026-10 the time from 15 September to 14 October. 0: the month itself
 * @param blip outages of less counted time are listed apart; they count all the same
 * @param enoughCoverage percent of the time below which there is too little of it measured for a verdict
 */
@Validated
@ConfigurationProperties("langsong.uptime")
public record UptimeProperties(
        @DefaultValue("99.5") BigDecimal target,
        @DefaultValue("0") int cutoffDay,
        @DefaultValue("1m") Duration blip,
        @DefaultValue("95") BigDecimal enoughCoverage) {
    /** Whose days and months are counted. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final int LAST_DAY_OF_ALL_MONTHS = 28;

    public UptimeProperties {
        percent("target", target);
        percent("enough-coverage", enoughCoverage);
        if (cutoffDay < 0 || cutoffDay > LAST_DAY_OF_ALL_MONTHS) {
            throw new IllegalArgumentException(
                    "langsong.uptime.cutoff-day: %d is no day that each month has; give 1 to 28, or 0 for the end of the month"
                            .formatted(cutoffDay));
        }
        if (blip.isNegative()) {
            throw new IllegalArgumentException(
                    "langsong.uptime.blip: %s is less than nothing; give a time like 1m, or 0s for no blips"
                            .formatted(blip));
        }
    }

    private static void percent(String name, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException(
                    "langsong.uptime.%s: %s is no percentage; give 0 to 100".formatted(name, value));
        }
    }

    /** 0 to 1. */
    public BigDecimal targetShare() {
        return target.movePointLeft(2);
    }

    /** The period that people call by that month. */
    public Interval month(YearMonth month) {
        LocalDate last = cutoffDay == 0 ? month.atEndOfMonth() : month.atDay(cutoffDay);
        LocalDate first = cutoffDay == 0
                ? month.atDay(1)
                : month.minusMonths(1).atDay(cutoffDay).plusDays(1);
        return days(first, last);
    }

    /** Whole days, both included. */
    public static Interval days(LocalDate first, LocalDate last) {
        return new Interval(
                first.atStartOfDay(ZONE).toInstant(),
                last.plusDays(1).atStartOfDay(ZONE).toInstant());
    }

    /** The month whose period an instant lies in. */
    public YearMonth monthOf(Instant at) {
        YearMonth month = YearMonth.from(at.atZone(ZONE));
        return month(month).contains(at) ? month : month.plusMonths(1);
    }
}
