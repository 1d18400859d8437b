/** Files of blocks that survive a power cut, and of which damage takes as little as it can; streams that may not go on for ever. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
