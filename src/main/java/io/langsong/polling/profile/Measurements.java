package io.langsong.polling.profile;

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

    private final Answers answers;
    private final Map<Series, Measurement> found = new LinkedHashMap<>();

    Measurements(Answers answers) {
        this.answers = answers;
    }

    private record Series(String metric, String index) {}

    /** In the order of the rules, then of the rows. */
    List<Measurement> by(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.aggregate() == null) {
                cells(
                        rule,
                        (row, index, value) -> add(
                                rule,
                                row == null ? rule.oid() : rule.oid().append(row.toIntArray()),
                                index,
                                row == null ? "" : label(rule, row),
                                rule.bits(value, cell -> cell.of(row, answers))));
            } else {
                aggregate(rule, rule.aggregate());
            }
        }
        return new ArrayList<>(found.values());
    }

    interface CellReader {
        /**
         * @param row index of the row; null of a scalar
         * @param index name of the series among those of its metric
         */
        void read(@Nullable Oid row, String index, SnmpValue value);
    }

    /** Shows what the rule is about: its scalar, or the rows of its column, where its conditions hold. */
    void cells(Rule rule, CellReader reader) {
        if (rule.column()) {
            answers.column(rule.oid()).forEach((row, value) -> {
                String index = rule.index().of(row, answers);
                if (index != null && holds(rule, row)) {
                    reader.read(row, name(index), value);
                }
            });
        } else {
            SnmpValue value = answers.get(rule.oid());
            if (value != null && holds(rule, null)) {
                reader.read(null, name(rule.index().prefix()), value);
            }
        }
    }

    private static String name(String text) {
        return Values.name(text, LONGEST_NAME);
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
        cells(rule, (row, index, value) -> {
            OptionalDouble number =
                    aggregate.ofRows() ? OptionalDouble.of(1) : rule.number(value, cell -> cell.of(row, answers));
            if (number.isPresent()) {
                numbers.computeIfAbsent(index, first -> new ArrayList<>()).add(number.getAsDouble());
                labels.putIfAbsent(index, row == null ? "" : label(rule, row));
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
            found.putIfAbsent(
                    new Series(rule.metric().name(), index),
                    new Measurement(rule.metric(), index, name(label), oid, bits.getAsLong()));
        }
    }
}
