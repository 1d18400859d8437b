package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.Values;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Walks below several roots, a group of them side by side in each PDU. Lives on the loop. */
final class WalkTask implements Exchange.Listener {
    private static final int TOO_BIG = 1;
    private static final int NO_SUCH_NAME = 2;
    /** Variables asked for in one PDU of several columns: about what fits a frame, so that answers need no fragments. */
    private static final int VAR_BINDS_A_FRAME = 60;

    private final Exchanges exchanges;
    private final SnmpTarget target;
    private final WalkLimits limits;
    private final Consumer<SnmpReply> done;
    private final long startedNanos = System.nanoTime();
    private final Deque<Column> waiting = new ArrayDeque<>();
    private final List<Column> active = new ArrayList<>();
    private final VarBinds rows = new VarBinds(128, 4096);
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
        /** Contents octets of the name that was reached. */
        byte[] last;

        boolean ended;

        Column(Oid root) {
            this.root = root;
            this.last = root.ber();
        }

        boolean holds(VarBinds varBinds, int index) {
            // Of a root of one number the octets hold a second one that is not its own.
            return root.length() == 1 ? varBinds.name(index).startsWith(root) : varBinds.isBelow(index, root.ber());
        }
    }

    WalkTask(Exchanges exchanges, SnmpTarget target, List<Oid> roots, WalkLimits limits, Consumer<SnmpReply> done) {
        this.exchanges = exchanges;
        this.target = target;
        this.limits = limits;
        this.done = done;
        this.groupSize = target.maxVarBinds();
        this.repetitions = target.isVersion1() ? 0 : target.maxRepetitions();
        roots.forEach(root -> waiting.add(new Column(root)));
    }

    void next() {
        active.removeIf(column -> column.ended);
        while (active.isEmpty() && !waiting.isEmpty()) {
            while (active.size() < groupSize && !waiting.isEmpty()) {
                active.add(waiting.remove());
            }
        }
        if (active.isEmpty()) {
            finish();
        } else if (rows.size() >= limits.rows()) {
            cut("more than " + limits.rows() + " variables");
        } else if (requests >= limits.requests()) {
            cut("more than " + limits.requests() + " requests");
        } else if (System.nanoTime() - startedNanos > limits.time().toNanos()) {
            cut("longer than " + limits.time());
        } else {
            ask();
        }
    }

    private void ask() {
        requests++;
        byte[][] names = new byte[active.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = active.get(i).last;
        }
        PduRequest request = repetitions == 0
                ? new PduRequest(Tag.GET_NEXT, names, 0)
                : new PduRequest(Tag.GET_BULK, names, repetitionsNow());
        exchanges.begin(target, request, this);
    }

    private int repetitionsNow() {
        return active.size() == 1 ? repetitions : Math.max(1, Math.min(repetitions, VAR_BINDS_A_FRAME / active.size()));
    }

    @Override
    public void answered(Pdu pdu, Duration took, int tries) {
        roundTrip = took;
        attempts = tries;
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
        boolean moved = false;
        int kept = 0;
        int[] lastOf = new int[active.size()];
        Arrays.fill(lastOf, -1);
        // What is kept is copied in runs: of a table's middle that is all of it at once.
        int i = 0;
        for (; i < varBinds.size() && rows.size() + (i - kept) < limits.rows(); i++) {
            int place = i % active.size();
            Column column = active.get(place);
            moved |= !column.ended;
            if (column.ended || !goesOn(column, varBinds, i, lastOf[place])) {
                rows.addCopies(varBinds, kept, i);
                kept = i + 1;
            } else {
                lastOf[place] = i;
            }
        }
        rows.addCopies(varBinds, kept, i);
        for (int place = 0; place < lastOf.length; place++) {
            if (lastOf[place] >= 0) {
                active.get(place).last = varBinds.ber(lastOf[place]);
            }
        }
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
            note = "OID not increasing: " + varBinds.name(index) + " after "
                    + (earlier >= 0 ? varBinds.name(earlier) : Values.oid(column.last, 0, column.last.length));
        }
        return !column.ended;
    }

    /** First fewer rows at a time, then fewer columns. */
    private void shrink() {
        if (repetitions > 1) {
            repetitions = Math.max(1, repetitionsNow() / 2);
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

    private void refused(Pdu pdu) {
        if (anyAnswer) {
            cut("refused with error-status " + pdu.errorStatus());
        } else {
            done.accept(new SnmpReply.Refused(pdu.errorStatus(), pdu.errorIndex()));
        }
    }

    @Override
    public void ended(SnmpReply end) {
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
        done.accept(new SnmpReply.Answered(rows, roundTrip, attempts, note.isEmpty(), note));
    }
}
