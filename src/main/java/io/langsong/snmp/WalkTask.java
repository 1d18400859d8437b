package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.Values;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks below several roots, a group of them side by side in each PDU. How much it asks for at once follows from how large
 * the answers turn out: about what fits a frame. Lives on the loop.
 */
final class WalkTask implements Exchange.Listener {
    private static final int TOO_BIG = 1;
    private static final int NO_SUCH_NAME = 2;
    /** Variables of usual size that fit a frame, so that answers need no fragments. */
    static final int VAR_BINDS_A_FRAME = 60;
    /** Octets for variables in a frame of 1,400, which still passes the tunnels that take some off 1,500. */
    static final int FRAME_OCTETS = 1_330;
    /** Rows asked for of one column before the size of its variables is known. */
    private static final int FIRST_REPETITIONS = 25;

    private final Exchanges exchanges;
    private final SnmpTarget target;
    private final WalkLimits limits;
    private final Consumer<SnmpReply> done;
    private final long startedNanos = System.nanoTime();
    private final Deque<Column> waiting = new ArrayDeque<>();
    private final List<Column> active = new ArrayList<>();
    private WalkKnowledge known;
    /** What the agent bears for sure, while more is tried. */
    private @Nullable WalkKnowledge proven;

    private final Consumer<VarBinds> rows;
    /** Where {@link #rows} puts them, if the end of the walk is to show them. */
    private final List<VarBind> collected;

    private int rowCount;
    /** Of each place in the answer looked at: the last that was taken, -1 before the first. */
    private int[] lastOf = {};

    private @Nullable Exchange exchange;
    private final BitSet broken = new BitSet();
    private final BitSet refused = new BitSet();
    private int refusal;
    private final List<Column> columns;
    /** Of what was read last; 0 before. */
    private int octetsAVariable;

    /** Variables that the question under way asks for. */
    private int asked;
    /** The most that were answered. */
    private int largestAnswered;
    /** What was asked for when the agent stayed silent; 0 where it did not. */
    private int silentAt;

    private int lastRepetitions;
    private boolean repetitionsWereTooMany;
    private int groupSize;
    private int repetitions;
    private int requests;
    private boolean anyAnswer;
    private String note = "";
    private Duration roundTrip = Duration.ZERO;
    private int attempts;

    /** One root and how far it has been walked. */
    private static final class Column {
        final Oid root;
        /** Which of the roots it is. */
        final int index;
        /** Rows that it had before, -1 where that is not known. */
        final int expected;

        int count;
        /** Whether a question with others in it was refused, for one of them. */
        boolean alone;
        /** Contents octets of the name that was reached. */
        byte[] last;

        boolean ended;
        /** How many octets stand before what is its own in a name of it. */
        final int rootOctets;

        Column(Oid root, int index, int expected, boolean alone) {
            this.root = root;
            this.index = index;
            this.expected = expected;
            this.alone = alone;
            this.last = root.ber();
            // Of a root of one number the octets hold a second one that is not its own.
            this.rootOctets = root.length() == 1 ? Integer.MAX_VALUE : last.length;
        }

        boolean holds(VarBinds varBinds, int index) {
            if (root.length() == 1) {
                return varBinds.name(index).startsWith(root);
            }
            // What it was asked from lies below the root, so what begins like it does too.
            return varBinds.shared(index) >= rootOctets || varBinds.isBelow(index, root.ber());
        }
    }

    /** A walk that ends with all its rows. */
    static WalkTask collecting(
            Exchanges exchanges, SnmpTarget target, List<Oid> roots, WalkLimits limits, Consumer<SnmpReply> done) {
        VarBinds all = new VarBinds(64, 2048);
        Consumer<VarBinds> rows = some -> all.addCopies(some, 0, some.size());
        return new WalkTask(exchanges, target, roots, limits, WalkKnowledge.nothing(roots), null, rows, all, done);
    }

    /**
     * @param exchange by which to ask, whose listener hands on to this one
     * @param rows takes some rows after others, lent for the call
     */
    WalkTask(
            Exchanges exchanges,
            SnmpTarget target,
            List<Oid> roots,
            WalkLimits limits,
            WalkKnowledge known,
            Exchange exchange,
            Consumer<VarBinds> rows,
            Consumer<SnmpReply> done) {
        this(exchanges, target, roots, limits, known, exchange, rows, List.of(), done);
    }

    private WalkTask(
            Exchanges exchanges,
            SnmpTarget target,
            List<Oid> roots,
            WalkLimits limits,
            WalkKnowledge known,
            @Nullable Exchange exchange,
            Consumer<VarBinds> rows,
            List<VarBind> collected,
            Consumer<SnmpReply> done) {
        this.known = known;
        this.exchange = exchange;
        this.rows = rows;
        this.collected = collected;
        this.exchanges = exchanges;
        this.target = target;
        this.limits = limits;
        this.done = done;
        limitBy(known);
        this.columns = new ArrayList<>(roots.size());
        for (int i : known.shortestFirst()) {
            columns.add(
                    new Column(roots.get(i), i, known.rows()[i], known.refused().get(i)));
        }
        waiting.addAll(columns);
    }

    private void limitBy(WalkKnowledge by) {
        known = by;
        groupSize = Math.min(Math.min(target.maxVarBinds(), by.mostColumns()), by.mostVariables());
        repetitions = target.isVersion1() ? 0 : Math.min(target.maxRepetitions(), by.mostRepetitions());
    }

    /** Before it begins: asks for twice as much at once as the agent is known to bear, until that turns out to be too much. */
    void tryLarger() {
        proven = known;
        limitBy(known.doubled(target));
    }

    /** Whether less can be asked for that the agent bears for sure; it is from now on. */
    private boolean fallBack() {
        WalkKnowledge before = proven;
        if (before == null) {
            return false;
        }
        proven = null;
        limitBy(before);
        while (active.size() > groupSize) {
            waiting.push(active.remove(active.size() - 1));
        }
        return true;
    }

    /** What this walk taught: of roots that were not read to their end what was known before. */
    WalkKnowledge learned() {
        int bearable = repetitionsWereTooMany ? repetitions : known.mostRepetitions();
        boolean same = bearable == known.mostRepetitions()
                && groupSize == known.mostColumns()
                && refused.equals(known.refused());
        int[] counts = known.rows();
        for (Column column : columns) {
            if (column.ended && !broken.get(column.index) && counts[column.index] != column.count) {
                counts = counts == known.rows() ? counts.clone() : counts;
                same = false;
                counts[column.index] = column.count;
            }
        }
        return same ? known : new WalkKnowledge(counts, bearable, groupSize, known.mostVariables(), refused);
    }

    /** The most variables that were asked for and answered in one PDU. */
    int largestAnswered() {
        return largestAnswered;
    }

    /** How many variables were asked for when the agent stayed silent, though it had answered to smaller questions; else 0. */
    int silentAt() {
        return silentAt > largestAnswered ? silentAt : 0;
    }

    /** Roots, by number, below which not all was read. */
    BitSet broken() {
        for (Column column : columns) {
            if (!column.ended) {
                broken.set(column.index);
            }
        }
        return broken;
    }

    void next() {
        active.removeIf(column -> column.ended);
        while (active.isEmpty() && !waiting.isEmpty()) {
            fillGroup();
        }
        if (active.isEmpty()) {
            finish();
        } else if (rowCount >= limits.rows()) {
            cut("more than " + limits.rows() + " variables");
        } else if (requests >= limits.requests()) {
            cut("more than " + limits.requests() + " requests");
        } else if (System.nanoTime() - startedNanos > limits.time().toNanos()) {
            cut("longer than " + limits.time());
        } else {
            ask();
        }
    }

    private void fillGroup() {
        while (active.size() < groupSize && !waiting.isEmpty() && fits(waiting.element())) {
            active.add(waiting.remove());
        }
    }

    /** Whether a further column of this length leaves the answer within a frame. */
    private boolean fits(Column column) {
        if (active.isEmpty()) {
            return true;
        }
        if (column.alone || active.get(0).alone) {
            return false;
        }
        return column.expected < 0
                || (active.size() + 1) * (column.expected + 1) <= Math.min(VAR_BINDS_A_FRAME, known.mostVariables());
    }

    private void ask() {
        requests++;
        byte[][] names = new byte[active.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = active.get(i).last;
        }
        lastRepetitions = repetitions == 0 ? 0 : repetitionsNow();
        asked = names.length * Math.max(1, lastRepetitions);
        PduRequest request = repetitions == 0
                ? new PduRequest(Tag.GET_NEXT, names, 0)
                : new PduRequest(Tag.GET_BULK, names, lastRepetitions);
        Exchange begun = exchange;
        if (begun == null) {
            begun = exchanges.create(target, request, this);
            exchange = begun;
            exchanges.begin(begun);
        } else {
            exchanges.beginAgain(begun, request);
        }
    }

    /** As many as are left, where that is known, and one more, to see the end; at most what fits a frame. */
    private int repetitionsNow() {
        int left = 0;
        for (Column column : active) {
            boolean foreseen = column.expected >= column.count;
            left = Math.max(left, foreseen ? column.expected - column.count + 1 : Integer.MAX_VALUE);
        }
        return Math.max(1, Math.min(Math.min(repetitions, left), fitting() / active.size()));
    }

    private int fitting() {
        int most = active.size() == 1 && active.get(0).expected < 0 ? FIRST_REPETITIONS : VAR_BINDS_A_FRAME;
        return Math.min(known.mostVariables(), octetsAVariable > 0 ? FRAME_OCTETS / octetsAVariable : most);
    }

    @Override
    public void answered(Pdu pdu, long roundTripNanos, int tries) {
        roundTrip = Duration.ofNanos(roundTripNanos);
        attempts = tries;
        largestAnswered = Math.max(largestAnswered, asked);
        switch (pdu.errorStatus()) {
            case 0 -> take(pdu);
            case TOO_BIG -> shrink();
            case NO_SUCH_NAME -> endOfView(pdu);
            default -> refused(pdu);
        }
    }

    private void take(Pdu pdu) {
        anyAnswer = true;
        VarBinds varBinds = pdu.varBinds();
        octetsAVariable = Math.max(1, varBinds.octetsAVariable());
        int columnsAsked = active.size();
        if (lastOf.length < columnsAsked) {
            lastOf = new int[columnsAsked];
        }
        Arrays.fill(lastOf, 0, columnsAsked, -1);
        Column[] group = active.toArray(Column[]::new);
        boolean moved = false;
        int place = 0;
        int taken = 0;
        int most = limits.rows() - rowCount;
        for (int i = 0; i < varBinds.size() && taken < most; i++) {
            Column column = group[place];
            moved |= !column.ended;
            if (!column.ended
                    && (varBinds.isNext(i, column.rootOctets) || goesOn(column, varBinds, i, lastOf[place]))) {
                if (taken < i) {
                    varBinds.move(i, taken);
                }
                lastOf[place] = taken++;
                column.count++;
            }
            place = place + 1 == columnsAsked ? 0 : place + 1;
        }
        for (place = 0; place < columnsAsked; place++) {
            if (lastOf[place] >= 0) {
                active.get(place).last = varBinds.ber(lastOf[place]);
            }
        }
        rowCount += taken;
        varBinds.cut(taken);
        rows.accept(varBinds);
        if (pdu.unnamed() > 0) {
            cut("a name in the answer is not an OID");
        } else if (!moved) {
            cut("empty answer");
        } else {
            next();
        }
    }

    /** Whether the variable is one of the column's; else the column has come to its end. */
    private boolean goesOn(Column column, VarBinds varBinds, int index, int earlier) {
        if (varBinds.tag(index) == Tag.END_OF_MIB_VIEW || !column.holds(varBinds, index)) {
            column.ended = true;
        } else if (earlier >= 0 ? !varBinds.isAfter(index, earlier) : !varBinds.isAfter(index, column.last)) {
            column.ended = true;
            broken.set(column.index);
            note = "OID not increasing: " + varBinds.name(index) + " after "
                    + (earlier >= 0 ? varBinds.name(earlier) : Values.oid(column.last, 0, column.last.length));
        }
        return !column.ended;
    }

    /** First fewer rows at a time, then fewer columns. */
    private void shrink() {
        if (fallBack()) {
            next();
            return;
        }
        if (repetitions > 1) {
            repetitionsWereTooMany = true;
            repetitions = Math.max(1, lastRepetitions / 2);
        } else if (active.size() > 1) {
            groupSize = active.size() / 2;
            while (active.size() > groupSize) {
                waiting.push(active.remove(active.size() - 1));
            }
        } else {
            refused(new Pdu(Tag.RESPONSE, 0, TOO_BIG, 0, new VarBinds(), 0));
            return;
        }
        next();
    }

    /** How version 1 says that nothing lies behind the name at the index (RFC 1157 section 4.1.3). */
    private void endOfView(Pdu pdu) {
        anyAnswer = true;
        boolean indexed = pdu.errorIndex() >= 1 && pdu.errorIndex() <= active.size();
        if (indexed || active.size() == 1) {
            active.get(indexed ? pdu.errorIndex() - 1 : 0).ended = true;
        } else {
            groupSize = 1;
            while (active.size() > 1) {
                waiting.push(active.remove(active.size() - 1));
            }
        }
        next();
    }

    /** One column that can not be read must not cost the others: which it is the agent says, or asking one by one does. */
    private void refused(Pdu pdu) {
        refusal = pdu.errorStatus();
        boolean indexed = pdu.errorIndex() >= 1 && pdu.errorIndex() <= active.size();
        if (indexed || active.size() == 1) {
            Column column = active.get(indexed ? pdu.errorIndex() - 1 : 0);
            column.ended = true;
            broken.set(column.index);
            refused.set(column.index);
            note = "refused with error-status " + refusal;
        } else {
            while (!active.isEmpty()) {
                Column column = active.remove(active.size() - 1);
                column.alone = true;
                waiting.push(column);
            }
        }
        next();
    }

    @Override
    public void ended(SnmpReply end) {
        if (end instanceof SnmpReply.TimedOut && fallBack()) {
            next();
            return;
        }
        if (end instanceof SnmpReply.TimedOut) {
            silentAt = asked;
        }
        if (anyAnswer && end instanceof SnmpReply.TimedOut) {
            cut("timed out");
        } else if (anyAnswer && end instanceof SnmpReply.Malformed malformed) {
            cut(malformed.reason());
        } else {
            done.accept(end);
        }
    }

    private void cut(String why) {
        note = why;
        finish();
    }

    private void finish() {
        if (!anyAnswer && refusal != 0) {
            done.accept(new SnmpReply.Refused(refusal, 0));
            return;
        }
        done.accept(new SnmpReply.Answered(collected, roundTrip, attempts, note.isEmpty(), note));
    }
}
