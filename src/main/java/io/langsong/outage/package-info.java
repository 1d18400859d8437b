/** Decides when a device, link or service is down, since when, and keeps the record. */
@ApplicationModule(allowedDependencies = {"inventory", "polling", "alert", "access"})
@NullMarked
package io.langsong.outage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
