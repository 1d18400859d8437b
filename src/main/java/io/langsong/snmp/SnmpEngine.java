package io.langsong.snmp;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sends requests to many agents over one pair of sockets (IPv4, IPv6) on one Netty event loop. All methods may be called
 * from any thread; calls made on the loop itself (see {@link #execute}) are batched and flushed together, which is how
 * thousands of devices are asked without a wake-up each. Callbacks run on the loop and must not block.
 */
public final class SnmpEngine implements AutoCloseable {

    /** Opens the sockets and starts the loop; the thread is named {@code snmp-loop}. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** Ends the loop; what is in flight ends as {@link SnmpReply.NotSent}. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Asks for {@code oids}, in as many PDUs as the target's limit needs. {@code done} is called exactly once. */
    public void get(SnmpTarget target, List<Oid> oids, Consumer<SnmpReply> done) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads every variable below each of {@code roots}, which are walked side by side in one PDU like the columns of a
     * table. Rows out of order end the walk of that root; see {@link WalkLimits} for the caps.
     */
    public void walk(SnmpTarget target, List<Oid> roots, WalkLimits limits, Consumer<SnmpReply> done) {
        throw new UnsupportedOperationException();
    }

    /** Runs {@code task} on the loop. */
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    /** Runs {@code task} on the loop after {@code delay}, to about a millisecond; monotonic time. */
    public void schedule(Runnable task, Duration delay) {
        throw new UnsupportedOperationException();
    }
}
