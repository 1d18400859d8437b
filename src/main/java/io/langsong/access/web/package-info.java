/** Signing in, a person's own account, and for administrators people, API tokens and the audit log. */
@ApplicationModule(allowedDependencies = {"access", "inventory", "qr", "web"})
@NullMarked
package io.langsong.access.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
