/** Asks devices over SNMP: requests, walks and USM on one Netty event loop; knows nothing of devices. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.snmp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
