/** The inventory over HTTP. */
@ApplicationModule(allowedDependencies = {"inventory", "access", "web"})
@NullMarked
package io.langsong.inventory.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
