/** The embedded PostgreSQL: set up, start, adopt, stop; knows no table. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
