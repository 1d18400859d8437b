/** Where agents report, and what people see of it. */
@ApplicationModule(allowedDependencies = {"agent", "access", "inventory", "web"})
@NullMarked
package io.langsong.agent.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
