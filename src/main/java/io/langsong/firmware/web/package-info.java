/** Pages and calls for people who bring firmware to access points. */
@ApplicationModule(allowedDependencies = {"firmware", "provisioning", "maintenance", "access", "inventory", "web"})
@NullMarked
package io.langsong.firmware.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
