/** Shows who is on duty, has rotas and policies changed, answers programs, and lets calendars in by their secrets. */
@ApplicationModule(allowedDependencies = {"oncall", "access", "availability", "inventory", "web"})
@NullMarked
package io.langsong.oncall.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
