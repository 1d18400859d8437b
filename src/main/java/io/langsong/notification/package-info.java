/** Delivers messages to people: outbox, retries, delivery record. */
@ApplicationModule(allowedDependencies = {"access", "secret"})
@NullMarked
package io.langsong.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
