/** Alerts and their rules, as pages and over HTTP; who changed a rule is in the audit trail. */
@ApplicationModule(allowedDependencies = {"alert", "inventory", "metric", "access", "web"})
@NullMarked
package io.langsong.alert.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
