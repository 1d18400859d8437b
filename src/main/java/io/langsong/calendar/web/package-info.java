/** Shows the jobs and how they went, and has one run now. */
@ApplicationModule(allowedDependencies = {"calendar", "access", "web"})
@NullMarked
package io.langsong.calendar.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
