/** A pretend commune that answers real SNMP, for the demo, the tests and load. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
