/** The pages over everything: now, the matrix of villages, one device. */
@ApplicationModule(allowedDependencies = {"inventory", "metric", "polling", "outage", "incident", "access", "web"})
@NullMarked
package io.langsong.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
