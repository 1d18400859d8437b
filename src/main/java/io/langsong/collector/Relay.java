package io.langsong.collector;

import io.langsong.collector.wire.Datagram;
import io.langsong.event.EventReceiver.Relayed;
import java.time.Instant;

/** From what a collector calls a datagram to what takes messages of devices. */
final class Relay {
    private Relay() {}

    /** @param late whether it says something of a time that is over */
    static Relayed of(Datagram datagram, Instant at, boolean late) {
        return new Relayed(datagram.kind() == Datagram.Kind.TRAP, datagram.from(), datagram.octets(), at, late);
    }
}
