package io.langsong.snmp;

import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.Endpoint;
import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One PDU on its way to an agent and back, with its tries. Every datagram has an id of its own, so an answer tells which
 * try it belongs to, and one to an earlier try still counts. Lives on the loop.
 */
abstract class Exchange extends DeadlineWheel.Entry {
    final SnmpTarget target;
    final Endpoint peer;
    final Listener listener;
    final long timeoutNanos;
    /** Who sends; set there, as {@link #unsent} is. */
    @Nullable
    Exchanges owner;
    /** What to do when a datagram could not leave. */
    Consumer<String> unsent = why -> {};

    private PduRequest request;
    private final Sent first = new Sent();
    private int sentCount;
    private @Nullable List<Sent> others;
    private int silentTries;
    private boolean ended;
    /** Whether it ended in silence last; stays when it is asked again. */
    private boolean endedInSilence;
    /** Share of the receive buffer held at present, octets. */
    int heldBytes;
    /** When the share was taken. */
    long heldSinceNanos;
    /** Who took a share before this one and holds it still. */
    @Nullable
    Exchange heldBefore;
    /** Who took one after it. */
    @Nullable
    Exchange heldBehind;

    /** Learns the end of an exchange, on the loop, exactly once. */
    interface Listener {
        /** @param pdu a Response, whose error-status may still refuse; its variables are lent for the call */
        void answered(Pdu pdu, long roundTripNanos, int attempts);

        void ended(SnmpReply end);
    }

    /** What a datagram was sent for. */
    enum Purpose {
        REQUEST,
        DISCOVERY,
        /** Discovery beside the last try of a request: tells a wrong key from a dead device. */
        PROBE
    }

    /** A datagram under way. Reused with its exchange, so that a question asked every half minute makes no garbage. */
    static final class Sent {
        private int id;
        private int requestId;
        private long atNanos;
        private Purpose purpose = Purpose.REQUEST;

        /** By which the answer is found: request-id of version 1 and 2c, msgID of version 3. */
        int id() {
            return id;
        }

        /** Of the PDU. */
        int requestId() {
            return requestId;
        }

        long atNanos() {
            return atNanos;
        }

        Purpose purpose() {
            return purpose;
        }
    }

    Exchange(SnmpTarget target, PduRequest request, Listener listener) {
        this.target = target;
        this.peer = new Endpoint(target.address());
        this.request = request;
        this.listener = listener;
        this.timeoutNanos = target.timeout().toNanos();
    }

    PduRequest request() {
        return request;
    }

    /** Makes an exchange that has ended ready to ask this. */
    void reset(PduRequest next) {
        request = next;
        sentCount = 0;
        others = null;
        silentTries = 0;
        ended = false;
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

    /** A datagram more. */
    Sent next(int id, int requestId, long atNanos, Purpose purpose) {
        Sent datagram = first;
        if (sentCount++ > 0) {
            datagram = new Sent();
            others = others == null ? new ArrayList<>(2) : others;
            others.add(datagram);
        }
        datagram.id = id;
        datagram.requestId = requestId;
        datagram.atNanos = atNanos;
        datagram.purpose = purpose;
        return datagram;
    }

    int sentCount() {
        return sentCount;
    }

    /** In the order they were sent, from 0. */
    Sent sent(int index) {
        return index == 0 || others == null ? first : others.get(index - 1);
    }

    Sent sentAs(int id) {
        for (int i = 0; i < sentCount; i++) {
            if (sent(i).id() == id) {
                return sent(i);
            }
        }
        throw new IllegalStateException("no datagram " + id + " in this exchange");
    }

    boolean hasEnded() {
        return ended;
    }

    void markEnded() {
        ended = true;
        endedInSilence = silentTries > 0 && isExhausted();
    }

    boolean endedInSilence() {
        return endedInSilence;
    }
}
