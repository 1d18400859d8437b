/** QR codes, drawn by the server: they need no script, and what they say goes to nobody. Knows nothing else of the program. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.qr;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
