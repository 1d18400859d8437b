package io.langsong.calendar;

import org.quartz.CronExpression;

/**
 * Work that runs by calendar on the active server. A module offers it as a bean of this type.
 *
 * <p>One job never runs twice at a time. When the server was off at its hour it runs once, soon after the next start. What it
 * throws is logged, and it runs again at its next hour. It may be killed in the middle, so it must be able to begin anew.
 *
 * @param name unique and stable, it is kept in the database, e.g. {@code "metric-retention"}
 * @param cron Quartz expression in Vietnamese time, seconds first, e.g. {@code "0 30 2 * * ?"} is each night at 02:30
 * @param work runs on a thread of the calendar, of which there are two
 */
public record CalendarJob(String name, String cron, Runnable work) {
    public CalendarJob {
        if (!name.matches("[a-z0-9-]{1,100}")) {
            throw new IllegalArgumentException(
                    "Calendar job must be named with lower-case letters, digits and dashes: " + name);
        }
        if (!CronExpression.isValidExpression(cron)) {
            throw new IllegalArgumentException(
                    "Calendar job %s has no valid cron expression: %s".formatted(name, cron));
        }
    }
}
