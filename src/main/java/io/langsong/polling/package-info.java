/** When to ask which device what, and what its answers mean as samples. */
@ApplicationModule(allowedDependencies = {"inventory", "snmp", "metric"})
@NullMarked
package io.langsong.polling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
