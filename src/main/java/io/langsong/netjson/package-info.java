/**
 * NetJSON DeviceConfiguration and OpenWrt's UCI: merges templates, puts variables in, checks, renders, packs and reads back. A
 * library; knows nothing else of the program. Configurations are Jackson trees whose order of keys is kept, and are never changed.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.netjson;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
