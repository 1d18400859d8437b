/** The arithmetic of uptime: what a history of conditions comes to in a period. Pure; reads no clock, no store and no file but its holidays. */
@ApplicationModule(allowedDependencies = "outage")
@NullMarked
package io.langsong.availability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
