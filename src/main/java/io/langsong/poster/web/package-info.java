/** The page from which posters are printed. */
@ApplicationModule(allowedDependencies = {"poster", "inventory", "web"})
@NullMarked
package io.langsong.poster.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
