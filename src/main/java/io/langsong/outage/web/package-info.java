/** The outage record to the outside. */
@ApplicationModule(allowedDependencies = {"outage", "inventory", "access", "web"})
@NullMarked
package io.langsong.outage.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
