/** Uptime on pages and over HTTP: the commune, a village, one object with all that counted; and the calendars it is counted in. */
@ApplicationModule(allowedDependencies = {"uptime", "access", "availability", "inventory", "outage", "web"})
@NullMarked
package io.langsong.uptime.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
