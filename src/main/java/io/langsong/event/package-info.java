/** Takes what devices say without being asked: traps, informs, syslog; finds out whose it is, and keeps it searchable. */
@ApplicationModule(allowedDependencies = {"inventory", "polling", "snmp"})
@NullMarked
package io.langsong.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
