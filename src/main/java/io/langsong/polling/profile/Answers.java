package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The values a device gave, by name; what is no value (noSuchObject, malformed) is left out. Of two the first counts. */
final class Answers {
    /** Rows of most tables are numbered by these. */
    private static final Oid[] SMALL_INDICES =
            IntStream.range(0, 256).mapToObj(Oid::of).toArray(Oid[]::new);

    /** Ascending by name; of two that are alike the first came first. */
    private final VarBind[] values;

    private final Map<Oid, Map<Oid, SnmpValue>> columns = new HashMap<>();

    Answers(List<VarBind> varBinds) {
        values = varBinds.stream()
                .filter(varBind -> varBind.value().isPresent())
                .sorted(Comparator.comparing(VarBind::oid))
                .toArray(VarBind[]::new);
    }

    @Nullable
    SnmpValue get(Oid oid) {
        int at = firstNotBefore(oid);
        return at < values.length && values[at].oid().equals(oid) ? values[at].value() : null;
    }

    private int firstNotBefore(Oid oid) {
        int from = 0;
        int end = values.length;
        while (from < end) {
            int middle = (from + end) >>> 1;
            if (values[middle].oid().compareTo(oid) < 0) {
                from = middle + 1;
            } else {
                end = middle;
            }
        }
        return from;
    }

    /** The rows of a column by their index, ascending. */
    Map<Oid, SnmpValue> column(Oid root) {
        return columns.computeIfAbsent(root, this::rows);
    }

    private Map<Oid, SnmpValue> rows(Oid root) {
        int at = firstNotBefore(root);
        if (at == values.length || !values[at].oid().startsWith(root)) {
            return Map.of();
        }
        Map<Oid, SnmpValue> rows = new LinkedHashMap<>();
        for (; at < values.length && values[at].oid().startsWith(root); at++) {
            if (values[at].oid().length() > root.length()) {
                rows.putIfAbsent(index(values[at].oid(), root.length()), values[at].value());
            }
        }
        return rows;
    }

    private static Oid index(Oid name, int from) {
        boolean small = name.length() == from + 1 && name.arc(from) < SMALL_INDICES.length;
        return small ? SMALL_INDICES[(int) name.arc(from)] : Oid.taking(name.suffix(from));
    }

    /** The cell's text; null where there is none. */
    @Nullable
    String text(Oid column, Oid row) {
        SnmpValue value = column(column).get(row);
        return value == null ? null : Values.text(value);
    }

    /** The text of a scalar, or the first that is not empty of a column; null where there is none. */
    @Nullable
    String firstText(Oid oid) {
        SnmpValue scalar = get(oid);
        List<SnmpValue> found =
                scalar != null ? List.of(scalar) : new ArrayList<>(column(oid).values());
        return found.stream()
                .map(Values::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The integer of a cell; null where there is none. */
    @Nullable
    Long integer(Oid column, Oid row) {
        SnmpValue value = column(column).get(row);
        return value == null ? null : boxed(Values.integer(value));
    }

    private static @Nullable Long boxed(OptionalLong integer) {
        return integer.isPresent() ? integer.getAsLong() : null;
    }
}
