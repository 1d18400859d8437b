/** Holidays on a page and over HTTP; administrators correct them. */
@ApplicationModule(allowedDependencies = {"holiday", "availability", "access", "web"})
@NullMarked
package io.langsong.holiday.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
