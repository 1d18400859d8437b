/** Series over HTTP. */
@ApplicationModule(allowedDependencies = {"metric", "inventory", "web"})
@NullMarked
package io.langsong.metric.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
