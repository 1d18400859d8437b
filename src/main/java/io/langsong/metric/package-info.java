/** Measurements: samples, series and the store they are kept in. */
@ApplicationModule(allowedDependencies = {"database", "inventory", "journal"})
@NullMarked
package io.langsong.metric;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
