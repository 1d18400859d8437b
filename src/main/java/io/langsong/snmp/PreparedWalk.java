package io.langsong.snmp;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk below the same roots of one agent, done again and again. It learns how many rows each root has and packs its
 * questions by that: what is short shares a PDU with others, what is empty costs a variable and not a PDU. What was too big
 * for the agent is not tried again. Used on the engine's loop alone; made by {@link SnmpEngine#prepareWalk}.
 */
public final class PreparedWalk {
    private final SnmpEngine engine;
    private final SnmpTarget target;
    private final List<Oid> roots;
    private final WalkLimits limits;
    private final Observer observer;
    private WalkTask.Known known;
    private @Nullable WalkTask task;

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
        this.known = WalkTask.Known.nothing(roots);
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
        WalkTask begun = new WalkTask(now, target, roots, limits, known, this::show, this::tell);
        task = begun;
        begun.next();
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
        try {
            if (ended != null && reply instanceof SnmpReply.Answered) {
                known = ended.learned();
                observer.walked(ended.broken());
            } else {
                observer.ended(reply);
            }
        } catch (RuntimeException | Error thrown) {
            SnmpEngine.logThrown(thrown);
        }
    }
}
