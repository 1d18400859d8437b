package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to ask a device.
 *
 * @param get scalars; the first is sysUpTime.0
 * @param walks columns, grouped by the table they are of: the members of a group have the same rows and are walked side
 *     by side
 */
public record PollPlan(List<Oid> get, List<List<Oid>> walks) {
    private static final Oid IF_X_ENTRY = Oid.parse("1.3.6.1.2.1.31.1.1.1");
    private static final Oid IF_ENTRY = Oid.parse("1.3.6.1.2.1.2.2.1");

    public PollPlan {
        get = List.copyOf(get);
        walks = walks.stream().map(List::copyOf).toList();
    }

    /** @param most columns of one group */
    static PollPlan of(Collection<Oid> scalars, Collection<Oid> columns, int most) {
        Map<Oid, List<Oid>> byTable = new TreeMap<>();
        columns.stream()
                .distinct()
                .sorted()
                .forEach(column -> byTable.computeIfAbsent(table(column), table -> new ArrayList<>())
                        .add(column));
        List<List<Oid>> walks = new ArrayList<>();
        for (List<Oid> group : byTable.values()) {
            for (int from = 0; from < group.size(); from += most) {
                walks.add(group.subList(from, Math.min(group.size(), from + most)));
            }
        }
        return new PollPlan(scalars.stream().distinct().toList(), walks);
    }

    /** ifXTable augments ifTable (RFC 2863 section 6): the same rows, so one table to us. */
    private static Oid table(Oid column) {
        if (column.length() < 2) {
            return column;
        }
        int[] arcs = column.toIntArray();
        Oid entry = Oid.of(Arrays.copyOf(arcs, arcs.length - 1));
        return entry.equals(IF_X_ENTRY) ? IF_ENTRY : entry;
    }
}
