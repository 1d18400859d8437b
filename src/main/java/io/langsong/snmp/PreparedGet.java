package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GET of the same variables of one agent, asked again and again. It is encoded once, and its answer is shown where it lies:
 * in the usual case, one PDU that is answered as it was asked, nothing is allocated for it. Everything else goes the way of
 * {@link SnmpEngine#get}; what was too big for the agent at once is asked in parts from then on, also where it said so by silence
 * alone; what an agent of version 1 does not have is left out for a while, since it refuses the whole for one of them. Used on
 * the engine's loop alone; made by {@link SnmpEngine#prepareGet}.
 */
public final class PreparedGet {
    /** An agent may be given what it did not have: it is asked for all again so seldom that this costs nothing. */
    static final int LOOK_AGAIN_AFTER = 100;

    /**
     * What was too large for an agent may fit after a change that nobody sees. Once a day, at a poll each half minute, twice as
     * much is asked for.
     */
    static final int TRY_LARGER_AFTER = 2_880;

    private static final Logger log = LoggerFactory.getLogger(PreparedGet.class);

    private final SnmpEngine engine;
    private final SnmpTarget target;
    private final List<Oid> oids;
    private final Observer observer;
    private final Answers listener = new Answers();
    private final Silences silences = new Silences();
    /** Positions in {@code oids} that an agent of version 1 does not have. */
    private final BitSet missing = new BitSet();
    /** Whether there may be some; what is never so need not be looked at. */
    private boolean mayMiss;
    /** Whether the last poll was answered whole, and {@link #silences} knows it. */
    private boolean settled;
    /** What is asked for: {@code oids} without those. */
    private List<Oid> asked;
    /** Null where one PDU is not enough. */
    private @Nullable PduRequest request;
    /** Variables that one PDU may ask for. */
    private int most;

    private @Nullable Exchange exchange;
    private boolean underWay;
    private int times;

    /** Learns how it ended, once for each {@link #ask}, on the loop. */
    public interface Observer {
        /**
         * @param varBinds one for each OID, in the order asked, most often {@link VarBinds}; they change after the call, so
         *     what is kept is copied
         * @param attempts datagrams sent, 1 without a retry
         */
        void answered(List<VarBind> varBinds, long roundTripNanos, int attempts);

        /** @param reply never a complete {@link SnmpReply.Answered} */
        void ended(SnmpReply reply);
    }

    PreparedGet(SnmpEngine engine, SnmpTarget target, List<Oid> oids, Observer observer) {
        this.engine = engine;
        this.target = target;
        this.oids = oids;
        this.observer = observer;
        this.most = target.maxVarBinds();
        this.asked = oids;
        this.request = oids.size() > most ? null : GetTask.request(oids);
    }

    /**
     * Asks; the observer may be told in this call.
     *
     * @throws IllegalStateException while it is under way
     */
    public void ask() {
        if (underWay) {
            throw new IllegalStateException("A prepared GET is asked again only after it has ended");
        }
        underWay = true;
        times++;
        if (times % LOOK_AGAIN_AFTER == 0) {
            missing.clear();
        }
        if (mayMiss && asked.size() != oids.size() - missing.cardinality()) {
            prepare();
            mayMiss = !missing.isEmpty();
        }
        Exchanges now = engine.onLoop();
        if (now == null) {
            tell(SnmpEngine.NOT_RUNNING);
        } else if (times % TRY_LARGER_AFTER == 0 && most < Math.min(target.maxVarBinds(), asked.size())) {
            askLarger(now, Math.min(2 * most, target.maxVarBinds()));
        } else {
            ask(now);
        }
    }

    private void ask(Exchanges now) {
        PduRequest whole = request;
        if (whole != null && exchange == null) {
            whole = now.shared(whole);
            request = whole;
        }
        if (whole == null) {
            task(now).start();
        } else {
            Exchange reused = now.again(exchange, target, whole, listener);
            exchange = reused;
            now.beginAgain(reused, whole);
        }
    }

    /** Where that comes to nothing it is asked at once as always, so that no poll is lost to it. */
    private void askLarger(Exchanges now, int larger) {
        // What all fit into is no limit.
        int reached = larger >= asked.size() ? target.maxVarBinds() : larger;
        mayMiss = true;
        new GetTask(
                        now,
                        target,
                        oids,
                        missing,
                        larger,
                        fitting -> raise(fitting < larger ? fitting : reached),
                        reply -> {
                            if (reply instanceof SnmpReply.Answered answered && answered.complete()) {
                                tell(reply);
                            } else {
                                ask(now);
                            }
                        })
                .start();
    }

    private void raise(int mostAtOnce) {
        if (mostAtOnce > most) {
            settled = false;
            most = mostAtOnce;
            prepare();
            log.info("snmp agent takes larger requests address={} maxVarBinds={}", target.address(), most);
        }
    }

    /** Keeps to what is known of the agent; while it is not under way. */
    public void limit(AgentLimits known) {
        learn(Math.min(most, known.getVariables()));
    }

    /** The most variables that one PDU may ask for; {@link AgentLimits#NO_LIMIT} when the agent bears what its target says. */
    public int mostVariables() {
        return most < target.maxVarBinds() ? most : AgentLimits.NO_LIMIT;
    }

    SnmpTarget target() {
        return target;
    }

    List<Oid> oids() {
        return oids;
    }

    /**
     * Tells it that the agent was there when it stayed silent last: it answered something smaller. Where that happens poll after
     * poll, the question is too large for the agent, and is asked in halves from then on.
     */
    public void wasThere() {
        settled = false;
        int size = Math.min(most, asked.size());
        if (silences.tooMany(size)) {
            learn(size / 2);
            log.info("snmp agent silent to large requests address={} maxVarBinds={}", target.address(), most);
        }
    }

    private GetTask task(Exchanges now) {
        mayMiss = true;
        return new GetTask(now, target, oids, missing, most, this::learn, this::tell);
    }

    private void prepare() {
        asked = missing.isEmpty()
                ? oids
                : IntStream.range(0, oids.size())
                        .filter(position -> !missing.get(position))
                        .mapToObj(oids::get)
                        .toList();
        request = asked.size() > most ? null : GetTask.request(asked);
    }

    private void learn(int mostAtOnce) {
        settled = false;
        most = mostAtOnce;
        if (asked.size() > most) {
            request = null;
        }
    }

    private final class Answers implements Exchange.Listener {
        @Override
        public void answered(Pdu pdu, long roundTripNanos, int attempts) {
            Exchange ended = exchange;
            Exchanges now = ended == null ? null : ended.owner;
            if (pdu.errorStatus() == 0 && GetTask.isAsAsked(pdu.varBinds(), asked)) {
                pdu.varBinds().setNames(asked);
                show(whole(pdu.varBinds()), roundTripNanos, attempts);
            } else if (now != null) {
                task(now).goOn(pdu, roundTripNanos, attempts);
            }
        }

        @Override
        public void ended(SnmpReply end) {
            tell(end);
        }
    }

    /** With what was left out. */
    private List<VarBind> whole(VarBinds answer) {
        if (!mayMiss || missing.isEmpty()) {
            return answer;
        }
        List<VarBind> all = new ArrayList<>(oids.size());
        int next = 0;
        for (int i = 0; i < oids.size(); i++) {
            all.add(new VarBind(oids.get(i), missing.get(i) ? new SnmpValue.NoSuchObject() : answer.value(next++)));
        }
        return all;
    }

    private void tell(SnmpReply reply) {
        if (reply instanceof SnmpReply.Answered answered && answered.complete()) {
            show(answered.varBinds(), answered.roundTrip().toNanos(), answered.attempts());
        } else {
            settled = false;
            if (reply instanceof SnmpReply.Answered) {
                silences.answeredBeside(most);
                wasThere();
            }
            underWay = false;
            try {
                observer.ended(reply);
            } catch (RuntimeException | Error thrown) {
                SnmpEngine.logThrown(thrown);
            }
        }
    }

    private void show(List<VarBind> varBinds, long roundTripNanos, int attempts) {
        underWay = false;
        if (!settled) {
            silences.answered(Math.min(most, asked.size()));
            settled = true;
        }
        try {
            observer.answered(varBinds, roundTripNanos, attempts);
        } catch (RuntimeException | Error thrown) {
            SnmpEngine.logThrown(thrown);
        }
    }
}
