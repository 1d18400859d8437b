package io.langsong.snmp.wire;

/** A message that its sender could not have made with our user's keys. */
public final class UntrustedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What failed. */
    public enum Reason {
        DIGEST,
        PRIVACY
    }

    private final Reason reason;

    UntrustedException(Reason reason) {
        super("wrong " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
