package io.langsong.snmp;

import io.langsong.snmp.wire.Pdu;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scalars and the tables beside them in one GETBULK, asked again and again: one datagram each way where a GET and a walk take two
 * or more. The scalars are its non-repeaters (RFC 3416 section 4.2.3), and so are columns without rows. It is made of what a
 * {@link PreparedGet} and a {@link PreparedWalk} found, gives what they would, and holds as long as the agent has the same
 * scalars and as many rows; an answer of any other form is told as such and not read. Used on the engine's loop alone; made by
 * {@link SnmpEngine#prepareBulk}.
 */
public final class PreparedBulk {
    private static final Logger log = LoggerFactory.getLogger(PreparedBulk.class);

    private final SnmpEngine engine;
    private final SnmpTarget target;
    private final BulkForm form;
    private final Observer observer;
    private final Answers listener = new Answers();
    private final Silences silences = new Silences();

    private @Nullable Exchange exchange;
    /** Where the answer goes; null while none is awaited. */
    private @Nullable VarBinds into;

    /** Learns how it ended, once for each {@link #ask}, on the loop. */
    public interface Observer {
        /**
         * The variables have been put where {@link #ask} was told: those of the GET in its order, then the rows.
         *
         * @param attempts datagrams sent, 1 without a retry
         */
        void answeredTogether(long roundTripNanos, int attempts);

        /** The agent answered otherwise than it did to a GET and a walk, which are to be asked again. */
        void differs();

        /** @param reply never {@link SnmpReply.Answered} */
        void ended(SnmpReply reply);
    }

    PreparedBulk(SnmpEngine engine, SnmpTarget target, BulkForm form, Observer observer) {
        this.engine = engine;
        this.target = target;
        this.form = form;
        this.observer = observer;
    }

    /**
     * Asks; the observer may be told in this call.
     *
     * @param answers takes the variables; empty
     * @throws IllegalStateException while it is under way
     */
    public void ask(VarBinds answers) {
        if (into != null) {
            throw new IllegalStateException("A prepared GETBULK is asked again only after it has ended");
        }
        into = answers;
        Exchanges now = engine.onLoop();
        if (now == null) {
            listener.ended(SnmpEngine.NOT_RUNNING);
            return;
        }
        Exchange reused = now.again(exchange, target, form.request(), listener);
        exchange = reused;
        now.beginAgain(reused, form.request());
    }

    /**
     * Tells it that the agent was there when it stayed silent last: it answered something smaller. Answers whether that happened
     * so often that the question is too large for the agent, and is not to be asked any more.
     */
    public boolean wasThere() {
        boolean tooLarge = silences.tooMany(form.request().mostVariables());
        if (tooLarge) {
            log.info(
                    "snmp agent silent to all at once address={} variables={}",
                    target.address(),
                    form.request().mostVariables());
        }
        return tooLarge;
    }

    private final class Answers implements Exchange.Listener {
        @Override
        public void answered(Pdu pdu, long roundTripNanos, int attempts) {
            VarBinds answers = into;
            into = null;
            silences.answered(form.request().mostVariables());
            boolean fits = pdu.errorStatus() == 0 && pdu.unnamed() == 0 && form.fits(pdu.varBinds());
            try {
                if (fits && answers != null) {
                    form.copy(pdu.varBinds(), answers);
                    observer.answeredTogether(roundTripNanos, attempts);
                } else {
                    observer.differs();
                }
            } catch (RuntimeException | Error thrown) {
                SnmpEngine.logThrown(thrown);
            }
        }

        @Override
        public void ended(SnmpReply end) {
            into = null;
            try {
                observer.ended(end);
            } catch (RuntimeException | Error thrown) {
                SnmpEngine.logThrown(thrown);
            }
        }
    }
}
