/** Pages and calls for people who provision, and the addresses that OpenWrt's agents ask. */
@ApplicationModule(allowedDependencies = {"provisioning", "access", "inventory", "netjson", "web"})
@NullMarked
package io.langsong.provisioning.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
