/** Devices behind NAT: what collectors at their sites saw, taken in, dated and judged. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "database",
            "event",
            "health",
            "incident",
            "inventory",
            "journal",
            "metric",
            "notification",
            "outage",
            "polling",
            "polling::profile",
            "secret",
            "snmp"
        })
@NullMarked
package io.langsong.collector;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
