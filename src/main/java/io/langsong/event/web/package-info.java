/** What devices said, as pages and over HTTP. */
@ApplicationModule(allowedDependencies = {"event", "inventory", "access", "web"})
@NullMarked
package io.langsong.event.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
