package io.langsong.snmp;

import java.time.Duration;
import java.util.List;

/** How one SNMP request or walk ended. A silent device is an answer to us, not an exception. */
public sealed interface SnmpReply {

    /**
     * @param varBinds of a GET: one for each OID asked, in the order asked; of a walk: rows in the agent's order
     * @param roundTrip of the last datagram that answered, from sending to receiving
     * @param attempts datagrams sent for the last request, 1 without a retry
     * @param complete false when a walk was cut short; {@code note} says why
     * @param note why a walk was cut short, empty otherwise
     */
    record Answered(List<VarBind> varBinds, Duration roundTrip, int attempts, boolean complete, String note)
            implements SnmpReply {
        public Answered {
            varBinds = varBinds instanceof VarBinds ? varBinds : List.copyOf(varBinds);
        }
    }

    /** Nothing acceptable came back. @param attempts datagrams sent, each waited for to its end */
    record TimedOut(Duration waited, int attempts) implements SnmpReply {}

    /** The agent refused. @param status error-status of RFC 3416 section 3, never 0. @param index 1-based, 0 for none */
    record Refused(int status, int index) implements SnmpReply {}

    /** A version 3 agent is there but does not accept our user, key or level: a fault of credentials, not an outage. */
    record NotAuthenticated(CredentialFault fault) implements SnmpReply {}

    /** The address answers with what is not SNMP or breaks its rules. */
    record Malformed(String reason) implements SnmpReply {}

    /** The request could not be sent: no route, no such host, engine stopped. */
    record NotSent(String reason) implements SnmpReply {}

    /** What a version 3 agent objects to (RFC 3414 section 5), or what its silence shows. */
    enum CredentialFault {
        UNKNOWN_USER,
        WRONG_AUTHENTICATION,
        WRONG_PRIVACY,
        UNSUPPORTED_LEVEL,
        /** Engine discovery answers, authenticated requests do not: most often a wrong privacy key. */
        SILENT_AFTER_DISCOVERY,
        /** It reports that it did not let the request pass, and not why; as of a context that it does not have. */
        NOT_EXPLAINED
    }
}
