/** What people are told about outages: one message for one root. */
@ApplicationModule(
        allowedDependencies = {"inventory", "access", "outage", "notification", "maintenance", "availability"})
@NullMarked
package io.langsong.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
