package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.outage.Conditions.State;
import io.langsong.web.NaturalOrder;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The newest measurements of a device in groups, worded; what is no longer so stands apart, with its age. Counters stay out:
 * only their rates say something.
 */
@Component
class LiveValues {
    private static final Duration NOT_OLDER = Duration.ofMinutes(15);
    /** What a silent device said last may tell why it fell silent, so it is kept in sight for longer. */
    private static final Duration NOT_OLDER_OF_SILENT = Duration.ofHours(24);

    private static final Duration SURELY_CURRENT = Duration.ofMinutes(1);
    private static final int POLLS_MISSED = 3;
    /** More values of one sort than this, as of the ports of a switch, are folded into one line. */
    private static final int UNFOLDED = 4;

    private static final List<String> GROUPS =
            List.of("reach", "wifi", "cell", "cpu", "memory", "sensor", "sys", "disk", "net");
    private static final Set<String> SUMMED = Set.of("sensor.power", "sensor.current", "wifi.clients", "wifi.errors");

    private final Sources sources;
    private final LastPorts ports;
    private final Words words;

    LiveValues(Sources sources, LastPorts ports, Words words) {
        this.sources = sources;
        this.ports = ports;
        this.words = words;
    }

    /** What is so now, and what was so: the one, the other, both or none. */
    List<Part> of(Device device, State state, Instant now) {
        boolean answers = Look.serves(state.condition()) && !state.suspect();
        List<Sample> samples =
                sources.latest(device.id(), now.minus(answers ? NOT_OLDER : NOT_OLDER_OF_SILENT)).stream()
                        .filter(sample -> sample.metric().kind() == Metric.Kind.GAUGE)
                        .toList();
        Duration missed = sources.intervalOf(device).multipliedBy(POLLS_MISSED);
        Instant oldest = now.minus(missed.compareTo(SURELY_CURRENT) > 0 ? missed : SURELY_CURRENT);
        // Of a device that does not answer nothing is known but that: its share of lost polls.
        Predicate<Sample> isOld = sample -> sample.at().isBefore(oldest)
                || !answers && !sample.metric().name().equals("reach.loss");
        Indexes indexes = new Indexes(words, ports.of(device.id()), samples);
        List<Part> parts = new ArrayList<>();
        for (boolean old : new boolean[] {false, true}) {
            List<Sample> some = samples.stream()
                    .filter(sample -> isOld.test(sample) == old)
                    .sorted(order())
                    .toList();
            if (!some.isEmpty()) {
                parts.add(part(some, old, indexes));
            }
        }
        return parts;
    }

    private static Comparator<Sample> order() {
        return Comparator.comparingInt((Sample sample) -> group(sample))
                .thenComparing(sample -> sample.metric().name())
                .thenComparing(sample -> sample.series().index(), NaturalOrder.INSTANCE);
    }

    private Part part(List<Sample> samples, boolean old, Indexes indexes) {
        Instant newest =
                samples.stream().map(Sample::at).max(Comparator.naturalOrder()).orElseThrow();
        Map<Integer, Map<String, List<Sample>>> groups = new LinkedHashMap<>();
        for (Sample sample : samples) {
            String sort =
                    indexes.of(sample.metric().name(), sample.series().index()).sort();
            groups.computeIfAbsent(group(sample), group -> new LinkedHashMap<>())
                    .computeIfAbsent(sample.metric().name() + " " + sort, same -> new ArrayList<>())
                    .add(sample);
        }
        return new Part(
                old,
                newest,
                groups.entrySet().stream()
                        .map(group -> group(group.getKey(), group.getValue().values(), newest, indexes))
                        .toList());
    }

    private Group group(int group, Iterable<List<Sample>> sorts, Instant newest, Indexes indexes) {
        List<Value> values = new ArrayList<>();
        List<Fold> folds = new ArrayList<>();
        for (List<Sample> sort : sorts) {
            if (sort.size() > UNFOLDED) {
                folds.add(fold(sort, newest, indexes));
            } else {
                sort.forEach(sample -> values.add(value(sample, newest, indexes, false)));
            }
        }
        String name = group < GROUPS.size() ? GROUPS.get(group) : "other";
        return new Group(words.message("dashboard.group." + name), values, folds);
    }

    private Fold fold(List<Sample> sort, Instant newest, Indexes indexes) {
        Metric metric = sort.get(0).metric();
        boolean sum = SUMMED.contains(metric.name());
        double whole = sum
                ? sort.stream().mapToDouble(Sample::asDouble).sum()
                : sort.stream().mapToDouble(Sample::asDouble).max().orElseThrow();
        String sortName =
                indexes.of(metric.name(), sort.get(0).series().index()).sortName();
        return new Fold(
                (name(metric) + " " + sortName).strip(),
                words.message(
                        sum ? "dashboard.values.sum" : "dashboard.values.max", sort.size(), measured(whole, metric)),
                sort.stream()
                        .map(sample -> value(sample, newest, indexes, true))
                        .toList());
    }

    private Value value(Sample sample, Instant newest, Indexes indexes, boolean folded) {
        Metric metric = sample.metric();
        Indexes.Name index = indexes.of(metric.name(), sample.series().index());
        boolean older = Duration.between(sample.at(), newest).compareTo(SURELY_CURRENT) > 0;
        return new Value(
                folded ? "" : name(metric),
                folded ? index.name() : index.full(),
                measured(sample.asDouble(), metric),
                older ? sample.at() : null);
    }

    private String name(Metric metric) {
        String key = "dashboard.metric." + metric.name();
        return words.has(key) ? words.message(key) : metric.name();
    }

    private String measured(double value, Metric metric) {
        return metric.unit().equals("s")
                ? words.duration(Duration.ofSeconds((long) value))
                : words.measured(value, metric.unit());
    }

    /** Its place among the groups; what belongs to none comes last. */
    private static int group(Sample sample) {
        String name = sample.metric().name();
        int dot = name.indexOf('.');
        int group = GROUPS.indexOf(dot < 0 ? name : name.substring(0, dot));
        return group < 0 ? GROUPS.size() : group;
    }

    /**
     * @param old no longer so, or not known to be
     * @param at of its newest value
     */
    record Part(boolean old, Instant at, List<Group> groups) {}

    record Group(String name, List<Value> values, List<Fold> folds) {}

    /** Many values of one sort. @param summary how many, and their sum or the greatest */
    record Fold(String name, String summary, List<Value> values) {}

    /**
     * @param index comes from the device, so hostile
     * @param at when it is clearly older than the newest beside it
     */
    record Value(
            String name,
            String index,
            String text,
            @Nullable Instant at) {}
}
