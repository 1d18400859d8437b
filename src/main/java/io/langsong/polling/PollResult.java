package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one poll of one device brought; every poll brings exactly one.
 *
 * @param sentAt when the first datagram left
 * @param at when it was decided: the last answer came in, or the last wait ended
 * @param outcome whether the device answered
 * @param silentTries datagrams sent and not answered in this poll, also in a poll that was answered at last
 * @param tries datagrams sent until the first answer, or all of them
 * @param clock what the device says of its own uptime; null when it said nothing
 * @param ports state of its interfaces; empty when they were not asked for
 * @param samples measurements, of the instant {@code at}
 * @param fault why a device that is there can not be read, empty otherwise
 */
public record PollResult(
        DeviceId device,
        Instant sentAt,
        Instant at,
        Outcome outcome,
        int silentTries,
        int tries,
        @Nullable DeviceClock clock,
        List<PortState> ports,
        List<Sample> samples,
        String fault) {
    public PollResult {
        ports = List.copyOf(ports);
        samples = List.copyOf(samples);
    }

    public enum Outcome {
        /** It answered. */
        ANSWERED,
        /** It did not. */
        SILENT,
        /** It is there, but refuses our user or key, or answers only beside SNMP: a fault of ours, no outage. */
        REFUSED,
        /** It was not asked, or the question could not leave: says nothing about the device. */
        NOT_ASKED
    }

    /**
     * The device's own clock at the instant of the poll.
     *
     * @param agentUptime sysUpTime: since the SNMP agent started; wraps after 497 days
     * @param hostUptime hrSystemUptime: since the box started; null where the agent has none
     */
    public record DeviceClock(
            Duration agentUptime, @Nullable Duration hostUptime) {}

    /**
     * @param lastChange uptime of the agent when the port entered its state (ifLastChange); null where not given
     */
    public record PortState(
            int ifIndex,
            String name,
            boolean adminUp,
            boolean operUp,
            @Nullable Duration lastChange) {}
}
