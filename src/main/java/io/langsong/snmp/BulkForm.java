package io.langsong.snmp;

import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The question of a {@link PreparedBulk}, what the answer must look like, and what of it is wanted. Immutable. */
final class BulkForm {
    private final PduRequest request;
    /** Names of the scalars that the agent has, contents octets. */
    private final byte[][] scalars;
    /** What the columns without rows begin with; they are asked for behind the scalars. */
    private final byte[][] empty;
    /** What the columns with rows begin with. */
    private final byte[][] columns;

    private final int[] rows;
    /** Scalars that the agent does not have, as it said so. */
    private final VarBinds absent;
    /** What to copy, in order: variables of the answer from here, or the complement of one in {@link #absent}. */
    private final int[] from;
    /** Where each of those ends. */
    private final int[] end;

    private BulkForm(
            PduRequest request,
            byte[][] scalars,
            byte[][] empty,
            byte[][] columns,
            int[] rows,
            VarBinds absent,
            int[][] parts) {
        this.request = request;
        this.scalars = scalars;
        this.empty = empty;
        this.columns = columns;
        this.rows = rows;
        this.absent = absent;
        this.from = parts[0];
        this.end = parts[1];
    }

    /** Whether the agent may be asked so much, and the answer most likely fits a frame. */
    boolean isWithin(SnmpTarget target, int octetsAVariable) {
        int variables = request.mostVariables();
        return request.names().length <= target.maxVarBinds()
                && request.maxRepetitions() <= target.maxRepetitions()
                && variables <= WalkTask.VAR_BINDS_A_FRAME
                && variables * octetsAVariable <= WalkTask.FRAME_OCTETS;
    }

    PduRequest request() {
        return request;
    }

    boolean fits(VarBinds answer) {
        int behind = scalars.length + empty.length;
        if (answer.size() != behind + columns.length * request.maxRepetitions()) {
            return false;
        }
        for (int i = 0; i < scalars.length; i++) {
            if (!answer.isNamed(i, scalars[i]) || answer.tag(i) == Tag.END_OF_MIB_VIEW) {
                return false;
            }
        }
        for (int i = 0; i < empty.length; i++) {
            if (holds(answer, scalars.length + i, empty[i])) {
                return false;
            }
        }
        for (int column = 0; column < columns.length; column++) {
            if (!fits(answer, behind + column, columns[column], rows[column])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a column, the first row of which is at {@code first}, has so many rows, and in order. */
    private boolean fits(VarBinds answer, int first, byte[] root, int count) {
        int at = first;
        for (int row = 0; row < count; row++, at += columns.length) {
            boolean rises = row == 0 ? answer.isAfter(at, root) : answer.isAfter(at, at - columns.length);
            if (!rises || !holds(answer, at, root)) {
                return false;
            }
        }
        return !holds(answer, at, root);
    }

    private static boolean holds(VarBinds answer, int index, byte[] root) {
        return answer.tag(index) != Tag.END_OF_MIB_VIEW
                && (answer.shared(index) >= root.length || answer.isBelow(index, root));
    }

    /** All else follows from these. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BulkForm form
                && request.equals(form.request)
                && Arrays.equals(rows, form.rows)
                && Arrays.deepEquals(scalars, form.scalars)
                && Arrays.equals(from, form.from)
                && absent.equals(form.absent);
    }

    @Override
    public int hashCode() {
        return 31 * request.hashCode() + Arrays.hashCode(rows);
    }

    void copy(VarBinds answer, VarBinds into) {
        for (int i = 0; i < from.length; i++) {
            if (from[i] < 0) {
                into.addCopies(absent, ~from[i], end[i]);
            } else {
                into.addCopies(answer, from[i], end[i]);
            }
        }
    }

    /** Finds the form of an answer from those to a GET and to a walk. */
    static final class Plan {
        private final Exchanges exchanges;
        private final VarBinds absent = new VarBinds();
        private final List<byte[]> scalars = new ArrayList<>();
        private final List<byte[]> nonRepeaters = new ArrayList<>();
        private final List<Integer> from = new ArrayList<>();
        private final List<Integer> end = new ArrayList<>();

        Plan(Exchanges exchanges) {
            this.exchanges = exchanges;
        }

        /**
         * @param answers to the GET, then to the walk
         * @param oids of the GET
         * @param roots of the walk
         * @param rows that each of them has
         */
        BulkForm form(VarBinds answers, List<Oid> oids, List<Oid> roots, int[] rows) {
            for (int i = 0; i < oids.size(); i++) {
                scalar(answers, i, oids.get(i));
            }
            List<byte[]> empty = new ArrayList<>();
            List<byte[]> columns = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                (rows[i] == 0 ? empty : columns).add(roots.get(i).ber());
            }
            nonRepeaters.addAll(empty);
            int[] counts = Arrays.stream(rows).filter(count -> count > 0).toArray();
            int most = Arrays.stream(counts).max().orElse(0);
            for (int row = 0; row < most; row++) {
                for (int column = 0; column < counts.length; column++) {
                    if (row < counts[column]) {
                        part(nonRepeaters.size() + row * counts.length + column);
                    }
                }
            }
            List<byte[]> names = new ArrayList<>(nonRepeaters);
            names.addAll(columns);
            PduRequest request = new PduRequest(
                    Tag.GET_BULK, names.toArray(byte[][]::new), nonRepeaters.size(), counts.length == 0 ? 0 : most + 1);
            return new BulkForm(
                    request,
                    scalars.toArray(byte[][]::new),
                    empty.toArray(byte[][]::new),
                    columns.toArray(byte[][]::new),
                    counts,
                    absent,
                    new int[][] {ints(from), ints(end)});
        }

        private void scalar(VarBinds answers, int index, Oid oid) {
            if (answers.isAbsent(index)) {
                from.add(~absent.size());
                absent.addCopies(answers, index, index + 1);
                end.add(absent.size());
            } else {
                part(scalars.size());
                scalars.add(oid.ber());
                nonRepeaters.add(exchanges.before(oid));
            }
        }

        /** A variable of the answer is wanted; together with those before it where they lie side by side. */
        private void part(int index) {
            int last = end.size() - 1;
            if (last >= 0 && from.get(last) >= 0 && end.get(last) == index) {
                end.set(last, index + 1);
            } else {
                from.add(index);
                end.add(index + 1);
            }
        }

        private static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
