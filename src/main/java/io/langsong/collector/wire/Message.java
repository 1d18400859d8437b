package io.langsong.collector.wire;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one side says to the other. Times of a life are its milliseconds, those of the server milliseconds since 1970 UTC. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Message {

    /** Collector, on a line without a certificate of its own: asks for one. @param request PKCS#10 (RFC 2986), DER */
    record Enrol(String token, byte[] request, String version) implements Message {}

    /** Server: what was asked for; the line ends. @param certificates X.509, DER: the collector's, then that of who issued it */
    record Enrolled(String collector, List<byte[]> certificates) implements Message {}

    /**
     * Collector, first on a line with its certificate.
     *
     * @param startedAt of the life, by the collector's own wall clock
     * @param now of the life
     * @param waiting batches on its disk
     * @param waitingOctets of them
     * @param assignment the revision that it works by; empty when it has none
     */
    record Hello(
            String version, UUID life, long startedAt, long now, long waiting, long waitingOctets, String assignment)
            implements Message {}

    /**
     * Server: it may begin. The batch under way is closed at this instant, so that what follows is fresh.
     *
     * @param inOrder whether the line was away for so short a time that nothing was given up: then everything goes in the order of time,
     *     and nothing is old
     */
    record Welcome(String collector, long server, boolean inOrder) implements Message {}

    /** Server: the whole of what the collector has to do, in place of what it did. */
    record Assignment(String revision, List<AssignedDevice> devices, Map<String, String> profiles, Pace pace)
            implements Message {}

    /** Collector: a batch as {@link BatchCodec} writes it. */
    record Upload(byte[] batch) implements Message {}

    /** Server: the batch is kept. */
    record Taken(UUID life, long number) implements Message {}

    /** Server: the batch could not be kept; it is to be sent again after some time. */
    record Later(UUID life, long number, long millis) implements Message {}

    /** Collector: all that it had collected before the welcome has been acknowledged. */
    record CaughtUp() implements Message {}

    /** Collector: as {@link Enrol}, for a new certificate in place of one that still holds; answered by {@link Enrolled}. */
    record Renew(byte[] request) implements Message {}

    /** Collector, every few seconds. @param at of the life */
    record Ping(long at, Figures figures) implements Message {}

    /** Server. @param at as it was asked */
    record Pong(long at, long server) implements Message {}

    /** Server: no; the line ends. @param code for programs @param text what, and the remedy, in English */
    record Refusal(String code, String text) implements Message {}

    /**
     * A device to be asked, as the inventory has it.
     *
     * @param interval milliseconds; null for the collector's own
     * @param budget bits a second that its polls may take; null for no limit
     */
    record AssignedDevice(
            String id,
            String name,
            String site,
            String kind,
            String address,
            int port,
            Access access,
            @Nullable String profile,
            String reachability,
            List<String> uplinks,
            @Nullable Long interval,
            @Nullable Long budget) {}

    /** As {@link io.langsong.inventory.SnmpAccess}; secret. */
    record Access(
            String version,
            @Nullable String community,
            @Nullable String user,
            @Nullable String authProtocol,
            @Nullable String authKey,
            @Nullable String privProtocol,
            @Nullable String privKey,
            @Nullable String context) {
        @Override
        public String toString() {
            return "Access[version=" + version + "]";
        }
    }

    /**
     * How a collector works.
     *
     * @param interval milliseconds between polls
     * @param timeout milliseconds
     * @param budget bits a second that it may send; null for no limit
     * @param spool octets that may wait on its disk
     */
    record Pace(
            long interval,
            long timeout,
            int retries,
            @Nullable Long budget,
            long spool) {}

    /**
     * How a collector is.
     *
     * @param waiting batches on its disk
     * @param oldest since when, milliseconds of the life; null when nothing waits
     * @param lost what had to be dropped since its start
     */
    record Figures(
            long waiting,
            long waitingOctets,
            @Nullable Long oldest,
            long polled,
            long heapUsed,
            long heapMost,
            long diskFree,
            Batch.LeftOut lost) {}
}
