package io.langsong.metric.web;

import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Samples in the text format of Prometheus, version 0.0.4: a family a metric. Indexes and units come from devices and profiles and
 * are hostile: they are escaped, so that none ends its label or its line. One thread.
 */
final class Exposition {
    private static final String PREFIX = "langsong_device_";

    private record Placed(Sample sample, String village, String site) {}

    /** By the name of the metric. */
    private final Map<String, List<Placed>> families = new TreeMap<>();

    void add(Sample sample, String village, String site) {
        families.computeIfAbsent(sample.metric().name(), name -> new ArrayList<>())
                .add(new Placed(sample, village, site));
    }

    String written() {
        Set<String> shared = families.keySet().stream()
                .collect(Collectors.groupingBy(Exposition::family, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(one -> one.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        StringBuilder text = new StringBuilder();
        families.forEach((metric, samples) -> {
            // Colons tell a.b_c from a_b.c, which would be one family otherwise.
            String family = shared.contains(family(metric)) ? PREFIX + metric.replace('.', ':') : family(metric);
            head(family, samples.get(0).sample().metric(), text);
            samples.forEach(one -> line(family, one, text));
        });
        return text.toString();
    }

    private static String family(String metric) {
        return PREFIX + metric.replace('.', '_');
    }

    private static void head(String family, Metric metric, StringBuilder text) {
        String unit = metric.unit().isEmpty() ? "" : ", " + escaped(metric.unit());
        text.append("# HELP ").append(family).append(' ').append(metric.name()).append(unit);
        text.append("\n# TYPE ").append(family).append(metric.kind() == Metric.Kind.GAUGE ? " gauge\n" : " counter\n");
    }

    private static void line(String family, Placed one, StringBuilder text) {
        text.append(family).append("{device=\"");
        text.append(escaped(one.sample().series().device().value())).append("\",index=\"");
        text.append(escaped(one.sample().series().index())).append("\",village=\"");
        text.append(escaped(one.village())).append("\",site=\"");
        text.append(escaped(one.site())).append("\"} ");
        text.append(value(one.sample())).append('\n');
    }

    /** A counter is written exactly, although a reader keeps 53 bits of it. */
    private static String value(Sample sample) {
        return sample.metric().kind() == Metric.Kind.GAUGE
                ? String.valueOf(sample.asDouble())
                : Long.toUnsignedString(sample.bits());
    }

    /** Of control characters only the line feed has an escape; some readers take others for the end of a line. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return out.toString();
    }
}
