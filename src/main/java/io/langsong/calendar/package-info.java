/** Fires what runs by calendar: jobs of other modules at set hours, and the end of each month; keeps how each run went. */
@ApplicationModule(allowedDependencies = "database")
@NullMarked
package io.langsong.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
