/** The desk where incidents are worked, as pages and over HTTP: who may see and do what. */
@ApplicationModule(allowedDependencies = {"incident", "inventory", "access", "outage", "alert", "notification", "web"})
@NullMarked
package io.langsong.incident.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
