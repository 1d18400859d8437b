/** The sign-in page, and a person's own account. */
@ApplicationModule(allowedDependencies = {"access", "web"})
@NullMarked
package io.langsong.access.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
