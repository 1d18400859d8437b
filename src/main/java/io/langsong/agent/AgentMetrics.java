package io.langsong.agent;

import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import java.util.Set;

/** What reports measure: under the names of SNMP profiles where those measure the same, so that charts and rules are the same. */
final class AgentMetrics {
    static final Metric UPTIME = gauge("sys.uptime", "s");
    static final Metric CPU = gauge("cpu.utilization", "%");
    static final Metric LOAD = gauge("cpu.load", "");
    static final Metric MEMORY_TOTAL = gauge("memory.total", "bytes");
    static final Metric MEMORY_USED = gauge("memory.used", "bytes");
    static final Metric DISK_TOTAL = gauge("disk.total", "bytes");
    static final Metric DISK_USED = gauge("disk.used", "bytes");
    static final Metric IN_OCTETS = counter("if.in_octets", "bytes");
    static final Metric OUT_OCTETS = counter("if.out_octets", "bytes");
    static final Metric IN_PACKETS = counter("if.in_packets", "packets");
    static final Metric OUT_PACKETS = counter("if.out_packets", "packets");
    static final Metric IN_ERRORS = counter("if.in_errors", "packets");
    static final Metric OUT_ERRORS = counter("if.out_errors", "packets");
    static final Metric IN_DISCARDS = counter("if.in_discards", "packets");
    static final Metric OUT_DISCARDS = counter("if.out_discards", "packets");
    static final Metric SPEED = gauge("if.speed", "bit/s");
    static final Metric CLIENTS = gauge("wifi.clients", "");
    /** Different ones since midnight. */
    static final Metric CLIENTS_TODAY = gauge("wifi.clients_today", "");

    static final Metric CHANNEL = gauge("wifi.channel", "");
    static final Metric FREQUENCY = gauge("wifi.frequency", "MHz");
    static final Metric NOISE = gauge("wifi.noise", "dBm");
    static final Metric SIGNAL = gauge("wifi.rssi", "dBm");
    static final Metric QUALITY = gauge("wifi.quality", "%");
    static final Metric POWER = gauge("wifi.power", "dBm");
    static final Metric RATE = gauge("wifi.rate", "bit/s");
    static final Metric LEASES = gauge("dhcp.leases", "");
    static final Metric NEIGHBOURS = gauge("net.neighbours", "");

    private static final Set<Metric> OF_AGENTS_ALONE =
            Set.of(LOAD, DISK_TOTAL, DISK_USED, IN_PACKETS, OUT_PACKETS, CLIENTS_TODAY, LEASES, NEIGHBOURS);

    private AgentMetrics() {}

    private static Metric gauge(String name, String unit) {
        return new Metric(name, Kind.GAUGE, unit);
    }

    private static Metric counter(String name, String unit) {
        return new Metric(name, Kind.COUNTER64, unit);
    }

    /** Whether no SNMP profile measures it: the rest comes over SNMP where a device is read so, and must not be there twice. */
    static boolean isOfAgentsAlone(Metric metric) {
        return OF_AGENTS_ALONE.contains(metric);
    }
}
