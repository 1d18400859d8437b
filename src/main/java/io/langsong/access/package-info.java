/** People, roles, two-factor authentication, API tokens, and the trail of who did what. */
@ApplicationModule(allowedDependencies = "secret")
@NullMarked
package io.langsong.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
