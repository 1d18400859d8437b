/**
 * Which days are not as their day of the week: the list that is shipped, and what administrators corrected of it. Whoever needs
 * holidays asks {@link io.langsong.holiday.HolidayBook#current}; nobody else keeps any.
 */
@ApplicationModule(allowedDependencies = {"access", "availability"})
@NullMarked
package io.langsong.holiday;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
