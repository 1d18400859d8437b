/** Plans on pages and over HTTP: who may see and enter them, and the notice of a power company that is pasted and confirmed. */
@ApplicationModule(allowedDependencies = {"maintenance", "availability", "inventory", "access", "web"})
@NullMarked
package io.langsong.maintenance.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
