/**
 * Everything in one file, and back again: all tables in one snapshot, the key of the secrets sealed by a passphrase. Reads and
 * fills the tables of all modules by the catalogue of the database, and knows none of them; what a module changes in its own
 * tables after a restore lies in {@code db/restored}.
 */
@ApplicationModule(allowedDependencies = {"access", "database", "secret"})
@NullMarked
package io.langsong.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
