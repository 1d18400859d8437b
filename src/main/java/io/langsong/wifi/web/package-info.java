/** Pages and calls for people who say what Wi-Fi there is. */
@ApplicationModule(allowedDependencies = {"wifi", "provisioning", "access", "inventory", "web"})
@NullMarked
package io.langsong.wifi.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
