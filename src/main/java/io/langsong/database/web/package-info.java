/** Says at every door that this server stands by. */
@ApplicationModule(allowedDependencies = {"database", "web"})
@NullMarked
package io.langsong.database.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
