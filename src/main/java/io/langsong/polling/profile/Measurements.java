package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.polling.profile.Rule.RowName;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Applies the rules of a profile to the answers of a device. */
final class Measurements {
    /** As long as a series' index may be. */
    private static final int LONGEST_NAME = 200;

    private static final long COUNTER32_MOST = 0xFFFF_FFFFL;
    private static final long COUNTER64_MOST = -1L;

    private final Answers answers;
    private final Map<Series, Measurement> found = new LinkedHashMap<>();

    Measurements(Answers answers) {
        this.answers = answers;
    }

    private record Series(String metric, String index) {}

    /** In the order of the rules, then of the rows. */
    List<Measurement> by(List<Rule> rules) {
        for (Rule rule : rules) {
            if (!rule.column()) {
                SnmpValue value = answers.get(rule.oid());
                if (value != null && holds(rule, null)) {
                    add(rule, rule.oid(), rule.index().prefix(), "", bits(rule, value, null));
                }
            } else if (rule.aggregate() == null) {
                rows(
                        rule,
                        (row, index, value) -> add(
                                rule,
                                rule.oid().append(row.toIntArray()),
                                index,
                                label(rule, row),
                                bits(rule, value, row)));
            } else {
                aggregate(rule, rule.aggregate());
            }
        }
        return new ArrayList<>(found.values());
    }

    private interface RowReader {
        void read(Oid row, String index, SnmpValue value);
    }

    private void rows(Rule rule, RowReader reader) {
        answers.column(rule.oid()).forEach((row, value) -> {
            String index = rule.index().of(row, answers);
            if (index != null && holds(rule, row)) {
                reader.read(row, index, value);
            }
        });
    }

    private boolean holds(Rule rule, @Nullable Oid row) {
        for (Rule.Condition condition : rule.where()) {
            if (!condition.holds(row, answers)) {
                return false;
            }
        }
        return true;
    }

    private String label(Rule rule, Oid row) {
        if (rule.label() == RowName.EMPTY) {
            return "";
        }
        String label = rule.label().of(row, answers);
        return label == null ? "" : label;
    }

    private void aggregate(Rule rule, Rule.Aggregate aggregate) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        rows(rule, (row, index, value) -> {
            OptionalDouble number = aggregate.ofRows() ? OptionalDouble.of(1) : number(rule, value, row);
            if (number.isPresent()) {
                numbers.computeIfAbsent(index, first -> new ArrayList<>()).add(number.getAsDouble());
                labels.putIfAbsent(index, label(rule, row));
            }
        });
        numbers.forEach((index, of) -> add(
                rule,
                rule.oid(),
                index,
                labels.getOrDefault(index, ""),
                OptionalLong.of(Double.doubleToRawLongBits(aggregate.of(of)))));
    }

    private void add(Rule rule, Oid oid, String index, String label, OptionalLong bits) {
        if (bits.isPresent()) {
            String name = Values.name(index, LONGEST_NAME);
            found.putIfAbsent(
                    new Series(rule.metric().name(), name),
                    new Measurement(rule.metric(), name, Values.name(label, LONGEST_NAME), oid, bits.getAsLong()));
        }
    }

    private OptionalLong bits(Rule rule, SnmpValue value, @Nullable Oid row) {
        if (rule.metric().kind() == Metric.Kind.GAUGE) {
            OptionalDouble number = number(rule, value, row);
            return number.isPresent()
                    ? OptionalLong.of(Double.doubleToRawLongBits(number.getAsDouble()))
                    : OptionalLong.empty();
        }
        boolean wide = rule.metric().kind() == Metric.Kind.COUNTER64;
        return rule.transform().skips(value)
                ? OptionalLong.empty()
                : Values.counter(value, wide ? COUNTER64_MOST : COUNTER32_MOST);
    }

    private OptionalDouble number(Rule rule, SnmpValue value, @Nullable Oid row) {
        OptionalDouble first = rule.transform().raw(value);
        if (first.isEmpty()) {
            return OptionalDouble.empty();
        }
        double raw = first.getAsDouble();
        for (Rule.Term term : rule.terms()) {
            SnmpValue other = term.cell().of(row, answers);
            OptionalDouble number =
                    other == null ? OptionalDouble.empty() : rule.transform().raw(other);
            if (number.isEmpty() && term.needed()) {
                return OptionalDouble.empty();
            }
            raw += term.sign() * number.orElse(0);
        }
        for (Rule.Factor factor : rule.factors()) {
            OptionalDouble number = factor.of(row, answers);
            if (number.isEmpty()) {
                return OptionalDouble.empty();
            }
            raw *= number.getAsDouble();
        }
        return rule.transform().scaled(raw);
    }
}
