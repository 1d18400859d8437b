/** What a collector and the server say to each other, as values and as octets. */
@NamedInterface("wire")
@NullMarked
package io.langsong.collector.wire;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
