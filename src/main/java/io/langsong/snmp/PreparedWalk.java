package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A walk below the same roots of one agent, done again and again. It learns how many rows each root has and packs its
 * questions by that: what is short shares a PDU with others, what is empty costs a variable and not a PDU. What was too big
 * for the agent is tried again but seldom, also where it said so by silence alone. Used on the engine's loop alone; made by
 * {@link SnmpEngine#prepareWalk}.
 */
public final class PreparedWalk {
    private static final Logger log = LoggerFactory.getLogger(PreparedWalk.class);
    private static final PduRequest NOTHING = new PduRequest(Tag.GET_NEXT, new byte[0][], 0);

    private final SnmpEngine engine;
    private final SnmpTarget target;
    private final List<Oid> roots;
    private final WalkLimits limits;
    private final Observer observer;
    private final Silences silences = new Silences();
    private WalkKnowledge known;
    /** How many variables the question asked for that stayed silent last; 0 when none did. */
    private int silentAt;

    private final Answers listener = new Answers();
    /** By which all its walks are done, since one after another makes garbage. */
    private @Nullable Exchange exchange;

    private @Nullable WalkTask task;
    private int times;

    /** Learns what was read and, once for each {@link #ask}, how it ended; on the loop. */
    public interface Observer {
        /** @param some rows, those of one root in the agent's order; lent for the call, so what is kept is copied */
        void rows(VarBinds some);

        /** @param broken roots, by number, below which not all was read; empty of a whole walk */
        void walked(BitSet broken);

        /** @param reply never {@link SnmpReply.Answered} */
        void ended(SnmpReply reply);
    }

    PreparedWalk(SnmpEngine engine, SnmpTarget target, List<Oid> roots, WalkLimits limits, Observer observer) {
        this.engine = engine;
        this.target = target;
        this.roots = roots;
        this.limits = limits;
        this.observer = observer;
        this.known = WalkKnowledge.nothing(roots);
    }

    /**
     * Walks; the observer may be told in this call.
     *
     * @throws IllegalStateException while it is under way
     */
    public void ask() {
        if (task != null) {
            throw new IllegalStateException("A prepared walk is begun again only after it has ended");
        }
        Exchanges now = engine.onLoop();
        if (now == null) {
            observer.ended(SnmpEngine.NOT_RUNNING);
            return;
        }
        Exchange reused = now.again(exchange, target, NOTHING, listener);
        exchange = reused;
        WalkTask begun = new WalkTask(now, target, roots, limits, known, reused, this::show, this::tell);
        if (++times % PreparedGet.TRY_LARGER_AFTER == 0) {
            begun.tryLarger();
        }
        task = begun;
        begun.next();
    }

    private final class Answers implements Exchange.Listener {
        @Override
        public void answered(Pdu pdu, long roundTripNanos, int attempts) {
            WalkTask asking = task;
            if (asking != null) {
                asking.answered(pdu, roundTripNanos, attempts);
            }
        }

        @Override
        public void ended(SnmpReply end) {
            WalkTask asking = task;
            if (asking != null) {
                asking.ended(end);
            }
        }
    }

    /**
     * Tells it that the agent was there when it stayed silent last: it answered something smaller. Where that happens poll after
     * poll, the questions are too large for the agent, and are halved from then on.
     */
    public void wasThere() {
        if (silentAt > 0 && silences.tooMany(silentAt)) {
            known = known.atMost(silentAt / 2);
            log.info("snmp agent silent to large walks address={} maxVariables={}", target.address(), silentAt / 2);
        }
        silentAt = 0;
    }

    /** Keeps to what is known of the agent; while it is not under way. */
    public void limit(AgentLimits agent) {
        known = WalkKnowledge.of(roots, agent);
    }

    /** Whether the agent turned out to bear less than its target says. */
    public boolean isBounded() {
        return known.mostRepetitions() != AgentLimits.NO_LIMIT
                || known.mostVariables() != AgentLimits.NO_LIMIT
                || mostColumns() != AgentLimits.NO_LIMIT;
    }

    List<Oid> roots() {
        return roots;
    }

    /** Rows that each root has, -1 where that is not known. */
    int[] rows() {
        return known.rows();
    }

    /** Whether the agent will not let some root be read. */
    boolean isRefused() {
        return !known.refused().isEmpty();
    }

    private int mostColumns() {
        return known.mostColumns() < Math.min(target.maxVarBinds(), known.mostVariables())
                ? known.mostColumns()
                : AgentLimits.NO_LIMIT;
    }

    /**
     * What is known of the agent by now.
     *
     * @param getVariables what is known of it beside
     * @param withRows whether to tell the lengths of its tables, and what it refuses
     */
    public AgentLimits limits(int getVariables, boolean withRows) {
        Map<Oid, Integer> rows = new HashMap<>();
        Set<Oid> refused = new HashSet<>();
        for (int i = 0; withRows && i < roots.size(); i++) {
            if (known.rows()[i] >= 0) {
                rows.put(roots.get(i), known.rows()[i]);
            }
            if (known.refused().get(i)) {
                refused.add(roots.get(i));
            }
        }
        return new AgentLimits(
                getVariables, known.mostVariables(), mostColumns(), known.mostRepetitions(), rows, refused);
    }

    private void show(VarBinds rows) {
        try {
            observer.rows(rows);
        } catch (RuntimeException | Error thrown) {
            SnmpEngine.logThrown(thrown);
        }
    }

    private void tell(SnmpReply reply) {
        WalkTask ended = task;
        task = null;
        if (ended != null) {
            learn(ended, reply);
        }
        try {
            if (ended != null && reply instanceof SnmpReply.Answered) {
                observer.walked(ended.broken());
            } else {
                observer.ended(reply);
            }
        } catch (RuntimeException | Error thrown) {
            SnmpEngine.logThrown(thrown);
        }
    }

    private void learn(WalkTask ended, SnmpReply reply) {
        silentAt = ended.silentAt();
        if (!(reply instanceof SnmpReply.Answered)) {
            return;
        }
        known = ended.learned();
        if (silentAt == 0) {
            silences.answered(ended.largestAnswered());
        } else {
            wasThere();
        }
    }
}
