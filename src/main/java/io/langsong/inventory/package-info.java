/** What there is: places, devices, links, services and which device hangs behind which. */
@ApplicationModule(allowedDependencies = "secret")
@NullMarked
package io.langsong.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
