package io.langsong.simulator;

import io.langsong.simulator.Scenario.Entry;
import io.langsong.simulator.Scenario.Span;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a scenario and takes nothing that it does not know: an error names line and column. */
final class ScenarioReader {
    private static final Set<String> TOP_KEYS = Set.of("name", "speed", "repeat", "faults");
    private static final Set<String> COMMON_KEYS = Set.of("fault", "at", "for", "every", "count");
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
    private static final Pattern TARGET = Pattern.compile("[a-z0-9*-]+");
    private static final Map<String, Double> UNIT_MILLIS = Map.of("ms", 1.0, "s", 1e3, "m", 6e4, "h", 3.6e6);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final String source;
    private double speed = 1;

    ScenarioReader(String source) {
        this.source = source;
    }

    Scenario read(String yaml) {
        MappingNode root = mapping(compose(yaml), "a scenario");
        Map<String, Node> keys = keys(root, TOP_KEYS);
        speed = keys.containsKey("speed") ? number(keys.get("speed"), 0.01, 1000) : 1;
        String name = keys.containsKey("name") ? text(keys.get("name")) : source;
        Duration repeat = keys.containsKey("repeat") ? compressed(keys.get("repeat")) : null;
        if (repeat != null && repeat.toMillis() < 1000) {
            throw error(keys.get("repeat"), "repeat is at least a second after compression");
        }
        Node faults = required(root, keys, "faults");
        if (!(faults instanceof SequenceNode list)) {
            throw error(faults, "faults is a list: lines that begin with \"- fault: …\"");
        }
        List<Entry> entries = new ArrayList<>();
        for (Node each : list.getValue()) {
            entries.add(entry(mapping(each, "a fault")));
        }
        return new Scenario(name, repeat, entries);
    }

    private Node compose(String yaml) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            if (root == null) {
                throw new SimulatorException(source + ": the scenario is empty; it needs a list \"faults:\"");
            }
            return root;
        } catch (MarkedYAMLException broken) {
            Mark mark = broken.getProblemMark();
            String where = mark == null ? source : at(mark);
            throw new SimulatorException(where + ": this is no YAML: " + broken.getProblem(), broken);
        } catch (YAMLException broken) {
            throw new SimulatorException(source + ": this is no YAML: " + broken.getMessage(), broken);
        }
    }

    private Entry entry(MappingNode node) {
        Map<String, Node> all = keys(node, null);
        Node kindNode = required(node, all, "fault");
        FaultKind kind = FaultKind.byCode(text(kindNode))
                .orElseThrow(
                        () -> error(kindNode, "no fault \"" + text(kindNode) + "\"; there are " + FaultKind.codes()));
        String target = kind == FaultKind.POWER_CUT ? "area" : "device";
        Set<String> allowed = new TreeSet<>(COMMON_KEYS);
        allowed.add(target);
        allowed.addAll(kind.keys());
        Map<String, Node> keys = keys(node, allowed);
        Node forNode = keys.get("for");
        if (kind.lasting() && forNode == null) {
            throw error(node, kind.code() + " needs \"for\": how long it lasts");
        }
        Entry entry = new Entry(
                kind,
                target(required(node, keys, target)),
                keys.containsKey("count") ? (int) number(keys.get("count"), 1, 1000) : 1,
                span(required(node, keys, "at")),
                forNode == null ? Span.of(usual(kind)) : span(forNode),
                keys.containsKey("every") ? compressed(keys.get("every")) : null,
                keys.containsKey("loss") ? percent(keys.get("loss")) : kind == FaultKind.LOSSY ? 0.1 : 0,
                keys.containsKey("latency") ? time(text(keys.get("latency")), keys.get("latency")) : latency(kind),
                keys.containsKey("period") ? compressed(keys.get("period")) : divided(Duration.ofSeconds(20)),
                keys.containsKey("stagger") ? compressed(keys.get("stagger")) : divided(Duration.ofSeconds(30)),
                keys.containsKey("ups") ? compressed(keys.get("ups")) : divided(Duration.ofMinutes(20)),
                at(node.getStartMark()));
        check(entry, node);
        return entry;
    }

    private void check(Entry entry, MappingNode node) {
        if (entry.every() != null && entry.every().compareTo(entry.lasting().most()) <= 0) {
            throw error(node, "\"every\" is longer than \"for\": one must end before the next begins");
        }
        if (entry.kind() == FaultKind.FLAPPING && entry.period().toMillis() < 20) {
            throw error(node, "\"period\" is at least 20ms after compression");
        }
    }

    private Duration usual(FaultKind kind) {
        switch (kind) {
            case REBOOT -> {
                return divided(Duration.ofSeconds(40));
            }
            case AGENT_RESTART -> {
                return divided(Duration.ofSeconds(1));
            }
            default -> {
                return Duration.ZERO;
            }
        }
    }

    private static Duration latency(FaultKind kind) {
        return kind == FaultKind.SLOW ? Duration.ofMillis(150) : Duration.ZERO;
    }

    private String target(Node node) {
        String target = text(node);
        if (!TARGET.matcher(target).matches()) {
            throw error(node, "\"" + target + "\" is neither an id nor a pattern with *, such as thon-mau-*-ap1");
        }
        return target;
    }

    private Span span(Node node) {
        String written = text(node);
        int dots = written.indexOf("..");
        if (dots < 0) {
            return Span.of(compressed(node));
        }
        Duration least = divided(time(written.substring(0, dots).strip(), node));
        Duration most = divided(time(written.substring(dots + 2).strip(), node));
        if (most.compareTo(least) < 0) {
            throw error(
                    node, "the second time of \"" + written + "\" is the earlier one; write it the other way round");
        }
        return new Span(least, most);
    }

    private Duration compressed(Node node) {
        return divided(time(text(node), node));
    }

    private Duration divided(Duration time) {
        return Duration.ofNanos(Math.round(time.toNanos() / speed));
    }

    private Duration time(String written, Node node) {
        Matcher time = TIME.matcher(written);
        if (!time.matches()) {
            throw error(node, "\"" + written + "\" is no time; write a number and its unit: 500ms, 90s, 2m, 1h");
        }
        double millis = Double.parseDouble(time.group(1)) * UNIT_MILLIS.getOrDefault(time.group(2), 1.0);
        if (millis > LONGEST.toMillis()) {
            throw error(node, "\"" + written + "\" is longer than 30 days");
        }
        return Duration.ofMillis(Math.round(millis));
    }

    private double percent(Node node) {
        Matcher percent = PERCENT.matcher(text(node));
        double value = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : -1;
        if (value <= 0 || value > 0.95) {
            throw error(node, "\"" + text(node) + "\" is no loss each way; write a percentage up to 95, such as 10%");
        }
        return value;
    }

    private double number(@Nullable Node node, double least, double most) {
        String written = node == null ? "" : text(node);
        try {
            double value = Double.parseDouble(written);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // The message below serves both.
        }
        throw error(node, "\"%s\" is no number from %s to %s".formatted(written, least, most));
    }

    private MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw error(node, what + " is written as \"key: value\" lines");
    }

    /** @param allowed null takes any key */
    private Map<String, Node> keys(MappingNode node, @Nullable Set<String> allowed) {
        Map<String, Node> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            String key = text(tuple.getKeyNode());
            if (allowed != null && !allowed.contains(key)) {
                throw error(
                        tuple.getKeyNode(),
                        "unknown key \"%s\"; known here: %s".formatted(key, new TreeSet<>(allowed)));
            }
            if (keys.put(key, tuple.getValueNode()) != null) {
                throw error(tuple.getKeyNode(), "\"" + key + "\" stands here twice");
            }
        }
        return keys;
    }

    private Node required(MappingNode node, Map<String, Node> keys, String key) {
        Node value = keys.get(key);
        if (value == null) {
            throw error(node, "\"" + key + "\" is missing");
        }
        return value;
    }

    private String text(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        throw error(node, "a single value belongs here");
    }

    private SimulatorException error(@Nullable Node node, String message) {
        return new SimulatorException((node == null ? source : at(node.getStartMark())) + ": " + message);
    }

    private String at(Mark mark) {
        return "%s, line %d, column %d".formatted(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
