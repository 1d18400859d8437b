/**
 * Wi-Fi for people who write no configuration: networks with a name, a kind of security and hours, and a channel for each radio.
 *
 * <p>What is described here becomes templates and values of {@code provisioning}, which knows nothing of this module: one template for
 * OpenWrt and one for RouterOS of each {@link io.langsong.wifi.WifiNetwork}, and one each for the radios. From there it goes the way of all configuration;
 * nothing that is saved here changes a box.
 */
@ApplicationModule(allowedDependencies = {"access", "database", "inventory", "metric", "provisioning"})
@NullMarked
package io.langsong.wifi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
