/**
 * What everybody may see: how the public Wi-Fi of each village is and was, and what is planned. Nothing here names a device, a site
 * or an address, and nobody is counted.
 */
@ApplicationModule(allowedDependencies = {"availability", "inventory", "maintenance", "outage", "polling", "uptime"})
@NullMarked
package io.langsong.statuspage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
