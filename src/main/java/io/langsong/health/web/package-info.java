/** Shows how the server is, and what to do about it. */
@ApplicationModule(allowedDependencies = {"health", "web"})
@NullMarked
package io.langsong.health.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
