package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values a device gave, by name; what is no value (noSuchObject, malformed) is left out. Of two the first counts. */
final class Answers {
    private final NavigableMap<Oid, SnmpValue> values = new TreeMap<>();
    private final Map<Oid, Map<Oid, SnmpValue>> columns = new HashMap<>();

    Answers(List<VarBind> varBinds) {
        for (VarBind varBind : varBinds) {
            if (varBind.value().isPresent()) {
                values.putIfAbsent(varBind.oid(), varBind.value());
            }
        }
    }

    @Nullable
    SnmpValue get(Oid oid) {
        return values.get(oid);
    }

    /** The rows of a column by their index, ascending. */
    Map<Oid, SnmpValue> column(Oid root) {
        return columns.computeIfAbsent(root, this::rows);
    }

    private Map<Oid, SnmpValue> rows(Oid root) {
        Map<Oid, SnmpValue> rows = new LinkedHashMap<>();
        for (Map.Entry<Oid, SnmpValue> entry : values.tailMap(root, false).entrySet()) {
            if (!entry.getKey().startsWith(root)) {
                break;
            }
            rows.put(Oid.of(entry.getKey().suffix(root.length())), entry.getValue());
        }
        return rows;
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
        SnmpValue scalar = values.get(oid);
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

    /** The integer of a scalar; null where there is none. */
    @Nullable
    Long integer(Oid scalar) {
        SnmpValue value = values.get(scalar);
        return value == null ? null : boxed(Values.integer(value));
    }

    private static @Nullable Long boxed(OptionalLong integer) {
        return integer.isPresent() ? integer.getAsLong() : null;
    }
}
