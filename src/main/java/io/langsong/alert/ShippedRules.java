package io.langsong.alert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules that are part of the program: {@code alert/rules.yaml}. */
final class ShippedRules {
    private static final String FILE = "/alert/rules.yaml";
    private static final Set<String> KEYS = Set.of(
            "id",
            "metric",
            "index",
            "of",
            "above",
            "below",
            "noData",
            "clear",
            "average",
            "holds",
            "severity",
            "scope",
            "enabled");

    private ShippedRules() {}

    /** By id, in the order of the file. */
    static Map<String, AlertRule> load() {
        try (InputStream in = ShippedRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The program has no " + FILE + "; it was not packaged whole");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The shipped alert rules can not be read", unreadable);
        }
    }

    /** @throws IllegalArgumentException naming the rule that is wrong */
    static Map<String, AlertRule> read(String yaml) {
        Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        Map<String, AlertRule> rules = new LinkedHashMap<>();
        for (Object entry : file instanceof List<?> list ? list : List.of()) {
            AlertRule rule = rule(entry);
            if (rules.put(rule.id(), rule) != null) {
                throw new IllegalArgumentException("Two shipped rules are called " + rule.id());
            }
        }
        return rules;
    }

    private static AlertRule rule(Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("A shipped rule is keys with values, not " + entry);
        }
        Fields fields = new Fields(map);
        try {
            return new AlertRule(
                    fields.text("id", null),
                    null,
                    new Measure(
                            fields.text("metric", null),
                            fields.text("index", Measure.ANY_INDEX),
                            fields.optional("of")),
                    fields.criterion(),
                    fields.duration(map.containsKey("noData") ? "noData" : "holds"),
                    Severity.valueOf(fields.text("severity", "warning").toUpperCase(Locale.ROOT)),
                    Scope.parse(fields.text("scope", "all")),
                    fields.text("enabled", "true").equals("true"));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Shipped rule %s: %s".formatted(map, wrong.getMessage()), wrong);
        }
    }

    private record Fields(Map<?, ?> map) {
        Fields {
            List<Object> unknown = new ArrayList<>(map.keySet());
            unknown.removeIf(key -> KEYS.contains(String.valueOf(key)));
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("Shipped rule %s has unknown keys %s".formatted(map, unknown));
            }
        }

        @Nullable
        String optional(String key) {
            Object value = map.get(key);
            return value == null ? null : value.toString();
        }

        String text(String key, @Nullable String usual) {
            String value = optional(key);
            return value == null
                    ? Objects.requireNonNull(usual, () -> "Shipped rule %s has no %s".formatted(map, key))
                    : value;
        }

        Duration duration(String key) {
            String value = optional(key);
            return value == null ? Duration.ZERO : Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
        }

        Criterion criterion() {
            if (map.containsKey("noData")) {
                return new Criterion.NoData();
            }
            boolean above = map.containsKey("above");
            double fire = Double.parseDouble(text(above ? "above" : "below", null));
            return new Criterion.Threshold(
                    above ? Criterion.Kind.ABOVE : Criterion.Kind.BELOW,
                    fire,
                    Double.parseDouble(text("clear", Double.toString(fire))),
                    duration("average"));
        }
    }
}
