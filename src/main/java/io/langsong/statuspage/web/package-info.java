/** The page that everybody may see, and the same for programs. */
@ApplicationModule(allowedDependencies = {"statuspage", "maintenance", "uptime", "web"})
@NullMarked
package io.langsong.statuspage.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
