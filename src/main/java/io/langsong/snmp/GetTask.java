package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Asks for a list of variables, in as many PDUs as the agent needs, one after the other. Lives on the loop. */
final class GetTask implements Exchange.Listener {
    private static final int TOO_BIG = 1;
    private static final int NO_SUCH_NAME = 2;

    private final Exchanges exchanges;
    private final SnmpTarget target;
    private final List<Oid> oids;
    private final Consumer<SnmpReply> done;
    /** Empty until an answer has to be put together. */
    private @Nullable SnmpValue[] values = {};
    /** Positions in {@code oids} still to be asked, one array a PDU. */
    private final Deque<int[]> waiting = new ArrayDeque<>(2);

    private int[] asked = {};
    /** The answer, where it came as it was asked in one PDU. */
    private @Nullable VarBinds whole;

    /** Variables that one PDU may ask for. */
    private final int most;

    /** Positions in {@code oids} that an agent of version 1 does not have; never all of them. */
    private final BitSet missing;

    private final IntConsumer learned;
    private boolean anyTooBig;
    /** The most that were answered in one PDU. */
    private int largestAnswered;

    private boolean anyAnswer;
    private Duration roundTrip = Duration.ZERO;
    private int attempts;

    GetTask(Exchanges exchanges, SnmpTarget target, List<Oid> oids, Consumer<SnmpReply> done) {
        this(exchanges, target, oids, new BitSet(), target.maxVarBinds(), mostAtOnce -> {}, done);
    }

    /**
     * @param missing what to leave out; grows by what the agent turns out not to have
     * @param most variables that one PDU may ask for, at least 1
     * @param learned takes what it should be from now on, before {@code done} is told: where something was too big, the most
     *     that were answered
     */
    GetTask(
            Exchanges exchanges,
            SnmpTarget target,
            List<Oid> oids,
            BitSet missing,
            int most,
            IntConsumer learned,
            Consumer<SnmpReply> done) {
        this.missing = missing;
        this.most = most;
        this.learned = learned;
        this.exchanges = exchanges;
        this.target = target;
        this.oids = oids;
        this.done = done;
    }

    void start() {
        int[] all = there();
        for (int from = 0; from < all.length; from += most) {
            waiting.add(Arrays.copyOfRange(all, from, Math.min(from + most, all.length)));
        }
        next();
    }

    /** Takes over when all has been asked in one PDU and {@code pdu} has come. */
    void goOn(Pdu pdu, long roundTripNanos, int tries) {
        asked = there();
        answered(pdu, roundTripNanos, tries);
    }

    private int[] there() {
        int[] positions = new int[oids.size() - missing.cardinality()];
        for (int i = 0, at = missing.nextClearBit(0); i < positions.length; i++) {
            positions[i] = at;
            at = missing.nextClearBit(at + 1);
        }
        return positions;
    }

    /** All of {@code oids} in one PDU. */
    static PduRequest request(List<Oid> oids) {
        byte[][] names = new byte[oids.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = oids.get(i).ber();
        }
        return new PduRequest(Tag.GET, names, 0);
    }

    private void next() {
        int[] positions = waiting.poll();
        if (positions == null) {
            finish();
            return;
        }
        asked = positions;
        List<Oid> part = positions.length == oids.size()
                ? oids
                : Arrays.stream(positions).mapToObj(oids::get).toList();
        exchanges.begin(target, request(part), this);
    }

    @Override
    public void answered(Pdu pdu, long roundTripNanos, int tries) {
        roundTrip = Duration.ofNanos(roundTripNanos);
        attempts = tries;
        int status = pdu.errorStatus();
        boolean indexed = pdu.errorIndex() >= 1 && pdu.errorIndex() <= asked.length;
        if (status == 0) {
            take(pdu);
            next();
        } else if (status == TOO_BIG) {
            halve();
            next();
        } else if (status == NO_SUCH_NAME && indexed && target.isVersion1()) {
            leaveOut(pdu.errorIndex() - 1);
            next();
        } else {
            done.accept(new SnmpReply.Refused(status, indexed ? asked[pdu.errorIndex() - 1] + 1 : 0));
        }
    }

    /** By name and not by place: agents exist that reorder, and none may put its value under another's name. */
    private void take(Pdu pdu) {
        anyAnswer = true;
        largestAnswered = Math.max(largestAnswered, asked.length);
        VarBinds varBinds = pdu.varBinds();
        if (asked.length == oids.size() && isAsAsked(varBinds, oids)) {
            whole = varBinds.copy(oids);
            return;
        }
        Map<Oid, SnmpValue> byName = null;
        makeRoom();
        for (int i = 0; i < asked.length; i++) {
            Oid name = oids.get(asked[i]);
            if (i < varBinds.size() && varBinds.isNamed(i, name)) {
                values[asked[i]] = varBinds.value(i);
                continue;
            }
            if (byName == null) {
                byName = new HashMap<>();
                for (VarBind varBind : varBinds) {
                    byName.putIfAbsent(varBind.oid(), varBind.value());
                }
            }
            values[asked[i]] = byName.getOrDefault(name, new SnmpValue.Malformed("not in the answer"));
        }
    }

    /** Whether these are the variables asked for, in their order. */
    static boolean isAsAsked(VarBinds varBinds, List<Oid> oids) {
        boolean same = varBinds.size() == oids.size();
        for (int i = 0; same && i < varBinds.size(); i++) {
            same = varBinds.isNamed(i, oids.get(i));
        }
        return same;
    }

    private void makeRoom() {
        if (values.length == 0) {
            values = new SnmpValue[oids.size()];
        }
    }

    private void halve() {
        makeRoom();
        anyTooBig = true;
        if (asked.length == 1) {
            values[asked[0]] = new SnmpValue.Malformed("too big for a message of the agent");
            return;
        }
        int half = asked.length / 2;
        waiting.push(Arrays.copyOfRange(asked, half, asked.length));
        waiting.push(Arrays.copyOf(asked, half));
    }

    /** Version 1 answers a whole request with one error when one name is missing (RFC 1157 section 4.1.2). */
    private void leaveOut(int index) {
        anyAnswer = true;
        makeRoom();
        values[asked[index]] = new SnmpValue.NoSuchObject();
        if (missing.cardinality() < oids.size() - 1) {
            missing.set(asked[index]);
        }
        if (asked.length > 1) {
            int[] rest = new int[asked.length - 1];
            System.arraycopy(asked, 0, rest, 0, index);
            System.arraycopy(asked, index + 1, rest, index, rest.length - index);
            waiting.push(rest);
        }
    }

    @Override
    public void ended(SnmpReply end) {
        if (anyAnswer && end instanceof SnmpReply.TimedOut) {
            done.accept(answer(false, "timed out"));
        } else {
            done.accept(end);
        }
    }

    private void finish() {
        learned.accept(anyTooBig && largestAnswered > 0 ? largestAnswered : most);
        done.accept(anyAnswer ? answer(true, "") : new SnmpReply.Refused(TOO_BIG, 0));
    }

    private SnmpReply answer(boolean complete, String note) {
        if (whole != null) {
            return new SnmpReply.Answered(whole, roundTrip, attempts, complete, note);
        }
        List<VarBind> varBinds = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            SnmpValue value = values[i];
            SnmpValue otherwise = missing.get(i) ? new SnmpValue.NoSuchObject() : new SnmpValue.Malformed(note);
            varBinds.add(new VarBind(oids.get(i), value == null ? otherwise : value));
        }
        return new SnmpReply.Answered(varBinds, roundTrip, attempts, complete, note);
    }
}
