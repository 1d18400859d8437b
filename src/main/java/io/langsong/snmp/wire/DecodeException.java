package io.langsong.snmp.wire;

/**
 * Octets that are not the message they should be. Hostile datagrams come by the thousand, so it carries no stack trace.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1;

    public DecodeException(String message) {
        super(message, null, false, false);
    }
}
