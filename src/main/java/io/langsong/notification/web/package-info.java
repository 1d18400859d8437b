/** Shows the outbox to programs. */
@ApplicationModule(allowedDependencies = {"notification", "web"})
@NullMarked
package io.langsong.notification.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
