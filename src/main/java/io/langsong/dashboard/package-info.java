/** The pages over everything: now, the matrix of villages and their map, one device, the outage record, the wall. */
@ApplicationModule(
        allowedDependencies = {
            "collector",
            "agent",
            "inventory",
            "metric",
            "polling",
            "outage",
            "incident",
            "event",
            "notification",
            "access",
            "web"
        })
@NullMarked
package io.langsong.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
