package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one object of a device becomes a metric. Of several rules of one profile that give the same series the first that
 * has a value counts; so a 32-bit counter stands behind its 64-bit one.
 *
 * @param oid of a scalar with its instance ({@code .0}), of a column without
 * @param column whether {@code oid} is a column of a table
 * @param terms raw values added or taken away
 * @param factors what the sum is multiplied by or divided by
 * @param where what must hold of a row, or of the device
 * @param aggregate null for a series a row
 */
record Rule(
        Metric metric,
        Oid oid,
        boolean column,
        Transform transform,
        List<Term> terms,
        List<Factor> factors,
        RowName index,
        RowName label,
        List<Condition> where,
        @Nullable Aggregate aggregate) {
    private static final long COUNTER32_MOST = 0xFFFF_FFFFL;
    private static final long COUNTER64_MOST = -1L;

    /** The columns this rule reads, or the scalars. */
    List<Oid> reads(boolean columns) {
        List<Oid> oids = new ArrayList<>();
        if (column == columns) {
            oids.add(oid);
        }
        Stream.of(
                        terms.stream().map(Term::cell),
                        factors.stream().map(Factor::cell),
                        Stream.of(index.cell(), label.cell()).flatMap(Stream::ofNullable),
                        where.stream().map(Condition::cell))
                .flatMap(cells -> cells)
                .forEach(cell -> {
                    if (cell.scalar() != columns) {
                        oids.add(cell.oid());
                    }
                    if (columns && cell.via() != null) {
                        oids.add(cell.via());
                    }
                });
        return oids;
    }

    /** Where the values lie that this rule reckons with beside its own. */
    Stream<Cell> operands() {
        return Stream.concat(terms.stream().map(Term::cell), factors.stream().map(Factor::cell));
    }

    /** The scalars and columns by whose values it is decided which series there are, and whose. */
    Stream<Oid> deciding() {
        Stream<Cell> choosing =
                Stream.concat(Stream.ofNullable(index.cell()), where.stream().map(Condition::cell));
        List<Cell> chosen = choosing.toList();
        Stream<Oid> pointers =
                Stream.concat(chosen.stream(), operands()).map(Cell::via).flatMap(Stream::ofNullable);
        return Stream.concat(chosen.stream().map(Cell::oid), pointers);
    }

    /**
     * The bits of a sample, as of {@link io.langsong.metric.Sample}; empty when the values mean nothing.
     *
     * @param value of {@link #oid}, there or in one of its rows
     * @param operand the values of {@link #operands}
     */
    OptionalLong bits(SnmpValue value, Function<Cell, @Nullable SnmpValue> operand) {
        if (metric.kind() == Metric.Kind.GAUGE) {
            OptionalDouble number = number(value, operand);
            return number.isPresent()
                    ? OptionalLong.of(Double.doubleToRawLongBits(number.getAsDouble()))
                    : OptionalLong.empty();
        }
        boolean wide = metric.kind() == Metric.Kind.COUNTER64;
        return transform.skips(value)
                ? OptionalLong.empty()
                : Values.counter(value, wide ? COUNTER64_MOST : COUNTER32_MOST);
    }

    /** What {@link #bits} holds of a gauge, and what is taken together of several rows. */
    OptionalDouble number(SnmpValue value, Function<Cell, @Nullable SnmpValue> operand) {
        OptionalDouble first = transform.raw(value);
        if (first.isEmpty()) {
            return OptionalDouble.empty();
        }
        double raw = first.getAsDouble();
        for (Term term : terms) {
            SnmpValue other = operand.apply(term.cell());
            OptionalDouble number = other == null ? OptionalDouble.empty() : transform.raw(other);
            if (number.isEmpty() && term.needed()) {
                return OptionalDouble.empty();
            }
            raw += term.sign() * number.orElse(0);
        }
        for (Factor factor : factors) {
            OptionalDouble number = factor.of(operand.apply(factor.cell()));
            if (number.isEmpty()) {
                return OptionalDouble.empty();
            }
            raw *= number.getAsDouble();
        }
        return transform.scaled(raw);
    }

    /**
     * A raw value that is added.
     *
     * @param sign 1, or -1 where it is taken away
     * @param needed whether there is no value without it
     */
    record Term(Cell cell, int sign, boolean needed) {}

    /**
     * A number that the sum is multiplied by.
     *
     * @param values the numbers behind the cell's texts; empty for the number that the cell holds
     * @param divides whether it is divided by instead; by 0 there is no value
     * @param otherwise where the cell is missing or its text means nothing; null: then there is no value
     */
    record Factor(
            Cell cell,
            Map<String, Double> values,
            boolean divides,
            @Nullable Double otherwise) {
        /** @param value of the cell, null where it has none */
        OptionalDouble of(@Nullable SnmpValue value) {
            OptionalDouble number = value == null ? OptionalDouble.empty() : number(value);
            if (number.isEmpty() && otherwise != null) {
                number = OptionalDouble.of(otherwise);
            }
            return divides && number.isPresent() ? OptionalDouble.of(1 / number.getAsDouble()) : number;
        }

        private OptionalDouble number(SnmpValue value) {
            if (values.isEmpty()) {
                return Values.number(value);
            }
            Double number = values.get(Values.text(value));
            return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
        }
    }

    /** Holds where the cell has a text in which {@code matches} is found; a missing one is "". */
    record Condition(Cell cell, Pattern matches) {
        boolean holds(@Nullable Oid row, Answers answers) {
            String text = cell.text(row, answers);
            return matches.matcher(text == null ? "" : text).find();
        }
    }

    /** One number out of those of several rows: all, or those with the same index name. */
    enum Aggregate {
        SUM,
        MEAN,
        MIN,
        MAX,
        COUNT,
        /** 0 wherever there is a row: what stands behind a count of another table's rows, which says nothing of none. */
        ZERO;

        /** Whether the rows' numbers do not matter, so that they may hold anything. */
        boolean ofRows() {
            return this == COUNT || this == ZERO;
        }

        double of(List<Double> numbers) {
            return switch (this) {
                case SUM -> numbers.stream().mapToDouble(Double::doubleValue).sum();
                case MEAN ->
                    numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
                case MIN ->
                    numbers.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
                case MAX ->
                    numbers.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
                case COUNT -> numbers.size();
                case ZERO -> 0;
            };
        }
    }

    /**
     * A text made of a row: of its index, or of a cell that belongs to it.
     *
     * @param cell the cell whose text is the name; null for the index itself
     * @param as how the index is written
     * @param from first sub-identifier of the row's index that counts
     * @param count how many count; 0 for all the rest
     * @param pattern what of the text is the name: its groups joined by a space, or what it finds; rows without are left out
     * @param prefix put before the name
     */
    record RowName(
            @Nullable Cell cell,
            As as,
            int from,
            int count,
            @Nullable Pattern pattern,
            String prefix) {
        /** One series for the device as a whole. */
        static final RowName EMPTY = fixed("");

        static final RowName NUMBERS = new RowName(null, As.NUMBERS, 0, 0, null, "");

        /** The same name for every row, or for a scalar. */
        static RowName fixed(String name) {
            return new RowName(null, As.NOTHING, 0, 0, null, name);
        }

        enum As {
            NOTHING("none"),
            /** 3, or 24.232.41.30.56.214 */
            NUMBERS("numbers"),
            /** Each sub-identifier a character. */
            TEXT("text"),
            /** The same behind its length, as RFC 2578 section 7.7 writes a text that is not IMPLIED. */
            LENGTH_TEXT("length-text"),
            /** Six sub-identifiers as 18:e8:29:1e:38:d6. */
            MAC("mac");

            final String word;

            As(String word) {
                this.word = word;
            }
        }

        /** The name of the row at {@code row}; null when the row has none and is left out. */
        @Nullable
        String of(Oid row, Answers answers) {
            if (as == As.NOTHING && cell == null) {
                return prefix;
            }
            String text;
            if (cell == null) {
                Oid part = Cell.part(row, from, count);
                text = part == null ? null : decoded(part);
            } else {
                text = cell.text(row, answers);
            }
            if (text == null || pattern == null) {
                return text == null ? null : prefix + text;
            }
            Matcher found = pattern.matcher(text);
            return found.find() ? prefix + groups(found) : null;
        }

        private @Nullable String decoded(Oid part) {
            return switch (as) {
                case TEXT -> characters(part, 0);
                case LENGTH_TEXT -> part.arc(0) == part.length() - 1 ? characters(part, 1) : null;
                case MAC -> part.length() == 6 ? mac(part) : null;
                case NUMBERS, NOTHING -> part.toString();
            };
        }

        private static @Nullable String characters(Oid part, int first) {
            byte[] octets = new byte[part.length() - first];
            for (int i = first; i < part.length(); i++) {
                if (part.arc(i) > 255) {
                    return null;
                }
                octets[i - first] = (byte) part.arc(i);
            }
            return new SnmpValue.Octets(octets).asText();
        }

        private static @Nullable String mac(Oid part) {
            StringBuilder mac = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                if (part.arc(i) > 255) {
                    return null;
                }
                mac.append(i == 0 ? "" : ":").append("%02x".formatted(part.arc(i)));
            }
            return mac.toString();
        }

        private static String groups(Matcher found) {
            if (found.groupCount() == 0) {
                return found.group();
            }
            StringBuilder joined = new StringBuilder();
            for (int i = 1; i <= found.groupCount(); i++) {
                if (found.group(i) != null) {
                    joined.append(joined.isEmpty() ? "" : " ").append(found.group(i));
                }
            }
            return joined.toString();
        }
    }
}
