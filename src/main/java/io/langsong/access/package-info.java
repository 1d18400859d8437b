/** People, roles, sessions and API tokens. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
