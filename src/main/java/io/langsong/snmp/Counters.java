package io.langsong.snmp;

/** What the loop counts; written and read on the loop only. */
final class Counters {
    long requests;
    long answered;
    long timedOut;
    long refused;
    long notAuthenticated;
    long malformed;
    long notSent;
    long sent;
    long received;
    long accepted;
    long wrongSource;
    long late;
    long unmatched;
    long undecodable;

    void count(SnmpReply end) {
        if (end instanceof SnmpReply.TimedOut) {
            timedOut++;
        } else if (end instanceof SnmpReply.NotAuthenticated) {
            notAuthenticated++;
        } else if (end instanceof SnmpReply.Malformed) {
            malformed++;
        } else if (end instanceof SnmpReply.NotSent) {
            notSent++;
        } else if (end instanceof SnmpReply.Refused) {
            refused++;
        } else {
            answered++;
        }
    }

    SnmpEngine.Counts snapshot(int queued) {
        long ended = answered + timedOut + refused + notAuthenticated + malformed + notSent;
        return new SnmpEngine.Counts(
                requests,
                answered,
                timedOut,
                refused,
                notAuthenticated,
                malformed,
                notSent,
                requests - ended,
                queued,
                sent,
                received,
                accepted,
                wrongSource,
                late,
                unmatched,
                undecodable);
    }
}
