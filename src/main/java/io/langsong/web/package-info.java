/** The page shell, sign-in, error page and the one event stream; no domain logic. */
@ApplicationModule(allowedDependencies = {"access", "inventory"})
@NullMarked
package io.langsong.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
