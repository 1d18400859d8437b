package io.langsong.alert;

import io.langsong.metric.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The enabled rules, found by metric. Immutable; any thread. */
final class RuleBook {
    static final RuleBook EMPTY = new RuleBook(List.of());

    private final Map<String, List<AlertRule>> byMetric = new HashMap<>();
    private final Map<String, AlertRule> byId = new HashMap<>();
    private final Set<String> references = new HashSet<>();

    private RuleBook(Collection<AlertRule> rules) {
        for (AlertRule rule : rules) {
            if (rule.enabled()) {
                byId.put(rule.id(), rule);
                byMetric.computeIfAbsent(rule.measure().metric(), name -> new ArrayList<>())
                        .add(rule);
                String of = rule.measure().of();
                if (of != null) {
                    references.add(of);
                }
            }
        }
    }

    static RuleBook of(Collection<AlertRule> rules) {
        return new RuleBook(rules);
    }

    /** Those enabled. */
    Optional<AlertRule> rule(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether another is measured by this metric. */
    boolean refersTo(String metric) {
        return references.contains(metric);
    }

    /** By which a series is judged at this place; the package says which those are. */
    List<AlertRule> applying(SeriesKey series, Place place) {
        List<AlertRule> about = byMetric.getOrDefault(series.metric(), List.of()).stream()
                .filter(rule -> rule.scope().contains(place) && rule.measure().matches(series))
                .toList();
        return about.stream()
                .filter(rule -> about.stream().noneMatch(other -> takesThePlaceOf(other, rule)))
                .toList();
    }

    private static boolean takesThePlaceOf(AlertRule other, AlertRule rule) {
        return other.criterion().kind() == rule.criterion().kind()
                && Objects.equals(other.measure().of(), rule.measure().of())
                && specificity(other) > specificity(rule);
    }

    private static int specificity(AlertRule rule) {
        return 2 * rule.scope().kind().ordinal() + (rule.measure().namesIndex() ? 1 : 0);
    }
}
