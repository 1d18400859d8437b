package io.langsong.agent;

import io.langsong.agent.Report.Value;
import io.langsong.metric.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a NetJSON DeviceMonitoring object as agents send it. What is of a wrong type costs itself alone; what is not known is passed over. Agents are
 * written in Lua: large numbers come rounded, in floating point, and an empty list as an empty object. For one report, on one thread.
 */
final class ReportReader {
    /** More than any access point serves. */
    private static final int MOST_CLIENTS = 2_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxTokenCount(60_000)
                            .maxStringLength(10_000)
                            .maxNameLength(500)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .build();

    private static final int MOST_PORTS = 64;
    private static final int MOST_DISKS = 16;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PATH = 100;
    private static final BigInteger COUNTER_END = BigInteger.ONE.shiftLeft(64);
    private static final double LONGEST_UPTIME_SECONDS = Duration.ofDays(36_500).toSeconds();
    private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern SPEED = Pattern.compile("([1-9][0-9]{0,6})[FH]?");

    private final List<Value> values = new ArrayList<>();
    private final Set<String> macs = new HashSet<>();
    private final Set<String> clients = new HashSet<>();
    /** By name of the network; null while no interface of the box is an access point whose clients could be read. */
    private @Nullable Map<String, Long> clientsOf;

    /** Networks of which an interface has clients that could not be read. */
    private final Set<String> uncounted = new HashSet<>();

    private int leftOut;

    private ReportReader() {}

    /** @throws NotAReport when nothing can be made of it */
    static Report read(InputStream body) throws NotAReport, IOException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonIOException notRead) {
            throw notRead.getCause();
        } catch (JacksonException unreadable) {
            throw new NotAReport("Invalid data: not JSON, or too deep or too long for a report");
        }
        if (!root.isObject()) {
            throw new NotAReport("Invalid data in \"#/\": not an object");
        }
        if (!root.path("type").asString("DeviceMonitoring").equals("DeviceMonitoring")) {
            throw new NotAReport("Invalid data in \"#/type\": not \"DeviceMonitoring\"");
        }
        return new ReportReader().report(root);
    }

    private Report report(JsonNode root) {
        JsonNode general = object(root, "general");
        OptionalDouble uptime = number(general, "uptime", 0, LONGEST_UPTIME_SECONDS);
        uptime.ifPresent(seconds -> gauge(AgentMetrics.UPTIME, "", seconds));
        resources(object(root, "resources"));
        List<JsonNode> ports = list(root, "interfaces");
        ports.stream().limit(MOST_PORTS).forEach(this::port);
        leftOut += Math.max(0, ports.size() - MOST_PORTS);
        clients();
        listed(root, "dhcp_leases").ifPresent(leases -> gauge(AgentMetrics.LEASES, "", leases.size()));
        listed(root, "neighbors")
                .ifPresent(all -> gauge(
                        AgentMetrics.NEIGHBOURS,
                        "",
                        all.stream()
                                .filter(one -> !one.path("state").asString("").equals("FAILED"))
                                .count()));
        Duration since = uptime.isPresent() ? Duration.ofSeconds((long) uptime.getAsDouble()) : null;
        return new Report(since, values, macs, clients, leftOut);
    }

    private void resources(JsonNode resources) {
        List<JsonNode> load = list(resources, "load");
        String[] minutes = {"1", "5", "15"};
        for (int i = 0; i < Math.min(minutes.length, load.size()); i++) {
            OptionalDouble one = number(load.get(i), 0, 100_000);
            if (one.isPresent()) {
                gauge(AgentMetrics.LOAD, minutes[i], one.getAsDouble());
            }
        }
        OptionalDouble processors = number(resources, "cpus", 1, 4_096);
        OptionalDouble now = load.isEmpty() ? OptionalDouble.empty() : value(load.get(0));
        if (processors.isPresent() && now.isPresent() && now.getAsDouble() >= 0) {
            // The agent says nothing nearer: who waits for a processor, or for a disk, counts as its load.
            gauge(AgentMetrics.CPU, "", Math.min(100, 100 * now.getAsDouble() / processors.getAsDouble()));
        }
        memory(object(resources, "memory"));
        List<JsonNode> disks = list(resources, "disk");
        disks.stream().limit(MOST_DISKS).forEach(this::disk);
        leftOut += Math.max(0, disks.size() - MOST_DISKS);
    }

    private void memory(JsonNode memory) {
        OptionalDouble total = number(memory, "total", 1, 1e15);
        OptionalDouble free = number(memory, "free", 0, 1e15);
        OptionalDouble buffered = number(memory, "buffered", 0, 1e15);
        OptionalDouble cached = number(memory, "cached", 0, 1e15);
        OptionalDouble available = number(memory, "available", 0, 1e15);
        if (total.isEmpty()) {
            return;
        }
        gauge(AgentMetrics.MEMORY_TOTAL, "", total.getAsDouble());
        // What is available includes what is free: less than that, like 0, is what a box says that does not know.
        boolean known = available.isPresent() && available.getAsDouble() > free.orElse(0);
        if (known || free.isPresent()) {
            double unused = free.orElse(0) + buffered.orElse(0) + cached.orElse(0);
            double rest = known ? available.getAsDouble() : unused;
            gauge(AgentMetrics.MEMORY_USED, "", Math.max(0, total.getAsDouble() - rest));
        }
    }

    private void disk(JsonNode disk) {
        String at = text(disk, "mount_point", LONGEST_PATH);
        if (at.isEmpty()) {
            return;
        }
        number(disk, "size_bytes", 0, 1e18).ifPresent(size -> gauge(AgentMetrics.DISK_TOTAL, "disk " + at, size));
        number(disk, "used_bytes", 0, 1e18).ifPresent(used -> gauge(AgentMetrics.DISK_USED, "disk " + at, used));
    }

    private void port(JsonNode port) {
        String name = text(port, "name", LONGEST_NAME);
        if (name.isEmpty()) {
            leftOut++;
            return;
        }
        String mac = port.path("mac").asString("");
        if (isMac(mac)) {
            macs.add(mac.toUpperCase(Locale.ROOT));
        }
        Matcher speed = SPEED.matcher(port.path("speed").asString(""));
        if (speed.matches()) {
            gauge(AgentMetrics.SPEED, name, Long.parseLong(speed.group(1)) * 1e6);
        }
        JsonNode wireless = object(port, "wireless");
        boolean serves = wireless.path("mode").asString("").equals("access_point");
        counters(object(port, "statistics"), name, serves);
        wireless(wireless, name, serves);
    }

    /** @param serves then the agent has said what came in for what went out, as its clients see it */
    private void counters(JsonNode statistics, String name, boolean serves) {
        String in = serves ? "tx" : "rx";
        String out = serves ? "rx" : "tx";
        counter(statistics, in + "_bytes", AgentMetrics.IN_OCTETS, name);
        counter(statistics, out + "_bytes", AgentMetrics.OUT_OCTETS, name);
        counter(statistics, in + "_packets", AgentMetrics.IN_PACKETS, name);
        counter(statistics, out + "_packets", AgentMetrics.OUT_PACKETS, name);
        counter(statistics, in + "_errors", AgentMetrics.IN_ERRORS, name);
        counter(statistics, out + "_errors", AgentMetrics.OUT_ERRORS, name);
        counter(statistics, in + "_dropped", AgentMetrics.IN_DISCARDS, name);
        counter(statistics, out + "_dropped", AgentMetrics.OUT_DISCARDS, name);
    }

    private void counter(JsonNode of, String field, Metric metric, String index) {
        JsonNode node = of.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        OptionalLong read = unsigned(node);
        if (read.isPresent()) {
            values.add(new Value(metric, index, read.getAsLong()));
        } else {
            leftOut++;
        }
    }

    private static OptionalLong unsigned(JsonNode node) {
        BigInteger whole;
        if (node.isIntegralNumber()) {
            whole = node.bigIntegerValue();
        } else {
            OptionalDouble about = value(node);
            if (about.isEmpty() || about.getAsDouble() != Math.rint(about.getAsDouble())) {
                return OptionalLong.empty();
            }
            whole = BigDecimal.valueOf(about.getAsDouble()).toBigInteger();
        }
        return whole.signum() < 0 || whole.compareTo(COUNTER_END) >= 0
                ? OptionalLong.empty()
                : OptionalLong.of(whole.longValue());
    }

    private void wireless(JsonNode wireless, String name, boolean serves) {
        number(wireless, "channel", 1, 1_000).ifPresent(channel -> gauge(AgentMetrics.CHANNEL, name, channel));
        number(wireless, "frequency", 1, 1e6).ifPresent(mhz -> gauge(AgentMetrics.FREQUENCY, name, mhz));
        number(wireless, "tx_power", -100, 100).ifPresent(dbm -> gauge(AgentMetrics.POWER, name, dbm));
        // A radio that does not know says 0, which no radio hears.
        number(wireless, "noise", -200, 0).ifPresent(dbm -> unlessZero(AgentMetrics.NOISE, name, dbm));
        number(wireless, "signal", -200, 0).ifPresent(dbm -> unlessZero(AgentMetrics.SIGNAL, name, dbm));
        number(wireless, "bitrate", 0, 1e9).ifPresent(kbit -> unlessZero(AgentMetrics.RATE, name, kbit * 1000));
        OptionalDouble most = number(wireless, "quality_max", 1, 1e6);
        OptionalDouble quality = number(wireless, "quality", 0, 1e6);
        if (most.isPresent() && quality.isPresent()) {
            gauge(AgentMetrics.QUALITY, name, Math.min(100, 100 * quality.getAsDouble() / most.getAsDouble()));
        }
        if (serves) {
            String ssid = text(wireless, "ssid", LONGEST_NAME);
            // Without the field there is nobody.
            if (wireless.has("clients")) {
                listed(wireless, "clients").ifPresentOrElse(all -> served(ssid, all), () -> uncounted.add(ssid));
            } else {
                served(ssid, List.of());
            }
        }
    }

    private void unlessZero(Metric metric, String index, double value) {
        if (value != 0) {
            gauge(metric, index, value);
        }
    }

    private void served(String ssid, List<JsonNode> there) {
        Map<String, Long> counts = clientsOf == null ? new LinkedHashMap<>() : clientsOf;
        counts.merge(ssid, there.stream().filter(JsonNode::isObject).count(), Long::sum);
        clientsOf = counts;
        for (JsonNode client : there) {
            String mac = client.path("mac").asString("");
            if (isMac(mac) && clients.size() < MOST_CLIENTS) {
                clients.add(mac.toUpperCase(Locale.ROOT));
            } else {
                leftOut++;
            }
        }
    }

    private void clients() {
        if (clientsOf == null) {
            return;
        }
        if (uncounted.isEmpty()) {
            gauge(
                    AgentMetrics.CLIENTS,
                    "",
                    clientsOf.values().stream().mapToLong(Long::longValue).sum());
        }
        clientsOf.forEach((ssid, count) -> {
            if (!ssid.isEmpty() && !uncounted.contains(ssid)) {
                gauge(AgentMetrics.CLIENTS, "ssid " + ssid, count);
            }
        });
    }

    private static boolean isMac(String text) {
        return MAC.matcher(text).matches();
    }

    private void gauge(Metric metric, String index, double value) {
        values.add(new Value(metric, index, Double.doubleToRawLongBits(value)));
    }

    /** Empty where there is none; one that is no object is left out. */
    private JsonNode object(JsonNode of, String field) {
        JsonNode node = of.path(field);
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            leftOut++;
        }
        return node.isObject() ? node : JSON.missingNode();
    }

    private List<JsonNode> list(JsonNode of, String field) {
        return listed(of, field).orElse(List.of());
    }

    /** Empty where there is none, which is not an empty list; what is no list is left out. */
    private Optional<List<JsonNode>> listed(JsonNode of, String field) {
        JsonNode node = of.path(field);
        if (node.isArray() || node.isObject() && node.isEmpty()) {
            return Optional.of(node.valueStream().toList());
        }
        leftOut += node.isMissingNode() || node.isNull() ? 0 : 1;
        return Optional.empty();
    }

    private OptionalDouble number(JsonNode of, String field, double least, double most) {
        JsonNode node = of.path(field);
        return node.isMissingNode() || node.isNull() ? OptionalDouble.empty() : number(node, least, most);
    }

    private OptionalDouble number(JsonNode node, double least, double most) {
        OptionalDouble read = value(node);
        if (read.isEmpty() || read.getAsDouble() < least || read.getAsDouble() > most) {
            leftOut++;
            return OptionalDouble.empty();
        }
        return read;
    }

    private static OptionalDouble value(JsonNode node) {
        double read = node.isNumber() ? node.asDouble(Double.NaN) : Double.NaN;
        return Double.isFinite(read) ? OptionalDouble.of(read) : OptionalDouble.empty();
    }

    private String text(JsonNode of, String field, int longest) {
        JsonNode node = of.path(field);
        if (!node.isString()) {
            leftOut += node.isMissingNode() || node.isNull() ? 0 : 1;
            return "";
        }
        String text = node.asString("");
        if (text.length() > longest) {
            leftOut++;
            return "";
        }
        return text;
    }
}
