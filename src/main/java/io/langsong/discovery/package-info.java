/** Finds devices: scans address ranges, proposes what to add and what hangs behind what, and asks a device to see how it is read. */
@ApplicationModule(
        allowedDependencies = {"inventory", "snmp", "metric", "polling", "polling::profile", "secret", "database"})
@NullMarked
package io.langsong.discovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
