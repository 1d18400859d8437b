package io.langsong.report;

import java.math.BigDecimal;

/**
 * By what a report was counted.
 *
 * @param target percent of uptime that is to be met
 * @param enoughCoverage percent of the time that must have been measured for a verdict
 * @param blipSeconds shorter outages are listed apart; they count all the same
 * @param cutoffDay last day of a month's period; 0: the month itself
 * @param restoreCriticalSeconds within how long a critical incident is to be over
 * @param restoreWarningSeconds the same of any other
 */
public record Rules(
        BigDecimal target,
        BigDecimal enoughCoverage,
        long blipSeconds,
        int cutoffDay,
        long restoreCriticalSeconds,
        long restoreWarningSeconds) {}
