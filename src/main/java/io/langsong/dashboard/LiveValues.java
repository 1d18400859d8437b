package io.langsong.dashboard;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The newest measurements of a device in groups, worded. Counters stay out: only their rates say something. */
@Component
class LiveValues {
    private static final Duration NOT_OLDER = Duration.ofMinutes(15);
    private static final List<String> GROUPS = List.of("reach", "wifi", "cell", "cpu", "memory", "sensor");
    private static final int VALUES_SHOWN = 60;

    private final Sources sources;
    private final Words words;

    LiveValues(Sources sources, Words words) {
        this.sources = sources;
        this.words = words;
    }

    List<Group> of(DeviceId device, Instant now) {
        Map<String, List<Value>> groups = new LinkedHashMap<>();
        sources.latest(device, now.minus(NOT_OLDER)).stream()
                .filter(sample -> sample.metric().kind() == Metric.Kind.GAUGE)
                .filter(sample -> GROUPS.contains(group(sample)))
                .sorted(Comparator.comparingInt((Sample sample) -> GROUPS.indexOf(group(sample)))
                        .thenComparing(sample -> sample.metric().name())
                        .thenComparing(sample -> sample.series().index()))
                .limit(VALUES_SHOWN)
                .forEach(sample -> groups.computeIfAbsent(group(sample), group -> new ArrayList<>())
                        .add(value(sample)));
        return groups.entrySet().stream()
                .map(group -> new Group(words.message("dashboard.group." + group.getKey()), group.getValue()))
                .toList();
    }

    private static String group(Sample sample) {
        String name = sample.metric().name();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private Value value(Sample sample) {
        String name = sample.metric().name();
        String key = "dashboard.metric." + name;
        return new Value(
                words.has(key) ? words.message(key) : name,
                sample.series().index(),
                words.measured(sample.asDouble(), sample.metric().unit()),
                sample.at());
    }

    record Group(String name, List<Value> values) {}

    /** @param index comes from the device, so hostile */
    record Value(String name, String index, String text, Instant at) {}
}
