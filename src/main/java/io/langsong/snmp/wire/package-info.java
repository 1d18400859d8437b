/** Messages on the wire: BER, message processing and the datagram transport; hidden behind {@code snmp}. */
@NullMarked
package io.langsong.snmp.wire;

import org.jspecify.annotations.NullMarked;
