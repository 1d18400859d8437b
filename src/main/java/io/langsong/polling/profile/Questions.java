package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each question of a profile gave, and why where it gave nothing: for who wonders how a device is read. Pure. */
public final class Questions {
    /** A table may have thousands of rows, and who reads wants to see how they are read. */
    private static final int MOST_LINES = 50;

    private static final int LONGEST_RAW = 200;
    private static final int MOST_HEX = 32;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final Answers answers;
    private final Map<Oid, SnmpValue> refusals = new HashMap<>();
    private final Set<Series> given = new HashSet<>();

    private Questions(List<VarBind> varBinds) {
        this.answers = new Answers(varBinds);
        for (VarBind varBind : varBinds) {
            if (!varBind.value().isPresent()) {
                refusals.putIfAbsent(varBind.oid(), varBind.value());
            }
        }
    }

    /**
     * One rule of the profile.
     *
     * @param oid of a scalar, or a column
     * @param table whether {@code oid} is a column of a table
     * @param lines a line for a scalar or for each row; of many rows the first
     * @param more rows that are left out of {@code lines}
     */
    public record Question(Metric metric, Oid oid, boolean table, List<Line> lines, int more) {
        public Question {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One answer and what was made of it.
     *
     * @param raw as the device gave it, octets that are no text in hexadecimal; hostile where it is shown; null when it gave
     *     none
     * @param value null when there is none; then {@code why} says why
     */
    public record Line(
            Oid oid,
            @Nullable String raw,
            @Nullable Measurement value,
            @Nullable Why why) {}

    /** Why an answer is no value. */
    public enum Why {
        /** The device has no such object, or did not answer. */
        NOT_THERE,
        /** What the device sent is not a value of its type. */
        MALFORMED,
        /** The rule is for other rows, or for other devices of the family. */
        LEFT_OUT,
        /** The row has no name, as the profile makes it. */
        NO_NAME,
        /** A value by which the family says that it does not know. */
        NOT_KNOWN,
        /** There is no number in it. */
        NO_NUMBER,
        /** Out of the range in which it means something, or another value that it needs is missing. */
        NO_USE,
        /** A rule before it gave the same series. */
        GIVEN_BEFORE
    }

    private record Series(String metric, String index) {}

    /** All that a profile asks, without lines: nothing has been answered yet. */
    public static List<Question> of(Profile profile) {
        return profile.rules().stream()
                .map(rule -> new Question(rule.metric(), rule.oid(), rule.column(), List.of(), 0))
                .toList();
    }

    /** @param varBinds answers to all that the profile asks, in any order */
    public static List<Question> of(Profile profile, List<VarBind> varBinds) {
        Questions questions = new Questions(varBinds);
        return profile.rules().stream().map(questions::question).toList();
    }

    private Question question(Rule rule) {
        List<Measurement> values = new Measurements(answers).by(List.of(rule));
        Map<Oid, Measurement> byOid = new HashMap<>();
        values.forEach(value -> byOid.put(value.oid(), value));
        Set<Measurement> before = new HashSet<>();
        values.forEach(value -> {
            if (!given.add(new Series(value.metric().name(), value.index()))) {
                before.add(value);
            }
        });
        List<Line> lines = new ArrayList<>();
        Map<Oid, SnmpValue> rows = rule.column() ? answers.column(rule.oid()) : Map.of();
        if (!rule.column()) {
            lines.add(scalar(rule, byOid, before));
        } else if (rows.isEmpty()) {
            lines.add(new Line(rule.oid(), null, null, Why.NOT_THERE));
        } else if (rule.aggregate() != null) {
            // Its rows may be of people's telephones, of which only their number is anybody's business.
            values.stream()
                    .limit(MOST_LINES)
                    .forEach(value -> lines.add(line(rule.oid(), rows.size() + " ×", value, before)));
            if (values.isEmpty()) {
                lines.add(new Line(rule.oid(), rows.size() + " ×", null, Why.LEFT_OUT));
            }
        } else {
            rows.entrySet().stream().limit(MOST_LINES).forEach(row -> {
                Oid oid = rule.oid().append(row.getKey().toIntArray());
                lines.add(line(rule, row.getKey(), oid, row.getValue(), byOid, before));
            });
        }
        int counted = rule.aggregate() != null ? values.size() : rows.size();
        return new Question(rule.metric(), rule.oid(), rule.column(), lines, Math.max(0, counted - MOST_LINES));
    }

    private Line scalar(Rule rule, Map<Oid, Measurement> byOid, Set<Measurement> before) {
        SnmpValue value = answers.get(rule.oid());
        if (value == null) {
            boolean malformed = refusals.get(rule.oid()) instanceof SnmpValue.Malformed;
            return new Line(rule.oid(), null, null, malformed ? Why.MALFORMED : Why.NOT_THERE);
        }
        return line(rule, null, rule.oid(), value, byOid, before);
    }

    private Line line(
            Rule rule,
            @Nullable Oid row,
            Oid oid,
            SnmpValue raw,
            Map<Oid, Measurement> byOid,
            Set<Measurement> before) {
        Measurement value = byOid.get(oid);
        return value == null
                ? new Line(oid, text(raw), null, why(rule, row, raw))
                : line(oid, text(raw), value, before);
    }

    private static Line line(Oid oid, String raw, Measurement value, Set<Measurement> before) {
        return before.contains(value) ? new Line(oid, raw, null, Why.GIVEN_BEFORE) : new Line(oid, raw, value, null);
    }

    private Why why(Rule rule, @Nullable Oid row, SnmpValue raw) {
        if (rule.where().stream().anyMatch(condition -> !condition.holds(row, answers))) {
            return Why.LEFT_OUT;
        }
        if (row != null && rule.index().of(row, answers) == null) {
            return Why.NO_NAME;
        }
        if (rule.transform().skips(raw)) {
            return Why.NOT_KNOWN;
        }
        boolean number = rule.transform().raw(raw).isPresent();
        return number ? Why.NO_USE : Why.NO_NUMBER;
    }

    private static String text(SnmpValue value) {
        if (value instanceof SnmpValue.Octets octets
                && Values.text(value).codePoints().anyMatch(Character::isISOControl)) {
            byte[] bytes = octets.bytes();
            String hex = HEX.formatHex(bytes, 0, Math.min(bytes.length, MOST_HEX));
            return bytes.length > MOST_HEX ? hex + " …" : hex;
        }
        String text = Values.text(value);
        return text.length() > LONGEST_RAW ? text.substring(0, LONGEST_RAW) + "…" : text;
    }
}
