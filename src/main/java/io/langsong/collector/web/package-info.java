/** Pages and calls for people who have collectors at sites behind NAT. */
@ApplicationModule(allowedDependencies = {"collector", "collector :: wire", "access", "inventory", "polling", "web"})
@NullMarked
package io.langsong.collector.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
