/** Shows the outbox to programs, and has people say how they want to be told. */
@ApplicationModule(allowedDependencies = {"notification", "access", "web"})
@NullMarked
package io.langsong.notification.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
