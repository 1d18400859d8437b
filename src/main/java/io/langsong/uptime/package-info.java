/**
 * How much of the time things served, from the record of outages: figures of any object, service, village and of the commune in any
 * period, each of which opens to the intervals that it was counted from; whom an outage cost how many hours; and figures that were
 * issued, kept beside what is counted now.
 *
 * <ul>
 *   <li>{@link io.langsong.uptime.Uptimes} counts; the arithmetic itself is {@code availability};
 *   <li>{@link io.langsong.uptime.UptimeCalendars} says in which hours what is measured;
 *   <li>{@link io.langsong.uptime.Impact} says whom it touched;
 *   <li>{@link io.langsong.uptime.IssuedFigures} keeps what a report said, and notes when that comes out otherwise now.
 * </ul>
 */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "availability",
            "calendar",
            "holiday",
            "inventory",
            "maintenance",
            "metric",
            "outage"
        })
@NullMarked
package io.langsong.uptime;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
