/** Seals what a stolen database must not give away. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
