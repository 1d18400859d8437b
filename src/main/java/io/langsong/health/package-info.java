/** Looks at the server itself: whether it polls, keeps, tells, and what an operator should do about it. */
@ApplicationModule(
        allowedDependencies = {
            "agent",
            "backup",
            "calendar",
            "database",
            "event",
            "inventory",
            "metric",
            "notification",
            "outage",
            "polling"
        })
@NullMarked
package io.langsong.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
