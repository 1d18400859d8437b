package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one object of a device becomes a metric. Of several rules of one profile that give the same series the first that
 * has a value counts; so a 32-bit counter stands behind its 64-bit one.
 *
 * @param oid of a scalar with its instance ({@code .0}), of a column without
 * @param column whether {@code oid} is a column of a table
 * @param minus raw values taken away; without one of them there is no value
 * @param minusIfThere raw values taken away where the device has them
 * @param times the raw value is multiplied by this object: a scalar's, or of the same row a column's; null for none
 * @param where what must hold of a row
 * @param aggregate null for a series a row
 */
record Rule(
        Metric metric,
        Oid oid,
        boolean column,
        Transform transform,
        List<Oid> minus,
        List<Oid> minusIfThere,
        @Nullable Oid times,
        RowName index,
        RowName label,
        List<Condition> where,
        @Nullable Aggregate aggregate) {

    /** Every object this rule reads. */
    List<Oid> reads() {
        List<Oid> oids = new ArrayList<>();
        oids.add(oid);
        oids.addAll(minus);
        oids.addAll(minusIfThere);
        if (times != null) {
            oids.add(times);
        }
        for (RowName name : List.of(index, label)) {
            if (name.column() != null) {
                oids.add(name.column());
            }
        }
        where.forEach(condition -> oids.add(condition.column()));
        return oids;
    }

    /** Holds of a row whose {@code column} has a text in which {@code matches} is found; a missing one is "". */
    record Condition(Oid column, Pattern matches) {}

    /** One number out of those of several rows: all, or those with the same index name. */
    enum Aggregate {
        SUM,
        MEAN,
        MAX,
        COUNT;

        double of(List<Double> numbers) {
            return switch (this) {
                case SUM -> numbers.stream().mapToDouble(Double::doubleValue).sum();
                case MEAN ->
                    numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
                case MAX ->
                    numbers.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
                case COUNT -> numbers.size();
            };
        }
    }

    /**
     * A text made of a row: of its index, or of another column of the row.
     *
     * @param column the column whose text is the name; null for the index itself
     * @param as how the index is written
     * @param from first sub-identifier of the row's index that counts
     * @param count how many count; 0 for all the rest
     * @param pattern what of the text is the name: its groups joined by a space, or what it finds; rows without are left out
     * @param prefix put before the name
     */
    record RowName(
            @Nullable Oid column,
            As as,
            int from,
            int count,
            @Nullable Pattern pattern,
            String prefix) {
        /** One series for the device as a whole. */
        static final RowName EMPTY = new RowName(null, As.NOTHING, 0, 0, null, "");

        static final RowName NUMBERS = new RowName(null, As.NUMBERS, 0, 0, null, "");

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
            int until = count == 0 ? row.length() : from + count;
            if (as == As.NOTHING && column == null) {
                return prefix;
            }
            if (from >= row.length() || until > row.length()) {
                return null;
            }
            Oid part = Oid.of(Arrays.copyOfRange(row.toIntArray(), from, until));
            String text = column == null ? decoded(part) : answers.text(column, part);
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
