/**
 * The PostgreSQL below everything: set up, started, adopted and stopped by us, or an external one; and which of several
 * servers on one database is the active one. Knows no table of other modules.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
