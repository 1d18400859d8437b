/** Lists the backups of the server, has one made, and hands one out. For administrators. */
@ApplicationModule(allowedDependencies = {"backup", "calendar", "access", "web"})
@NullMarked
package io.langsong.backup.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
