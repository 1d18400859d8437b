package io.langsong.command;

import io.langsong.metric.Metric;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.Prober;
import io.langsong.polling.profile.Port;
import io.langsong.polling.profile.Reading;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.snmp.SnmpValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A probed device as one line of JSON; what the device does not have is absent. */
final class ProbeJson {
    private ProbeJson() {}

    static String line(Prober.Outcome outcome) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        Prober.Origin origin = outcome.origin();
        line.put(origin.port() == 0 ? "recording" : "address", origin.address());
        line.put("port", origin.port() == 0 ? null : origin.port());
        if (outcome instanceof Prober.NotRead notRead) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", notRead.fault().kind());
            error.put("message", notRead.fault().message());
            line.put("error", error);
        } else if (outcome instanceof Prober.Read read) {
            read(read, line);
        }
        return Json.line(line);
    }

    private static void read(Prober.Read read, Map<String, @Nullable Object> line) {
        Reading reading = read.reading();
        DeviceClock clock = reading.clock();
        line.put("profile", read.recognised().profile().name());
        line.put("profileReason", read.recognised().reason());
        line.put("vendor", read.identified().vendor());
        line.put("model", read.identified().model());
        line.put("firmware", read.identified().firmware());
        line.put("serial", read.identified().serial());
        line.put("sysObjectID", read.recognised().sysObjectId());
        line.put("sysDescr", read.recognised().sysDescr());
        line.put("sysName", read.sysName());
        line.put("uptimeSeconds", clock == null ? null : uptime(clock).toMillis() / 1000.0);
        List<Object> interfaces = new ArrayList<>();
        reading.ports().forEach(port -> interfaces.add(port(port, reading.at(), clock)));
        line.put("interfaces", interfaces);
        line.put("metrics", metrics(reading.measurements()));
        line.put("notes", read.notes().isEmpty() ? null : read.notes());
    }

    static Duration uptime(DeviceClock clock) {
        Duration host = clock.hostUptime();
        return host == null ? clock.agentUptime() : host;
    }

    private static Map<String, @Nullable Object> port(Port port, Instant at, @Nullable DeviceClock clock) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("ifIndex", port.ifIndex());
        line.put("name", port.name());
        line.put("alias", port.alias());
        line.put("type", port.type());
        line.put("adminStatus", port.adminStatus());
        line.put("operStatus", port.operStatus());
        line.put("speedBps", port.speedBps());
        line.put("inOctets", unsigned(port.inOctets()));
        line.put("outOctets", unsigned(port.outOctets()));
        line.put("inErrors", unsigned(port.inErrors()));
        line.put("outErrors", unsigned(port.outErrors()));
        line.put("lastChangeAt", lastChangeAt(port, at, clock));
        return line;
    }

    private static Json.@Nullable Exact unsigned(@Nullable Long bits) {
        return bits == null ? null : Json.Exact.unsigned(bits);
    }

    /** ifLastChange on the device's clock, placed on ours; none where it lies ahead of sysUpTime, which has wrapped then. */
    private static @Nullable String lastChangeAt(Port port, Instant at, @Nullable DeviceClock clock) {
        Duration changed = port.lastChange();
        if (changed == null || clock == null || changed.compareTo(clock.agentUptime()) > 0) {
            return null;
        }
        return at.minus(clock.agentUptime().minus(changed))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    static List<Object> metrics(List<Measurement> measurements) {
        List<Object> metrics = new ArrayList<>();
        for (Measurement one : measurements) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("name", one.metric().name());
            line.put("index", one.index());
            line.put("label", one.label());
            line.put("value", number(one));
            line.put("unit", one.metric().unit());
            line.put("oid", one.oid());
            metrics.add(line);
        }
        return metrics;
    }

    static Json.Exact number(Measurement one) {
        return one.metric().kind() == Metric.Kind.GAUGE
                ? Json.Exact.of(one.asDouble())
                : Json.Exact.unsigned(one.bits());
    }

    /** A value as it came: a number exact, octets as text. */
    static Object value(SnmpValue value) {
        if (value instanceof SnmpValue.Int number) {
            return number.value();
        }
        if (value instanceof SnmpValue.Counter32 number) {
            return number.value();
        }
        if (value instanceof SnmpValue.Gauge32 number) {
            return number.value();
        }
        if (value instanceof SnmpValue.TimeTicks number) {
            return number.value();
        }
        if (value instanceof SnmpValue.Counter64 number) {
            return Json.Exact.unsigned(number.bits());
        }
        if (value instanceof SnmpValue.Opaque opaque && Double.isFinite(opaque.asDouble())) {
            return opaque.asDouble();
        }
        if (value instanceof SnmpValue.Octets octets) {
            return octets.asText();
        }
        if (value instanceof SnmpValue.ObjectId oid) {
            return oid.value();
        }
        if (value instanceof SnmpValue.IpAddress address) {
            return address.value().getHostAddress();
        }
        return value.toString();
    }
}
