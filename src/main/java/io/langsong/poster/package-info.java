/** Posters that hang where people use the Wi-Fi: how to join it, how to behave, and where to ask when it does not work. */
@ApplicationModule(allowedDependencies = {"inventory", "print", "provisioning", "qr"})
@NullMarked
package io.langsong.poster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
