/**
 * The collecting process at a site: asks the devices there, keeps what it learned on its disk, and brings it to the server. Plain Java without Spring, since it
 * runs on small boards.
 */
@NamedInterface("site")
@NullMarked
package io.langsong.collector.site;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
