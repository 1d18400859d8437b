package io.langsong.snmp;

import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One PDU on its way to an agent and back, with its tries. Every datagram has an id of its own, so an answer tells which
 * try it belongs to, and one to an earlier try still counts. Lives on the loop.
 */
abstract class Exchange extends DeadlineWheel.Entry {
    final SnmpTarget target;
    final PduRequest request;
    final Listener listener;
    private final List<Sent> sent = new ArrayList<>(2);
    private int silentTries;
    private boolean ended;
    /** Share of the receive buffer held at present, octets. */
    int heldBytes;
    /** When the share was taken. */
    long heldSinceNanos;

    /** Learns the end of an exchange, on the loop, exactly once. */
    interface Listener {
        /** @param pdu a Response, whose error-status may still refuse */
        void answered(Pdu pdu, Duration roundTrip, int attempts);

        void ended(SnmpReply end);
    }

    /** What a datagram was sent for. */
    enum Purpose {
        REQUEST,
        DISCOVERY,
        /** Discovery beside the last try of a request: tells a wrong key from a dead device. */
        PROBE
    }

    /**
     * @param id by which the answer is found: request-id of version 1 and 2c, msgID of version 3
     * @param requestId of the PDU
     */
    record Sent(int id, int requestId, long atNanos, Purpose purpose) {}

    Exchange(SnmpTarget target, PduRequest request, Listener listener) {
        this.target = target;
        this.request = request;
        this.listener = listener;
    }

    /**
     * Writes the datagram that the exchange needs next.
     *
     * @return whether the agent can take a message of this size
     */
    abstract boolean write(BerWriter out, Sent datagram);

    abstract Purpose nextPurpose();

    /** How it ends when the last wait was in vain. */
    abstract SnmpReply silence(Duration waited);

    /** A datagram was not answered in time. */
    void missed() {
        silentTries++;
    }

    /** Whether the try under way is the last one. */
    boolean isLastTry() {
        return silentTries >= target.retries();
    }

    boolean isExhausted() {
        return silentTries > target.retries();
    }

    Duration waited() {
        return target.timeout().multipliedBy(silentTries);
    }

    int attempts() {
        return silentTries + 1;
    }

    int silentTries() {
        return silentTries;
    }

    void remember(Sent datagram) {
        sent.add(datagram);
    }

    List<Sent> sent() {
        return sent;
    }

    Sent sent(int id) {
        for (Sent datagram : sent) {
            if (datagram.id() == id) {
                return datagram;
            }
        }
        throw new IllegalStateException("no datagram " + id + " in this exchange");
    }

    boolean hasEnded() {
        return ended;
    }

    void markEnded() {
        ended = true;
    }
}
