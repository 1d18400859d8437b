/**
 * The monthly report: what is said of a period, kept as it was said.
 *
 * <ul>
 *   <li>{@link io.langsong.report.Reports} counts a {@link io.langsong.report.Report}, the facts of any period; every document and page
 *       is made from one and from nothing else;
 *   <li>{@link io.langsong.report.ReportDesk} keeps the versions of a month, and what people wrote beside them, from the draft until
 *       one is issued; an issued one never changes.
 * </ul>
 */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "alert",
            "availability",
            "holiday",
            "incident",
            "inventory",
            "journal",
            "maintenance",
            "metric",
            "notification",
            "outage",
            "polling",
            "print",
            "qr",
            "uptime"
        })
@NullMarked
package io.langsong.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
